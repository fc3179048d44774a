"""Settings of the test run."""

from __future__ import annotations

import os

import pytest
from hypothesis import settings

# A build must not fail on one day and pass on the next; developers' runs go on searching.
# How long an example takes is no matter of a test: the machine may be busy.
settings.register_profile("here", deadline=None)
settings.register_profile("ci", parent=settings.get_profile("here"), derandomize=True)
settings.load_profile("here")
if os.environ.get("CI"):
    settings.load_profile("ci")
# Messages are English wherever the tests run, in what is made for a whole module, too.
os.environ["RESTORE_LANGUAGE"] = "en"


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the language that a test asks for end with it."""
    monkeypatch.setenv("RESTORE_LANGUAGE", "en")
