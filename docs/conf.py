"""Configure Sphinx: ``python -m sphinx -W docs OUT`` builds the site offline."""

import importlib
import re

from docutils import nodes
from docutils.utils.math import latex2mathml
from matplotlib.figure import Figure
from sphinx.addnodes import pending_xref
from sphinx.transforms import SphinxTransform
from sphinx_gallery.scrapers import figure_rst

import skcolor

project = "skcolor"
copyright = "the skcolor developers"
version = release = skcolor.__version__

extensions = [
    "myst_parser",
    "numpydoc",
    "sphinx.ext.autodoc",
    "sphinx.ext.autosummary",
    "sphinx_gallery.gen_gallery",
]
exclude_patterns = ["_build", "sg_execution_times.rst"]
suppress_warnings = ["config.cache"]  # the scraper is a function
templates_path = ["_templates"]

myst_enable_extensions = ["dollarmath"]
myst_heading_anchors = 2

autosummary_generate = True
autosummary_ignore_module_all = False
autosummary_imported_members = True
numpydoc_show_class_members = False

html_theme = "pydata_sphinx_theme"
html_title = "skcolor"
html_math_renderer = "mathml"
html_show_sourcelink = False
html_sidebars = {page: [] for page in ("index", "tour", "api")}
html_theme_options = {"show_toc_level": 2, "secondary_sidebar_items": ["page-toc"]}

PARTS = (
    "",
    ".recipes",
    ".neighbors",
    ".images",
    ".plotting",
    ".export",
    ".paint",
    ".metrics",
)
"""Modules whose names are linked wherever they appear in backticks."""


class LinkNames(SphinxTransform):
    """Link API names in backticks, so that pages can stay plain Markdown."""

    default_priority = 400
    targets = {
        name: f"skcolor{part}.{name}"
        for part in PARTS
        for name in importlib.import_module(f"skcolor{part}").__all__
    }

    def apply(self, **kwargs):
        """Wrap each API name in a cross-reference."""
        for literal in list(self.document.findall(nodes.literal)):
            name = literal.astext().removesuffix("()").removeprefix("recipes.")
            target = self.targets.get(name)
            if target is None or isinstance(literal.parent, nodes.reference | pending_xref):
                continue
            reference = pending_xref(
                "", refdomain="py", reftype="obj", reftarget=target, refdoc=self.env.docname
            )
            literal.replace_self(reference)
            reference += literal


def scrape_figures(block, block_vars, gallery_conf):
    """Save the figures of a code block; pyplot does not manage them."""
    seen = block_vars["example_globals"].setdefault("__seen__", [])
    paths = []
    for value in list(block_vars["example_globals"].values()):
        figure = getattr(value, "figure_", value)
        if isinstance(figure, Figure) and not any(figure is old for old in seen):
            seen.append(figure)
            paths.append(next(block_vars["image_path_iterator"]))
            figure.savefig(paths[-1], dpi=100)
    return figure_rst(paths, gallery_conf["src_dir"])


sphinx_gallery_conf = {
    "examples_dirs": "../examples",
    "gallery_dirs": "auto_examples",
    "image_scrapers": (scrape_figures,),
    "within_subsection_order": "FileNameSortKey",
    "download_all_examples": False,
    "show_signature": False,
    "min_reported_time": 1e9,
}


def _mathml(as_block):
    def visit(writer, node):
        writer.body.append(latex2mathml.tex2mathml(node.astext(), as_block=as_block))
        raise nodes.SkipNode

    return visit, None


def escape_underscores(app, what, name, obj, options, lines):
    """Keep ``shape (n_features_in_,)`` from being parsed as a link."""
    for row, line in enumerate(lines):
        if " of shape" in line:
            lines[row] = re.sub(r"(?<=\w)_(?=[,)])", r"\_", line)


def setup(app):
    """Register the links, and a formula renderer that needs no JavaScript."""
    app.add_transform(LinkNames)
    app.connect("autodoc-process-docstring", escape_underscores, priority=900)
    app.add_html_math_renderer("mathml", _mathml(False), _mathml(True))
