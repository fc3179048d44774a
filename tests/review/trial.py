"""A reviewer's keys, replayed in a real browser: what they come to, and which were of no use.

    python -m tests.review.trial OUT [--width 1280]

goes through the whole queue of an output folder as a reviewer would who decides on all of a cause at once
where it has several places, and on each finding on figures alone, and prints what it took. Decisions go
to a file of its own.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from typing import NamedTuple

from tests.review.browser import Browser, chromium
from tests.review.serving import serving

_STATE = """
const card = document.querySelector(".card .mono");
const finding = document.querySelector(".finding.current");
return {
  done: Boolean(document.querySelector(".page.done")),
  edit: finding ? finding.dataset.f : card ? card.textContent : "",
  asked: document.querySelector("#ask").open,
  several: Boolean(document.querySelector(".card .cause")),
  decided: Boolean(document.querySelector(".card .said, .finding.current .said")),
  words: document.querySelector("#progress-words").textContent,
};
"""


class Trial(NamedTuple):
    """What it took: decisions (presses that decided), all keys, those of no use, and seconds from a key
    to what it led to, the slowest and the middle one."""

    decisions: int
    keys: int
    useless: tuple[str, ...]
    left: str
    slowest: float
    middle: float


class State(NamedTuple):
    """What a reviewer sees."""

    done: bool
    edit: str
    asked: bool
    several: bool
    decided: bool
    words: str


def replay(
    browser: Browser, says: Callable[[str], str] = lambda _edit: "a", most: int = 2_000
) -> Trial:
    """Go through the queue from where the page is to its end.

    Parameters
    ----------
    says : the key for an edit, by its id: ``a`` or ``r``
    """
    useless: list[str] = []
    waits: list[float] = []
    keys = decisions = 0

    def press(key: str, wanted: Callable[[State], bool]) -> State:
        nonlocal keys
        keys += 1
        start = monotonic()
        browser.press(key)
        try:
            browser.until(lambda: wanted(state(browser)), seconds=8)
        except AssertionError:
            useless.append(f"{key} at {state(browser).edit}")
        waits.append(monotonic() - start)
        return state(browser)

    now = press("g", lambda at: at.done or bool(at.edit))
    while not now.done and decisions < most:
        edit, key = now.edit, says(now.edit)
        if now.decided:
            useless.append(f"led to {edit}, which is decided")
        decisions += 1
        if now.several:
            # One open place alone is decided at once; of several the number is shown first.
            now = press(key.upper(), lambda at: at.asked or at.done or at.edit != edit)  # noqa: B023
            if not now.asked:
                continue
        now = press(key, lambda at: not at.asked and (at.done or at.edit != edit))  # noqa: B023
    waits.sort()
    return Trial(decisions, keys, tuple(useless), now.words, waits[-1], waits[len(waits) // 2])


def state(browser: Browser) -> State:
    """Return what a reviewer sees."""
    return State(**browser.js(_STATE))


def main() -> None:
    """Run a trial and print it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--width", type=int, default=1280)
    given = parser.parse_args()
    with TemporaryDirectory() as place, chromium(width=given.width) as browser:
        decisions = str(Path(place) / "decisions.jsonl")
        with serving(given.folder, "--decisions", decisions) as running:
            browser.open(running.link)
            browser.until(lambda: browser.all("#progress-words"))
            sys.stdout.write(f"{replay(browser)}\n")


if __name__ == "__main__":
    main()
