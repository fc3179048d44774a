from __future__ import annotations

from pathlib import Path

import pytest

from restore.cli import main
from restore.language import LanguageModel
from tests.tools import SEEDS


def run(arguments: list[str]) -> int:
    with pytest.raises(SystemExit) as stop:
        main(arguments)
    return int(stop.value.code or 0)


def test_a_model_is_trained_and_loads(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    model = tmp_path / "own.klm"
    text = str(SEEDS / "001_f36a2db19a4e3cfc.txt")
    assert run(["train-lm", text, "-o", str(model), "--order", "3"]) == 0
    assert "order 3" in capsys.readouterr().err
    assert LanguageModel.load(model).order == 3


def test_a_missing_text_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["train-lm", str(tmp_path / "none.txt"), "-o", str(tmp_path / "m.klm")]) == 2
    assert "none.txt" in capsys.readouterr().err
