"""What the explorers show, and how each is opened and read."""

import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np


@dataclass
class Data:
    """What is shown; each label has a color in the palette."""

    layout: np.ndarray
    words: list[str] | np.ndarray
    labels: np.ndarray
    palette: np.ndarray
    scripts: str | None = None  # a node_modules folder with those of SCRIPTS

    @property
    def colors(self):
        return self.palette[self.labels]


@dataclass
class Explorer:
    """How a page is opened, and where its parts are, as JavaScript."""

    start: Callable  # makes a browser show the page
    map: str
    tooltip: str  # a text that is empty while no tooltip is shown
    query: str | None = None
    results: str | None = None  # a text, or None if rows are only marked on the map
    open_search: str = ""
    prepare: Callable = lambda browser: browser.get("about:blank")
    is_widget: bool = False
    facts: dict = field(default_factory=dict)  # megabytes, seconds, processor seconds


def skcolor_parts(root):
    return {
        "map": f"{root}?.getElementById('map')",
        "tooltip": f"{root}.querySelector('#tip:not([hidden])')?.textContent",
        "query": f"{root}.getElementById('query')",
        "results": f"{root}.getElementById('list').textContent",
    }


def timed(make):
    """Seconds and processor seconds of a call and of the programs that it runs."""
    start, before = time.perf_counter(), sum(os.times()[:4])
    make()
    return {
        "seconds": time.perf_counter() - start,
        "processor_seconds": sum(os.times()[:4]) - before,
    }
