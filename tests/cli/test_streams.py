"""Closed, full and broken standard streams: a word and a code, no traceback, no silence."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.helpers import CLEAN, NOISY

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a shell")


# More than a pipe holds (64 KiB).
_MUCH = "".join(
    f"第{number}项：由第{number * 7}处负责落实并按时报告进展情况。\n" for number in range(1500)
)


def shell(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    (folder / "a.txt").write_text(NOISY + "\n", encoding="utf-8")
    words = command.replace("restore", f"{sys.executable} -m restore")
    return subprocess.run(
        ["bash", "-c", words], cwd=folder, capture_output=True, text=True, check=False, timeout=120
    )


def test_closed_input(tmp_path: Path) -> None:
    done = shell("restore clean - <&-", tmp_path)
    assert done.returncode == 2
    assert "not connected" in done.stderr
    done = shell("restore clean a.txt <&-", tmp_path)
    assert (done.returncode, done.stdout) == (0, CLEAN + "\n")
    assert shell("restore clean a.txt -o out <&-", tmp_path).returncode == 0


def test_closed_output(tmp_path: Path) -> None:
    done = shell("restore clean a.txt >&-", tmp_path)
    assert done.returncode == 2
    assert "standard output is closed" in done.stderr
    assert shell("restore clean a.txt -o out >&-", tmp_path).returncode == 0
    assert (tmp_path / "out/text/a.txt").read_text(encoding="utf-8") == CLEAN + "\n"
    done = shell("restore clean a.txt -o out2 <&- >&- 2>&-", tmp_path)
    assert done.returncode == 0
    for path in (tmp_path / "out2").rglob("*.*"):
        if path.is_file():
            assert b"documents" not in path.read_bytes()[:40]


def test_closed_error(tmp_path: Path) -> None:
    assert shell("restore clean a.txt 2>&-", tmp_path).stdout == CLEAN + "\n"
    assert shell("restore clean none.txt 2>&-", tmp_path).returncode == 2


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize("command", ["clean a.txt", "diff a.txt", "figures a.txt", "--help"])
def test_a_full_output(tmp_path: Path, command: str) -> None:
    done = shell(f"restore {command} >/dev/full", tmp_path)
    assert done.returncode == 2
    assert "No space left on device" in done.stderr
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr


def test_a_full_error_stream_ends_nothing(tmp_path: Path) -> None:
    assert shell("restore clean a.txt -o out 2>/dev/full", tmp_path).returncode == 0
    assert (tmp_path / "out/manifest.json").is_file()


def test_a_reader_that_goes_away(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text(_MUCH, encoding="utf-8")
    done = shell("restore clean b.txt | head -c 3; exit ${PIPESTATUS[0]}", tmp_path)
    assert done.returncode == 0
    assert done.stderr == ""
    done = shell("(restore clean a.txt -o out; echo $? >code) 2>&1 | true", tmp_path)
    assert (tmp_path / "code").read_text() == "0\n"
    assert (tmp_path / "out/manifest.json").is_file()
