"""Formats on the command line: rows in and out, corrections written back, replay."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from tests.cli.helpers import Runner
from tests.readers.formats import SAMPLES

ROWS = (
    '{"id": 1, "body": "严明记律。", "n": 1.50}\n'
    '{"id": 2, "body": null}\n'
    "no json\n"
    '{"id": 3, "body": "铸铸牢共同体意识。"}\n'
)


def test_rows_through_a_pipe(restore: Runner) -> None:
    done = restore("clean", "-", "--text-field", "body", stdin=ROWS.encode())
    assert done.code == 2
    assert "standard input:3: is no JSON object" in done.err
    rows = [json.loads(line) for line in done.text.splitlines()]
    assert [row["restored"] for row in rows] == ["严明纪律。", None, "铸牢共同体意识。"]
    assert [edit["after"] for edit in rows[0]["edits"]] == ["纪律"]
    assert done.text.startswith('{"id": 1, "body": "严明记律。", "n": 1.50,"edits":[')


def test_rows_into_a_folder_and_back(restore: Runner, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(ROWS.replace("no json\n", ""), encoding="utf-8")
    assert restore("clean", "a.jsonl", "--text-field", "body", "-o", "out").code == 0
    assert not (tmp_path / "out/text").exists()
    rows = (tmp_path / "out/rows/a.jsonl").read_text("utf-8").splitlines()
    assert json.loads(rows[2])["restored"] == "铸牢共同体意识。"
    manifest = json.loads((tmp_path / "out/manifest.json").read_text("utf-8"))
    assert [item["document"] for item in manifest["inputs"]] == ["a.jsonl#1", "a.jsonl#3"]
    assert manifest["inputs"][0]["text_field"] == "body"
    again = restore("replay", "a.jsonl", "out/edits.jsonl", "--document", "a.jsonl#3")
    assert again.text == "铸牢共同体意识。"
    assert restore("report", "out").code == 0


@pytest.mark.parametrize("name", ["page.hocr", "alto.xml", "page.xml"])
def test_corrections_are_written_back(restore: Runner, tmp_path: Path, name: str) -> None:
    shutil.copy(SAMPLES / name, tmp_path / name)
    done = restore("clean", name, "--write-back")
    assert done.code == 0
    before = (tmp_path / name).read_text("utf-8")
    numbers = re.compile(r"\d+")
    tags = re.compile(r"<[^>]*>")
    coordinates = [numbers.findall(tag) for tag in tags.findall(before)]
    assert [numbers.findall(tag) for tag in tags.findall(done.text)] == coordinates
    assert "悉" in before or "愁" in before
    assert "悉" not in done.text
    assert restore("clean", name, "--write-back", "-o", "out").code == 0
    assert (tmp_path / "out/pages" / name).read_text("utf-8") == done.text
    assert (tmp_path / name).read_text("utf-8") == before
    again = restore("replay", name, "out/edits.jsonl")
    assert again.text == (tmp_path / f"out/text/{name}.txt").read_text("utf-8")


def test_a_format_without_places_is_not_written_back(restore: Runner, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("严明记律。", encoding="utf-8")
    done = restore("clean", "a.txt", "--write-back")
    assert done.code == 2
    assert "a.txt: text cannot be written back" in done.err


def test_an_unknown_format_is_told(restore: Runner, tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text("<feed/>", encoding="utf-8")
    done = restore("clean", "a.xml")
    assert done.code == 2
    assert "a.xml: is no XML that is read" in done.err
    assert "no input format 'pdg'" in restore("clean", "a.xml", "--input-format", "pdg").err
