"""A word before a quoted name that stands behind it again."""

from __future__ import annotations

import pytest

from restore import restore_text
from restore.core.edits import Decision
from restore.correction.quoted_names import propose_quoted_names


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("社会发展规划‘十五五’规划", ["规划"]),
        ("开展活动“三进三服务”活动", ["活动"]),
        ("实施工程「安居」工程", ["工程"]),
        # Another word, one that is not right behind, a clause and a long quotation say nothing.
        ("社会发展计划‘十五五’规划", []),
        ("规划‘十五五’的规划", []),
        ("活动“走进来，走出去”活动", []),
        ("活动“把群众的事当作自己的事来办”活动", []),
        ("规划十五五规划", []),
    ],
)
def test_what_is_found(text: str, found: list[str]) -> None:
    proposals = propose_quoted_names(text)
    assert [text[item.start : item.end] for item in proposals] == found


def test_it_is_only_suggested() -> None:
    text = "广泛开展活动“三进三服务”活动，取得实效。"
    result = restore_text(text)
    edits = [edit for edit in result.edits if edit.rule == "quoted_name"]
    assert [edit.decision for edit in edits] == [Decision.SUGGESTED]
    assert result.text == text
