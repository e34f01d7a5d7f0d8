"""``python -m benchmarks.measures VECTORS LAYOUT``: seconds and value of each metric.

The metrics are computed for the colors of ResidualPCA(3), and for the labels and palette of
30 clusters.
"""

import time

from sklearn.cluster import MiniBatchKMeans
from sklearn.pipeline import make_pipeline

from benchmarks._data import data_parser, load
from skcolor import ChannelColorer, ClusterColorer, ResidualPCA
from skcolor.metrics._scorer import MEASURES, make_color_scorer, metric_inputs


def main():
    arguments = data_parser(__doc__).parse_args()
    X, layout = load(arguments.vectors, arguments.layout)
    channels = make_pipeline(ResidualPCA(3, n_jobs=-1), ChannelColorer()).fit(X, layout)
    clusters = ClusterColorer(MiniBatchKMeans(30, random_state=0)).fit(X, layout)
    data = metric_inputs(clusters, X, layout, ("labels",)) | metric_inputs(
        channels, X, layout
    )
    for name, measure in MEASURES.items():
        start = time.perf_counter()
        value = make_color_scorer(measure).of(data)
        print(f"{name:22s} {time.perf_counter() - start:6.2f} s  {value:.3f}", flush=True)


if __name__ == "__main__":
    main()
