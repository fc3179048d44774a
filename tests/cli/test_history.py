"""``replay`` and ``revert`` without a manifest: a log that fits only by chance is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.helpers import CLEAN, NOISY, Runner, put


@pytest.fixture
def log(tmp_path: Path, restore: Runner) -> Path:
    put(tmp_path / "in/a.txt", NOISY + "\n")
    assert restore("clean", "in", "-o", "out").code == 0
    (tmp_path / "out/edits.jsonl").rename(tmp_path / "edits.jsonl")
    return tmp_path / "edits.jsonl"


def test_the_text_of_the_log_is_replayed_and_reverted(
    tmp_path: Path, restore: Runner, log: Path
) -> None:
    done = restore("replay", "in/a.txt", log)
    assert (done.code, done.text) == (0, CLEAN + "\n")
    assert "no manifest.json lies beside it" in done.err
    done = restore("revert", "out/text/a.txt", log)
    assert (done.code, done.text) == (0, NOISY + "\n")


def test_a_text_that_it_fits_only_by_chance_is_refused(
    tmp_path: Path, restore: Runner, log: Path
) -> None:
    # The same words in the same place, and something else around them.
    noisy = NOISY.replace("持续", "不断").replace("工作", "任务")
    put(tmp_path / "b.txt", noisy + "\n")
    put(tmp_path / "c.txt", noisy.replace("防治防治", "防治") + "\n")
    for command, name in (("replay", "b.txt"), ("revert", "c.txt")):
        done = restore(command, name, log)
        assert done.code == 2
        assert done.out == b""
        assert "is not the text that" in done.err


@pytest.mark.parametrize("command", ["replay", "revert"])
def test_every_seed_is_known_by_its_log(tmp_path: Path, restore: Runner, command: str) -> None:
    seed = sorted((Path(__file__).parents[2] / "seeds").glob("*.txt"))[0]
    text = seed.read_text(encoding="utf-8")[:8000]
    put(tmp_path / "in/a.txt", text)
    assert restore("clean", "in", "-o", "out", "--no-report").code == 0
    (tmp_path / "out/edits.jsonl").rename(tmp_path / "edits.jsonl")
    source = "in/a.txt" if command == "replay" else "out/text/a.txt"
    other = "out/text/a.txt" if command == "replay" else "in/a.txt"
    done = restore(command, source, "edits.jsonl")
    assert done.code == 0
    assert done.text == (tmp_path / other).read_text(encoding="utf-8")
