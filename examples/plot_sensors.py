"""
A table of sensor readings
==========================

A machine has 12 sensors, read every ten minutes for ten days. It idles, runs and cleans
itself, and on the eighth day a bearing begins to fail. The rows are unlabeled. Color shows
what the machine did when, and that the fault is unlike anything before.

The readings are synthetic. Replace ``readings`` with your own data frame.
"""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from skcolor import CovariancePCA, GamutColorer, LandmarkTSNE
from skcolor.plotting import ColoringDisplay

rng = np.random.default_rng(0)
times = pd.date_range("2026-03-02", periods=10 * 24 * 6, freq="10min", name="time")
hour = (times.hour + times.minute / 60).to_numpy()
idle, running = (hour < 6) | (hour >= 20), (hour >= 6) & (hour < 18)
state = np.select([idle, running], [0, 1], default=2)
levels = rng.normal(size=(3, 12)) * 3
values = levels[state] + rng.normal(size=(len(times), 12))
values += np.outer(np.sin(hour / 24 * 2 * np.pi), rng.normal(size=12))
failing = np.clip((np.arange(len(times)) - 7.5 * 144) / 144, 0, None) * (state == 1)
values += np.outer(failing, rng.normal(size=12) * 2)
names = [
    f"{kind} {i}" for kind in ("temperature", "pressure", "vibration") for i in range(4)
]
readings = pd.DataFrame(values, index=times, columns=names)

# %%
# Learn the colors from the first week, when all was well, and color all rows. With
# ``set_output``, the result is a data frame with the same index.

week = readings.loc[:"2026-03-08"]
colorer = make_pipeline(StandardScaler(), CovariancePCA(3), GamutColorer())
colors = colorer.set_output(transform="pandas").fit(week).transform(readings)
print(colors.iloc[[0, -1]])

# %%
# In the left panel, each line is a day. Colors show the states of the machine, and from the
# eighth day on they drift while it runs. The right panel is a t-SNE map of the same rows.

layout = LandmarkTSNE(2, random_state=0).fit_transform(readings.to_numpy())
figure, (days, map_axes) = plt.subplots(1, 2, figsize=(12, 5), layout="constrained")
days.imshow(colors.to_numpy().reshape(10, 144, 3), extent=(0, 24, 10.5, 0.5), aspect="auto")
days.set(xlabel="hour", ylabel="day", xticks=range(0, 25, 6), yticks=range(1, 11))
ColoringDisplay.from_colors(layout, colors, ax=map_axes)
figure.savefig("sensors.png", dpi=100)
