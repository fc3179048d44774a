from __future__ import annotations

from pathlib import Path

import pytest

from restore.channel.profile import Profile
from restore.cli import main


def run(arguments: list[str]) -> int:
    with pytest.raises(SystemExit) as stop:
        main(arguments)
    return int(stop.value.code or 0)


def test_a_profile_is_learned_and_loads(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pairs, profile = tmp_path / "pairs.tsv", tmp_path / "own.json"
    rows = [f"p{number}|1\t全面从严冶党\t全面从严治党" for number in range(5)]
    pairs.write_text("id\tsource\ttarget\n" + "\n".join(rows), encoding="utf-8")
    assert run(["train-channel", str(pairs), "-o", str(profile)]) == 0
    assert "5 substitutions" in capsys.readouterr().err
    loaded = Profile.load(str(profile))
    assert loaded.data.name == "own"
    assert loaded.candidates("冶")[0][0] == "治"


def test_a_file_without_pairs_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pairs = tmp_path / "pairs.tsv"
    pairs.write_text("id\tsource\ttarget\n", encoding="utf-8")
    assert run(["train-channel", str(pairs), "-o", str(tmp_path / "own.json")]) == 2
    assert "pairs.tsv" in capsys.readouterr().err
