"""Settings of the test run."""

from __future__ import annotations

import os

import pytest
from hypothesis import settings

# A build must not fail on one day and pass on the next; developers' runs go on searching.
settings.register_profile("ci", derandomize=True)
if os.environ.get("CI"):
    settings.load_profile("ci")


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let messages be English wherever the tests run; what a test asks for ends with it."""
    monkeypatch.setenv("RESTORE_LANGUAGE", "en")
