"""Explorers as pages: the same points, words and colors in each."""

import base64
import json
import os
import subprocess
import sys
import threading
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from unittest.mock import patch

from benchmarks._explorer_parts import Explorer, skcolor_parts, timed

ROOT = "document.getElementById('explorer')?.shadowRoot"
# The files that DataMapPlot 0.7 loads from a CDN, in the packages of npm.
SCRIPTS = {
    "https://unpkg.com/deck.gl@9.1/dist.min.js": "deck.gl/dist.min.js",
    "https://unpkg.com/apache-arrow@latest/Arrow.es2015.min.js": (
        "apache-arrow/Arrow.es2015.min.js"
    ),
}


@contextmanager
def skcolor_page(data, folder):
    from skcolor.plotting import save_html

    path = folder / "skcolor.html"
    facts = timed(
        lambda: save_html(path, data.layout, {"K-Means": data.colors}, hover=data.words)
    )
    yield Explorer(
        start=lambda browser: browser.get(path.as_uri()),
        facts={**facts, "megabytes": path.stat().st_size / 1e6},
        **skcolor_parts(ROOT),
    )


@contextmanager
def datamapplot(data, folder):
    from datamapplot import create_interactive_plot

    from skcolor.export import to_hex

    path = folder / "datamapplot.html"

    def write():
        plot = create_interactive_plot(
            data.layout,
            hover_text=data.words,
            marker_color_array=to_hex(data.colors),
            enable_search=True,
            font_family="sans-serif",
            offline_mode=True,
            **cached_scripts(data.scripts, folder),
        )
        plot.save(path)

    with patch.dict(os.environ, {"XDG_DATA_HOME": str(folder)} if data.scripts else {}):
        facts = timed(write)
    yield Explorer(
        start=lambda browser: browser.get(path.as_uri()),
        facts={**facts, "megabytes": path.stat().st_size / 1e6},
        map="document.querySelector('canvas')",
        tooltip=(
            "[...document.querySelectorAll('.deck-tooltip')]"
            ".find((e) => e.style.display !== 'none')?.textContent"
        ),
        query="document.getElementById('text-search')",
    )


def cached_scripts(node_modules, folder):
    """Files for the offline mode: scripts of npm, without styles and fonts."""
    if node_modules is None:
        return {}
    scripts = {
        address: {
            "name": Path(name).parts[0].replace(".", "_").replace("-", "_"),
            "encoded_content": base64.b64encode(
                (Path(node_modules) / name).read_bytes()
            ).decode(),
        }
        for address, name in SCRIPTS.items()
    }
    cache = folder / "datamapplot"
    cache.mkdir()
    files = {
        name: cache / f"datamapplot_{name}_encoded.json" for name in ("js", "css", "fonts")
    }
    for name, path in files.items():
        path.write_text(json.dumps(scripts if name == "js" else {}), encoding="utf-8")
    return {
        "offline_mode_js_data_file": str(files["js"]),
        "offline_mode_font_data_file": str(files["fonts"]),
    }


@contextmanager
def embedding_atlas(data, folder):
    import pandas as pd

    table, site = folder / "words.parquet", folder / "site"
    columns = {"x": data.layout[:, 0], "y": data.layout[:, 1], "word": data.words}
    pd.DataFrame({**columns, "label": data.labels.astype(str)}).to_parquet(table)
    chart = {"type": "embedding", "title": "Words"}
    chart["data"] = {"x": "x", "y": "y", "text": "word", "category": "label"}
    state = {"props": {"initialState": {"charts": {"1": chart}}}}
    command = [sys.executable, "-m", "embedding_atlas.cli", str(table)]
    command += ["--x=x", "--y=y", "--text=word", f"--export-metadata={json.dumps(state)}"]
    command += [f"--export-application={site}"]
    facts = timed(lambda: subprocess.run(command, check=True, capture_output=True))
    with static_server(site) as server:
        explorer = Explorer(
            start=lambda browser: browser.get(f"http://127.0.0.1:{server.server_port}/"),
            facts=facts,
            map="document.querySelector('canvas')",
            tooltip=(
                "document.querySelector('[style*=\"z-index: 100\"] .embedding-atlas-root')"
                "?.textContent"
            ),
            query="document.querySelector('input[type=search]')",
            results=(
                "/results\\..*/s.exec(document.querySelector('input[type=search]')"
                ".parentElement.textContent)?.[0]"
            ),
            open_search="document.elementFromPoint(20, 56).closest('button').click()",
        )
        yield explorer
        explorer.facts["megabytes"] = server.n_bytes / 1e6


@contextmanager
def static_server(folder):
    """Serve a folder, and count the bytes that were sent."""

    class Handler(SimpleHTTPRequestHandler):
        def log_message(self, *_):
            pass

        def copyfile(self, source, outputfile):
            self.server.n_bytes += os.fstat(source.fileno()).st_size
            super().copyfile(source, outputfile)

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=folder))
    server.n_bytes = 0
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
