from __future__ import annotations

import json
from pathlib import Path

from tests.cli.helpers import CLEAN, NOISY, Runner, put


def test_correction_beside_doing_nothing(restore: Runner, tmp_path: Path) -> None:
    put(tmp_path / "pairs.tsv", f"a-x|1\t{NOISY}\t{CLEAN}\na-y|2\t{CLEAN}\t{CLEAN}\n")
    result = restore(
        "evaluate", "correction", "pairs.tsv", "--by", "a-(.)", "--json", "scores.json"
    )
    assert result.code == 0, result.err
    assert "| none |" in result.text
    assert "### pairs: x" in result.text
    scores = json.loads((tmp_path / "scores.json").read_text("utf-8"))
    nothing, ours = scores["pairs"]
    assert nothing["edits"]["recall"] == 0
    assert ours["edits"]["precision"] == ours["edits"]["recall"] == 1


def test_harm(restore: Runner, tmp_path: Path) -> None:
    put(tmp_path / "clean" / "a.txt", f"{CLEAN}\n")
    result = restore("evaluate", "harm", "clean", "--json", "harm.json")
    assert result.code == 0, result.err
    assert "whole pipeline" in result.text
    alone, whole = json.loads((tmp_path / "harm.json").read_text("utf-8"))
    assert alone["harm"]["value"] == whole["harm"]["value"] == 0
    assert alone["share_untouched"] == 1


def test_doubled_stretches_as_json(restore: Runner, tmp_path: Path) -> None:
    put(tmp_path / "clean" / "a.txt", f"{CLEAN}\n" * 3)
    result = restore("evaluate", "harm", "clean", "--doubled", "3", "--json", "doubled.json")
    assert result.code == 0, result.err
    assert json.loads((tmp_path / "doubled.json").read_text("utf-8"))


def test_layout_of_made_pages(restore: Runner, tmp_path: Path) -> None:
    story = "\n".join(
        f"第{number}段：各地区各部门持续推进污染防治，加强生态保护，取得了新的进展和成效。"
        for number in "一二三四五六"
    )
    put(tmp_path / "clean.txt", f"持续推进污染防治工作\n{story}\n")
    result = restore("evaluate", "layout", "--text", "clean.txt", "--made", "2")
    assert result.code == 0, result.err
    assert "| made | 2 | none |" in result.text


def test_figures_and_dedup(restore: Runner, tmp_path: Path) -> None:
    lines = "\n".join(
        f"全年完成投资{number}亿元，比上年增长5.2%，项目进展顺利。" for number in range(30, 90)
    )
    put(tmp_path / "clean.txt", lines)
    result = restore("evaluate", "figures", "clean.txt")
    assert result.code == 0, result.err
    assert "| digits in a noisy copy | none |" in result.text
    result = restore("evaluate", "dedup", "clean.txt")
    assert result.code == 0, result.err
    assert "planted copies" in result.text


def test_what_cannot_be_measured_is_said(restore: Runner, tmp_path: Path) -> None:
    put(tmp_path / "bad.tsv", "1\t甲\n")
    result = restore("evaluate", "correction", "bad.tsv")
    assert result.code == 2
    assert "line 1 has 2 columns" in result.err
    result = restore("evaluate", "correction", "bad.tsv", "--engine", "magic")
    assert result.code == 2
    assert "no engine 'magic'" in result.err
    result = restore("evaluate", "layout")
    assert result.code == 2
    assert "--text" in result.err
