"""Every kind of bad input: its message, its exit code, and the others of the run."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from restore.readers import discover
from tests.cli.helpers import CLEAN, NOISY, Runner, files, put


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "bad.txt: is empty; "),
        (b" \n", "bad.txt: holds only white space; "),
        (b"\x89PNG\r\n\x1a\n", "bad.txt: is a PNG image, not text; run OCR"),
        (b"%PDF-1.4", "bad.txt: is a PDF document, not text; "),
        (b"a\0b\0\0\0c", "bad.txt: is binary: it holds a NUL at byte 1; "),
        (NOISY.encode() + b"\xff", "bad.txt: holds bytes that are no utf-8 (ff) at byte 42; "),
    ],
)
def test_a_bad_document_does_not_stop_the_others(
    restore: Runner, tmp_path: Path, data: bytes, words: str
) -> None:
    put(tmp_path / "in/good.txt")
    (tmp_path / "in/bad.txt").write_bytes(data)
    done = restore("clean", "in", "-o", "out")
    assert done.code == 2
    assert f"restore: in/{words}" in done.err
    assert CLEAN in (tmp_path / "out/text/good.txt").read_text(encoding="utf-8")
    assert "bad.txt" in (tmp_path / "out/manifest.json").read_text(encoding="utf-8")
    assert restore("check", "in").code == 2


def test_replaced_bytes_are_counted_and_shown(restore: Runner, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(NOISY.encode() + b"\xff\n")
    done = restore("clean", "a.txt", "-o", "out", "--errors", "replace", "--format", "json")
    assert done.code == 0, done.err
    assert done.json["inputs"][0]["encoding"]["replaced"] == 1
    assert done.json["inputs"][0]["encoding"]["exact"] is False
    back = restore("revert", "out/text/a.txt", "out/edits.jsonl")
    assert back.text == NOISY + "\ufffd\n"
    assert "its text is exact, its bytes are not" in back.err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["clean", "none.txt"], "none.txt: does not exist"),
        (["clean", "empty"], "empty: holds no text files"),
        (["clean", "a.txt", "-o", "a.txt"], "a.txt: is a file"),
        (["clean", "a.txt", "-o", "b.txt"], "b.txt: is a file"),
        (["clean", "a.txt", "-o", "b.txt/deep"], "cannot be written"),
        (["clean", "out/text", "-o", "out", "--force"], "lies in the output folder"),
        (["clean", "a.txt", "--encoding", "klingon"], "is no encoding"),
        (["clean", "a.txt", "--settings", "bad.toml"], "unknown key corection"),
        (["clean", "a.txt", "--lm", "none.bin"], "does not exist"),
        (["clean", "loop.txt"], "loop.txt: cannot be read (Too many levels of symbolic links)"),
        (["clean"], "Missing argument"),
        (["clean", "a.txt", "--nonsense"], "No such option"),
        (["nonsense"], "No such command"),
        (["replay", "none.txt", "log.jsonl"], "none.txt: does not exist"),
        (["report", "empty"], "holds no manifest.json"),
    ],
)
def test_usage_and_paths(restore: Runner, tmp_path: Path, arguments: list[str], words: str) -> None:
    put(tmp_path / "a.txt")
    put(tmp_path / "b.txt")
    put(tmp_path / "out/text/a.txt")
    put(tmp_path / "bad.toml", "[corection]\n")
    put(tmp_path / "log.jsonl", "")
    (tmp_path / "empty").mkdir()
    (tmp_path / "loop.txt").symlink_to(tmp_path / "loop.txt")
    before = files(tmp_path / "out"), (tmp_path / "a.txt").read_bytes()
    done = restore(*arguments)
    assert done.code == 2
    assert words in " ".join(done.err.split())
    assert "Traceback" not in done.err
    assert done.out == b""
    assert (files(tmp_path / "out"), (tmp_path / "a.txt").read_bytes()) == before


def test_a_file_that_vanishes_between_search_and_reading(
    restore: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path / "in/a.txt")
    put(tmp_path / "in/gone.txt")

    def search(*given: object, **named: object) -> object:
        found = discover(*given, **named)  # type: ignore[arg-type]
        (tmp_path / "in/gone.txt").unlink()
        return found

    monkeypatch.setattr("restore.readers.discover", search)
    done = restore("clean", "in", "-o", "out")
    assert done.code == 2
    assert "in/gone.txt: does not exist" in done.err
    assert (tmp_path / "out/text/a.txt").exists()


def test_a_full_disk(restore: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(28, os.strerror(28))

    put(tmp_path / "a.txt")
    monkeypatch.setattr(os, "fsync", full)
    done = restore("clean", "a.txt", "-o", "out")
    assert done.code == 2
    assert "cannot be written (No space left on device)" in done.err
    assert not (tmp_path / "out").exists()


def test_what_no_one_expected_is_one_line(
    restore: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_given: object, **_named: object) -> object:
        raise ZeroDivisionError("division by zero")

    put(tmp_path / "a.txt")
    monkeypatch.setattr("restore.readers.discover", fail)
    done = restore("clean", "a.txt")
    assert done.code == 2
    assert done.err == (
        "restore: unexpected error (ZeroDivisionError: division by zero); "
        "run `restore --debug …` for details\n"
    )


def start(*arguments: str, **given: object) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "LC_ALL": "C"}
    return subprocess.Popen(
        [sys.executable, "-m", "restore", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
        # A job in the background ignores interrupts, and so would what it starts.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        **given,  # type: ignore[call-overload]
    )


def test_a_reader_that_goes_away_is_no_error() -> None:
    process = start("doctor")
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    assert process.stderr.read() == b""
    assert process.wait() == 0
    process.stderr.close()


def test_text_is_utf_8_whatever_the_locale_says(tmp_path: Path) -> None:
    put(tmp_path / "文件.txt")
    with start("check", "文件.txt", cwd=tmp_path) as process:
        out, err = process.communicate()
    assert out.decode("utf-8").startswith("文件.txt: 1 edit"), err


def test_an_interrupt_is_quiet(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    process = start("clean", str(pipe))
    # Opening the other end waits until the command reads.
    with pipe.open("wb"):
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=20)
    assert process.returncode == 130
    assert err == b"restore: interrupted\n"
