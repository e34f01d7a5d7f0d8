"""Chromium without a window, where it is installed."""

import shutil
from pathlib import Path

import pytest


def open_browser(downloads: Path, *, webgl=True, offline=True):
    """A Chromium that can reach no network, or skip the test where there is none.

    It has WebGL, drawn on the processor, or with `webgl=False` none. With `offline=False`
    it reaches servers on this machine.
    """
    webdriver = pytest.importorskip("selenium.webdriver")
    chromium, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if chromium is None or driver is None:
        pytest.skip("chromium and chromedriver are not installed")
    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    drawing = (
        ("--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader")
        if webgl
        else ("--disable-3d-apis",)
    )
    for argument in (
        "--headless=new",
        "--no-sandbox",  # root can have none
        "--force-color-profile=srgb",
        "--disable-dev-shm-usage",  # containers have little of it
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
        *drawing,
    ):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    service = webdriver.ChromeService(executable_path=driver)
    browser = webdriver.Chrome(options=options, service=service)
    browser.execute_cdp_cmd("Network.enable", {})
    if offline:
        browser.execute_cdp_cmd(
            "Network.emulateNetworkConditions",
            {"offline": True, "latency": 0, "downloadThroughput": 0, "uploadThroughput": 0},
        )
    browser.execute_cdp_cmd(
        "Browser.setDownloadBehavior",
        {"behavior": "allow", "downloadPath": str(downloads)},
    )
    return browser
