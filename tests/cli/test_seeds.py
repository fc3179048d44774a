"""The five reports through the command line, there and back."""

from __future__ import annotations

from pathlib import Path

from tests.cli.helpers import Runner, files

SEEDS = Path("seeds").resolve()


def test_the_reports_there_and_back(restore: Runner, tmp_path: Path) -> None:
    done = restore("clean", SEEDS, "-o", "out")
    assert done.code == 0, done.err
    for source in sorted(SEEDS.glob("*.txt")):
        clean = tmp_path / "out/text" / source.name
        assert restore("revert", clean, "out/edits.jsonl").out == source.read_bytes()
        assert restore("replay", source, "out/edits.jsonl").out == clean.read_bytes()
    before = files(tmp_path / "out")
    assert restore("report", "out").code == 0
    assert files(tmp_path / "out") == before
