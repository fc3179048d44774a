from __future__ import annotations

import json
from base64 import b64encode
from pathlib import Path

from tests.cli.helpers import CLEAN, NOISY, Runner, put

FORMATS = Path(__file__).parents[1] / "data" / "formats"


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
    result = restore("evaluate", "figures", "clean.txt", "--errors", "10", "--tied")
    assert result.code == 0, result.err
    result = restore("evaluate", "figures", "clean.txt", "--errors", "10")
    assert "| all | restore | 10 |" in result.text
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


def two_columns(path: Path) -> None:
    """A native page of two columns that holds one text twice, its lines row by row."""
    words = [
        "春天来了，河边的柳树",
        "老人说起从前的事情，",
        "发了芽，孩子们跑来跑",
        "大家静静地听着他讲。",
        "去，笑声传得很远很远",
        "大家静静地听着他讲。",
    ]
    lines = []
    for row in range(3):
        for column in range(2):
            left, top = 100 + 400 * column, 100 + 40 * row
            text = words[2 * row + column]
            lines.append({"text": text, "box": [left, top, left + 300, top + 30]})
    lines.append({"text": "", "box": [0, 0, 5, 5]})
    page = {"format": "restore-page/1", "size": [900, 400], "lines": lines}
    put(path, json.dumps(page, ensure_ascii=False))


def test_reading_order_with_the_truth_of_several_pages(restore: Runner, tmp_path: Path) -> None:
    two_columns(tmp_path / "pages" / "a.jpg.json")
    two_columns(tmp_path / "pages" / "b.native.json")
    put(tmp_path / "pages" / "other.txt", "没有人写下它的次序。")
    known = {"a": {"order": "0 2 4 // 1 3 / 5"}, "b.native": {"order": "5 3 1 / 4 2 0", "lines": 7}}
    put(tmp_path / "truth.json", json.dumps({"pages": known, "what": "two pages"}))
    result = restore("evaluate", "order", "pages", "--truth", "truth.json", "--json", "scores.json")
    assert result.code == 0, result.err
    first, second = json.loads((tmp_path / "scores.json").read_text("utf-8"))
    assert (first["name"], first["lines"], first["tau_before"]) == ("a", 6, 1)
    assert first["joins_wanted"] == 3
    # Two lines of the same words: the second is known by its place.
    assert (second["name"], second["tau_before"]) == ("b.native", -1)
    assert "| a | 6 | 1.0000 | 1.0000 |" in result.text
    assert "| all 2 (means, sums) | 12 | 0.0000 |" in result.text
    assert "Pages made worse, 0 of 2." in result.text


def test_reading_order_with_the_truth_beside_each_page(restore: Runner, tmp_path: Path) -> None:
    two_columns(tmp_path / "pages" / "a.native.json")
    put(tmp_path / "pages" / "a.truth.json", json.dumps({"order": "0 2 4 1 3 5"}))
    two_columns(tmp_path / "pages" / "b.native.json")
    put(
        tmp_path / "pages" / "b.truth_order.txt",
        "老人说起从前的事情，\n春天来了，河边的柳树\n大家静静地听着他讲。\n",
    )
    result = restore("evaluate", "order", "pages")
    assert result.code == 0, result.err
    assert "| a | 6 | 1.0000 | 1.0000 | 1.0000 | 1.0000 |" in result.text
    assert "| b | 2 | -1.0000 | -1.0000 |" in result.text
    assert "not told" in result.text
    assert "b: 1 lines are not judged" in result.text
    image = (FORMATS / "head.png").read_bytes()
    (tmp_path / "pages" / "a.png").write_bytes(image)
    result = restore("evaluate", "order", "pages/a.native.json", "--show", "look")
    assert result.code == 0, result.err
    (picture,) = (tmp_path / "look").iterdir()
    assert picture.name == "a.native.json.svg"
    assert "<title>春天来了，河边的柳树</title>" in picture.read_text("utf-8")
    assert f"data:image/png;base64,{b64encode(image).decode()}" in picture.read_text("utf-8")
    assert "| all 1 (means, sums) | 6 |" in result.text


def test_reading_order_of_text_and_of_pages_without_truth(restore: Runner, tmp_path: Path) -> None:
    put(tmp_path / "a.txt", "春天来了。\n\n夏天来了。\n")
    put(tmp_path / "a.truth.json", json.dumps({"order": "0 / 2"}))
    assert "| a | 2 | 1.0000 |" in restore("evaluate", "order", "a.txt").text
    put(tmp_path / "a.truth.json", json.dumps({"order": "0 / 9"}))
    result = restore("evaluate", "order", "a.txt")
    assert result.code != 0
    assert "a.truth.json, page a: names line 9, and the page has 3 lines" in result.err
    put(tmp_path / "b.txt", "秋天来了。\n")
    result = restore("evaluate", "order", "b.txt")
    assert result.code != 0
    assert "b.txt: has no truth of its reading order" in result.err
    put(tmp_path / "pages" / "c.txt", "冬天来了。\n")
    result = restore("evaluate", "order", "pages")
    assert result.code != 0
    assert "pages: holds no page whose order is known" in result.err
