"""Names and kinds of files that a folder may hold: none ends or hangs a run, none is lost."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest

from restore.readers import discover, printable
from restore.writers.names import LONGEST, LONGEST_PATH, output_names
from restore.writers.results import page_files, row_files

TEXT = "会议由市长主持，有关部门负责同志参加会议。\n"


def run_cli(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "restore", *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def clean(folder: Path, out: Path) -> tuple[int, str, dict[str, str]]:
    done = run_cli("clean", str(folder), "-o", str(out), "--no-report")
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    outputs = {item["document"]: item["output"] for item in manifest["inputs"]}
    for name in outputs.values():
        assert (out / name).is_file()
    return done.returncode, done.stderr, outputs


ODD = [b"\xb1\xa8\xb8\xe6.txt", b"\xff", b"a\nb.txt", b"a\x1b[31mb.txt", b"a\\nb.txt", b"CON.txt",
       b"a b.txt", b"*.txt", "é.txt".encode(), unicodedata.normalize("NFD", "é.txt").encode(),
       b"A.txt", b"a.txt", b"a.md", b"-", b"-o.txt", "\u202etxt.md".encode()]  # fmt: skip


def test_every_name_is_read_and_written(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for name in ODD:
        with open(os.path.join(os.fsencode(folder), name), "wb") as stream:  # noqa: PTH118, PTH123
            stream.write(TEXT.encode())
    code, err, outputs = clean(folder, tmp_path / "out")
    assert code == 0
    assert len(outputs) == len(ODD)
    assert len({name.casefold() for name in outputs.values()}) == len(ODD)
    assert "\x1b" not in err
    # What two file systems take for one is told apart.
    assert "a\nb" not in err


@pytest.mark.parametrize("length", [251, 252, 255])
@pytest.mark.parametrize("suffix", ["", ".md", ".txt"])
def test_a_name_that_grows_too_long_is_shortened_and_told(
    tmp_path: Path, length: int, suffix: str
) -> None:
    name = "x" * (length - len(suffix)) + suffix
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / name).write_text(TEXT, encoding="utf-8")
    (tmp_path / "in/b.txt").write_text(TEXT, encoding="utf-8")
    code, err, outputs = clean(tmp_path / "in", tmp_path / "out")
    assert code == 0
    grown = length - len(suffix) + len(".txt") > LONGEST
    assert ("its name is too long to be written" in err) == grown
    assert all(len(part) <= LONGEST for part in outputs[name].split("/"))


def test_bytes_that_are_no_utf8_grow_when_they_are_escaped(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for last in (b"1", b"2"):
        path = os.path.join(os.fsencode(tmp_path / "in"), b"\xb1" * 200 + last)  # noqa: PTH118
        with open(path, "wb") as stream:  # noqa: PTH123
            stream.write(TEXT.encode())
    code, err, outputs = clean(tmp_path / "in", tmp_path / "out")
    assert code == 0
    assert len(set(outputs.values())) == 2
    assert err.count("too long") == 2


def test_a_path_that_is_too_long_is_put_aside() -> None:
    deep = "/".join(["d" * 100] * 9) + "/a.txt"
    names = output_names([deep, "x/" + deep])
    assert all(name.startswith("~long/") for name in names.values())
    assert len(set(names.values())) == 2
    assert len(output_names(["/".join(["d" * 98] * 8)]).popitem()[1]) <= LONGEST_PATH


def test_inputs_that_want_one_file_for_their_rows_or_pages_get_two() -> None:
    assert row_files(["a.jsonl", "a.jsonl.gz", "A.jsonl"]) == {
        "A.jsonl": "rows/A.jsonl",
        "a.jsonl": "rows/a~2.jsonl",
        "a.jsonl.gz": "rows/a~3.jsonl",
    }
    pages = page_files(["a.xml.zst", "a.xml"])
    assert pages == {"a.xml": "pages/a.xml", "a.xml.zst": "pages/a~2.xml"}


def test_what_cannot_be_read_in_a_folder_is_told_and_is_no_failure(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text(TEXT, encoding="utf-8")
    for name in ("t.csv", "u.CSV", "scan.png", "x.bin"):
        (folder / name).write_bytes(b"1,2,3")
    os.mkfifo(folder / "pipe.txt")
    with socket.socket(socket.AF_UNIX) as server:
        here = Path.cwd()
        os.chdir(folder)
        server.bind("s.txt")
        os.chdir(here)
        code, err, outputs = clean(folder, tmp_path / "out")
    assert code == 0
    assert list(outputs) == ["a.txt"]
    for kind in ("2 × .csv", "1 × .png", "1 × .bin", "1 × a pipe", "1 × a socket"):
        assert kind in err
    manifest = json.loads((tmp_path / "out/manifest.json").read_text(encoding="utf-8"))
    assert len(manifest["skipped"]) == 6
    assert manifest["failed"] == []
    # Named itself, a file is an input like any other.
    assert run_cli("clean", str(folder / "scan.png"), "-o", str(tmp_path / "o2")).returncode == 0
    assert run_cli("check", str(folder)).returncode == 0
    assert "2 × .csv" in run_cli("check", str(folder)).stderr


def test_a_folder_that_cannot_be_searched_leaves_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a", "b"):
        (tmp_path / "in" / name).mkdir(parents=True)
        (tmp_path / "in" / name / "x.txt").write_text(TEXT, encoding="utf-8")
    scan = os.scandir

    def refuse(path: str) -> object:
        if str(path).endswith("/a"):
            raise PermissionError(13, "Permission denied", str(path))
        return scan(path)

    monkeypatch.setattr(os, "scandir", refuse)
    found = discover([str(tmp_path / "in")])
    assert [item.id for item in found.found] == ["b/x.txt"]
    assert "cannot be searched" in str(found.failed[0])


def test_links_to_nowhere_and_to_themselves_are_told(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text(TEXT, encoding="utf-8")
    (folder / "self.txt").symlink_to("self.txt")
    (folder / "gone.txt").symlink_to("nowhere")
    (folder / "up").symlink_to("..")
    code, err, outputs = clean(folder, tmp_path / "out")
    assert code == 2
    assert list(outputs) == ["a.txt"]
    assert "self.txt" in err
    assert "gone.txt" in err


def test_a_printable_name_is_one_line() -> None:
    assert printable("a\nb\x7f\u2028c") == "a\\nb\\x7f\\u2028c"
    assert printable("市委.txt") == "市委.txt"
