from __future__ import annotations

import json
from pathlib import Path

from tests.cli.helpers import Runner, put

PAGE = "坚持稳中求进工作总基调，全面贯彻新发展理念。\n加强生态环境保护，持续推进污染防治。\n"


def test_merge_and_back(restore: Runner, tmp_path: Path) -> None:
    put(tmp_path / "a.txt", PAGE.replace("理念", "埋念"))
    put(tmp_path / "b.txt", PAGE.replace("污染", "污柒"))
    result = restore("merge", "a.txt", "b.txt", "--base", "a.txt", "--edits", "log.jsonl")
    assert result.code == 0, result.err
    assert result.text == PAGE
    assert "base a.txt" in result.err
    edits = [json.loads(line) for line in (tmp_path / "log.jsonl").read_bytes().splitlines()]
    assert [edit["evidence"][0]["document"] for edit in edits if edit["decision"] == "applied"] == [
        "b.txt"
    ]
    assert restore("replay", "a.txt", "log.jsonl").text == PAGE


def test_wrong_use_is_said(restore: Runner, tmp_path: Path) -> None:
    put(tmp_path / "a.txt", PAGE)
    result = restore("merge", "a.txt")
    assert result.code == 2
    assert "two readings" in result.err
    put(tmp_path / "b.txt", PAGE)
    result = restore("merge", "a.txt", "b.txt", "--base", "c.txt")
    assert result.code == 2
    assert "none of the readings" in result.err


def test_readings_in_formats_of_engines_are_merged_by_their_text(restore: Runner) -> None:
    formats = Path(__file__).parents[1] / "data" / "formats"
    result = restore("merge", formats / "page.hocr", formats / "rapidocr.json")
    assert result.code == 0
    assert "坚定信心" in result.text
    assert "<" not in result.text
    assert "holds 100%" in result.err


def test_a_reading_is_one_document(restore: Runner, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("严守政治纪律。\n", encoding="utf-8")
    (tmp_path / "b.jsonl").write_text('{"text": "甲"}\n{"text": "乙"}\n', encoding="utf-8")
    result = restore("merge", "a.txt", "b.jsonl")
    assert result.code == 2
    assert "2 documents" in result.err


def test_the_account_tells_what_stays_open(restore: Runner, tmp_path: Path) -> None:
    put(tmp_path / "a.txt", PAGE + "全年增长5.2%，新增就业126万人。\n")
    put(tmp_path / "b.txt", PAGE.replace("污染", "污柒") + "全年增长52%，新增就业128万人。\n")
    result = restore("merge", "a.txt", "b.txt", "--base", "a.txt", "-o", "out.txt")
    assert result.code == 0
    assert "2 left open (2 in figures)" in result.err
    assert "--edits FILE lists them" in result.err
    assert "126" in (tmp_path / "out.txt").read_text("utf-8")


def test_a_reading_of_another_page_is_left_out_and_named(restore: Runner, tmp_path: Path) -> None:
    put(tmp_path / "a.txt", PAGE)
    put(tmp_path / "b.txt", "荷塘的四面，远远近近，高高低低都是树，而杨柳最多。\n")
    result = restore("merge", "a.txt", "b.txt", "--base", "a.txt")
    assert result.code == 0
    assert result.text == PAGE
    assert "b.txt holds 0% of it: left out" in result.err


def test_candidates_of_a_native_page_are_heard(restore: Runner, tmp_path: Path) -> None:
    line = "加强生态环境保护，持续推迸污染防治。"
    chances = [0.99 if character != "迸" else 0.5 for character in line]
    page = {
        "format": "restore-page/1",
        "engine": "PP-OCRv6 small",
        "lines": [
            {
                "text": line,
                "probability": chances,
                "candidates": {str(line.index("迸")): [["进", 0.45]]},
            }
        ],
    }
    put(tmp_path / "a.json", json.dumps(page, ensure_ascii=False))
    put(tmp_path / "b.txt", line.replace("迸", "井") + "\n")
    result = restore("merge", "a.json", "b.txt", "--base", "a.json")
    assert result.code == 0, result.err
    assert "持续推进污染防治" in result.text
