"""
A map of words
==============

Word vectors from text that is already installed: the docstrings of NumPy, SciPy and
scikit-learn. Words that occur in the same texts get similar vectors (latent semantic
analysis), t-SNE makes a map of them, and color shows what the map leaves out.
"""

import inspect
from tempfile import TemporaryDirectory

import numpy as np
import scipy.linalg
import scipy.optimize
import scipy.signal
import scipy.stats
from sklearn.cluster import MiniBatchKMeans
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.preprocessing import normalize
from sklearn.utils.discovery import all_estimators

from skcolor import ClusterColorer, LandmarkTSNE, recipes
from skcolor.plotting import ColoringDisplay, save_html

modules = [np, np.linalg, np.fft, np.random]
modules += [scipy.linalg, scipy.optimize, scipy.signal, scipy.stats]
documented = [getattr(module, name) for module in modules for name in module.__all__]
documented += [estimator for _, estimator in all_estimators()]
texts = sorted({inspect.getdoc(thing) or "" for thing in documented})

tfidf = TfidfVectorizer(
    min_df=8, max_df=0.3, stop_words="english", token_pattern=r"\b[a-z]{3,}\b"
)
occurrences = tfidf.fit_transform(texts)
words = tfidf.get_feature_names_out()
vectors = normalize(TruncatedSVD(50, random_state=0).fit_transform(occurrences.T))
print(f"{len(texts)} texts, {len(words)} words")

# %%
# The map, colored by what it hides. The legend shows a word at each end of the directions
# that colors represent.

layout = LandmarkTSNE(2, random_state=0).fit_transform(vectors)
best = recipes.best().fit(vectors, layout)
display = ColoringDisplay.from_estimator(
    best, vectors, layout, legend={"row_names": words}, name="what the map hides"
)
display.figure_.savefig("words.png", dpi=120)

# %%
# Twelve groups, with contrasting colors where groups touch. Each is named after the word
# nearest its center.

groups = ClusterColorer(
    MiniBatchKMeans(12, random_state=0), palette="distinct", arrange="contrast"
).fit(vectors, layout)
display = ColoringDisplay.from_estimator(
    groups, vectors, layout, legend={"row_names": words}, name="12 groups"
)
display.figure_.savefig("word_groups.png", dpi=120)

# %%
# To search the map and hover over words, write it as a page that opens in any browser. Keep
# it in a permanent folder.

colorings = {
    "hidden": best.transform(vectors),
    "groups": groups.transform(vectors),
}
with TemporaryDirectory() as folder:
    save_html(f"{folder}/words.html", layout, colorings, hover=words, title="Words")
