from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.helpers import Runner


@pytest.fixture
def restore(
    capsysbinary: pytest.CaptureFixture[bytes],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> Runner:
    # No settings file of the checkout may reach the tests.
    monkeypatch.chdir(tmp_path)
    return Runner(capsysbinary, monkeypatch)
