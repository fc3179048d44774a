"""Markdown on the command line: kept in files of Markdown, stripped elsewhere."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.helpers import Runner, put

TEXT = "# 题目\n\n第一段,说明情况。\n\n第二段,另说一事。\n"
KEPT = TEXT.replace(",", "，")
STRIPPED = "题目\n第一段，说明情况。\n第二段，另说一事。\n"


@pytest.mark.parametrize(
    ("name", "words", "wanted"),
    [
        ("a.md", [], KEPT),
        ("a.txt", [], STRIPPED),
        ("a.md", ["--markdown", "strip"], STRIPPED),
        ("a.txt", ["--markdown", "keep"], KEPT),
    ],
)
def test_what_a_file_becomes(
    restore: Runner, tmp_path: Path, name: str, words: list[str], wanted: str
) -> None:
    assert restore("clean", put(tmp_path / name, TEXT), *words).text == wanted


def test_what_is_neither(restore: Runner, tmp_path: Path) -> None:
    assert restore("clean", put(tmp_path / "a.md", TEXT), "--markdown", "both").code != 0


def test_forms_stand_in_the_articles(restore: Runner, tmp_path: Path) -> None:
    put(tmp_path / "in" / "a.md", TEXT + "\n| 甲 | 1 |\n| 乙 | 2 |\n")
    assert restore("clean", tmp_path / "in", "-o", tmp_path / "out").code == 0
    line = (tmp_path / "out" / "articles.jsonl").read_text(encoding="utf-8")
    assert line.count('"form":"table_row"') == 2
    assert '"form":"heading"' in line


def test_the_title_of_what_stays_markdown_has_no_mark(restore: Runner, tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "# 全县工作要点\n\n全县上下扎实推进各项工作，取得新的成效。\n", encoding="utf-8"
    )
    restore("clean", page, "-o", tmp_path / "out", "--no-report")
    (article,) = map(json.loads, (tmp_path / "out/articles.jsonl").read_text("utf-8").splitlines())
    assert article["title"] == "全县工作要点"
    assert article["paragraphs"][0]["text"] == "# 全县工作要点"
    assert (tmp_path / "out/text/page.md").is_file()
