"""A real browser for tests: Debian's chromium, or Chrome, driven by selenium."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
AXE = ROOT / "build" / "axe" / "node_modules" / "axe-core" / "axe.min.js"


@contextmanager
def chromium(width: int = 1280, height: int = 900) -> Iterator[Browser]:
    webdriver = pytest.importorskip("selenium.webdriver", reason="selenium is not installed")
    binary = next(filter(None, map(shutil.which, ("chromium", "google-chrome", "chrome"))), None)
    driver = shutil.which("chromedriver")
    if binary is None or driver is None:
        pytest.skip("no chromium with chromedriver (Debian: chromium chromium-driver)")
    options = webdriver.ChromeOptions()
    options.binary_location = binary
    for argument in ("headless=new", "disable-gpu", "disable-dev-shm-usage", "lang=zh-CN"):
        options.add_argument(f"--{argument}")
    options.add_argument(f"--window-size={width},{height}")
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        options.add_argument("--no-sandbox")
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    started = webdriver.Chrome(options=options, service=webdriver.ChromeService(driver))
    try:
        yield Browser(started)
    finally:
        started.quit()


class Browser:
    def __init__(self, driver: Any) -> None:
        self.driver = driver

    def open(self, address: str) -> None:
        self.driver.get("about:blank")
        self.driver.get(address)

    def resize(self, width: int, height: int = 900) -> None:
        """The window of a headless browser is never narrower than 500 pixels; the page may be."""
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)

    def js(self, code: str, *values: object) -> Any:
        return self.driver.execute_script(code, *values)

    def press(self, *keys: str) -> None:
        from selenium.webdriver import ActionChains

        # To what has the focus: an element that the page replaces meanwhile is no matter.
        for key in keys:
            ActionChains(self.driver, duration=0).send_keys(key).perform()

    def all(self, selector: str) -> list[Any]:
        return list(self.driver.find_elements("css selector", selector))

    def text(self, selector: str) -> str:
        found = self.js(
            "const e = document.querySelector(arguments[0]); return e && e.textContent", selector
        )
        return found or ""

    def until(self, wanted: Callable[[], Any], seconds: float = 15) -> Any:
        end = monotonic() + seconds
        while True:
            value = wanted()
            if value:
                return value
            if monotonic() > end:
                raise AssertionError(f"the page did not come to it; log: {self.problems()}")
            sleep(0.05)

    def problems(self) -> list[str]:
        return [entry["message"] for entry in self.driver.get_log("browser")]

    def axe(self) -> list[str]:
        """Return the moderate and serious findings of axe-core on the page as it is."""
        self.driver.execute_script(AXE.read_text(encoding="utf-8"))
        found = self.driver.execute_async_script(
            "const done = arguments[0]; axe.run(document, {resultTypes: ['violations']})"
            ".then((result) => done(result.violations))"
        )
        return [
            f"{item['id']}: {item['nodes'][0]['html'][:160]} {item['nodes'][0]['failureSummary']}"
            for item in found
            if item["impact"] in ("moderate", "serious", "critical")
        ]
