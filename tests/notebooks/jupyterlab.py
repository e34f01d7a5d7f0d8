"""A notebook in JupyterLab, in Chromium."""

from contextlib import contextmanager
from pathlib import Path

from tests.browser import open_browser
from tests.notebooks.servers import serve, until, write_notebook
from tests.plotting.test_explorer_in_browser import PLAY_CARD

SERVER = [
    "jupyterlab",
    "--no-browser",
    "--allow-root",
    "--ServerApp.ip=127.0.0.1",
    "--IdentityProvider.token=",
    "--expose-app-in-browser",
]
HOSTS = """[...document.querySelectorAll('.jp-OutputArea-output *')]
  .filter((e) => e.shadowRoot?.getElementById('map'))"""
RUN_CELL = """
const [source, done] = arguments;
const { content, context } = jupyterapp.shell.currentWidget;
const { sharedModel } = content.model;
const place = content.widgets.length;
sharedModel.insertCell(place, { cell_type: 'code', source });
content.activeCellIndex = place;
await jupyterapp.commands.execute('notebook:run-cell');
const { outputs } = content.model.cells.get(place).toJSON();
done(outputs.map((o) => o.text ?? o.data?.['text/plain'] ?? o.evalue).flat().join(''));
"""


class Notebook:
    """The notebook that is open, and what is done with it."""

    def __init__(self, browser):
        self.browser = browser
        browser.set_script_timeout(60)
        until(
            lambda: self.js(
                "return window.jupyterapp?.shell.currentWidget?.context?.isReady"
            )
        )
        until(
            lambda: self.js(
                "const { session } = jupyterapp.shell.currentWidget.sessionContext;"
                "return session?.kernel?.status === 'idle'"
            )
        )

    def js(self, script, *arguments):
        return self.browser.execute_script(script, *arguments)

    def run_cell(self, source):
        """Run a new cell at the end, and give the text that it prints."""
        return self.browser.execute_async_script(RUN_CELL, source)

    def command(self, name, **arguments):
        self.browser.execute_async_script(
            "const [name, given, done] = arguments;"
            "await jupyterapp.commands.execute(name, given); done()",
            name,
            arguments,
        )

    def views(self):
        """The hosts of all views that are ready."""
        return self.js(f"return {HOSTS}.filter((e) => e.dataset.state === 'ready')")

    def part(self, identity, view=0):
        return self.js(
            "return arguments[0].shadowRoot.getElementById(arguments[1])",
            self.views()[view],
            identity,
        )


@contextmanager
def open_notebook(folder: Path, cells: list[str]):
    write_notebook(folder / "map.ipynb", cells)
    with serve(SERVER, folder) as address:
        browser = open_browser(folder, offline=False)
        try:
            browser.execute_cdp_cmd(
                "Page.addScriptToEvaluateOnNewDocument", {"source": PLAY_CARD}
            )
            browser.set_window_size(1280, 1000)
            browser.get(f"{address}/lab/tree/map.ipynb")
            yield Notebook(browser)
        finally:
            browser.quit()
