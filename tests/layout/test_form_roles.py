"""Lines of verse, rows and items are no headings; numbered headings are no items."""

from __future__ import annotations

import pytest

from restore.core.blocks import Role
from restore.core.regions import Form
from restore.pipeline import restore_text

PROSE = "会议要求，各村各社区要加强值守，落实防汛责任，确保群众生命财产安全。"


def roles(text: str) -> dict[str, tuple[Role, Form | None]]:
    item = restore_text(text)
    return {item.text[block.start : block.end]: (block.role, block.form) for block in item.blocks}


@pytest.mark.parametrize(
    ("lines", "form"),
    [
        (["- 带好证件", "- 按时到场", "- 关闭手机"], Form.LIST_ITEM),
        (["1. 带好证件", "2. 按时到场", "3. 关闭手机"], Form.LIST_ITEM),
        (["| 村 | 户 |", "| --- | --- |", "| 东山 | 12 |", "| 西山 | 15 |"], Form.TABLE_ROW),
        (["晨起推窗见远山", "白云深处有人家", "小桥流水绕村转", "桃花开落不知年"], Form.VERSE),
        (["```", "make test", "make check", "```"], Form.CODE),
    ],
)
def test_what_is_no_prose_heads_nothing(lines: list[str], form: Form) -> None:
    found = roles("防汛工作须知\n\n" + "\n".join(lines) + f"\n\n{PROSE}\n")
    assert found["防汛工作须知"][0] is Role.TITLE
    assert [found[line] for line in lines] == [(Role.BODY, form)] * len(lines)


def test_numbered_headings_stay_headings() -> None:
    found = roles(f"防汛工作方案\n\n一、总体要求\n\n{PROSE}\n\n二、组织领导\n\n{PROSE}\n")
    assert [found[line][0] for line in ("一、总体要求", "二、组织领导")] == [Role.HEADING] * 2


def test_a_title_behind_front_matter_is_the_title() -> None:
    item = restore_text(f"---\nid: 12\nname: 甲\n---\n\n# 防汛工作须知\n\n{PROSE}\n")
    assert item.articles[0].title == "防汛工作须知"


def test_a_field_may_name_the_author() -> None:
    found = roles(f"防汛工作须知\n记者：陈晓平\n电话：88881111\n\n{PROSE}\n")
    assert found["记者：陈晓平"][0] is Role.BYLINE
