"""Who signs a text stays under it and heads nothing; headlines at its end stay headlines."""

from __future__ import annotations

import pytest

from restore.core.blocks import ARTICLE_BREAK, Role
from restore.layout.closings import closing_lines
from restore.layout.roles import role_by_form
from restore.pipeline import restore_text

BODY = (
    "会议要求，各村各社区要加强值守，落实防汛责任，确保群众生命财产安全。\n\n"
    "各单位要结合实际抓好落实，加强督促检查，重大情况及时报告。\n\n"
)


def signed(*lines: str) -> list[str]:
    roles = [Role.FURNITURE if line == ARTICLE_BREAK else role_by_form(line)[0] for line in lines]
    return [lines[place] for place in sorted(closing_lines(lines, roles, ()))]


@pytest.mark.parametrize(
    "closing",
    [
        ["北山市人民政府办公室", "2024年5月6日"],
        ["北山市第二中学", "2024年5月6日"],
        ["王小明", "2024年5月6日"],
        ["倡议人：王小明"],
        ["（陈晓平）"],
        ["（本报记者 陈晓平 周敏）"],
        ["北山市水务局", "北山市应急管理局", "二〇二四年五月六日"],
    ],
)
def test_names_under_a_text_sign_it(closing: list[str]) -> None:
    names = [line for line in closing if not line.endswith("日")]
    assert signed("关于做好防汛工作的通知", BODY.split("\n")[0], *closing) == names


@pytest.mark.parametrize("title", ["关于做好防汛工作的通知\n\n", ""])
def test_a_closing_stays_where_it_stands(title: str) -> None:
    text = f"{title}各县区人民政府：\n\n{BODY}北山市人民政府办公室\n\n2024年5月6日\n"
    item = restore_text(text)
    assert item.text == text.replace("\n\n", "\n")
    article = item.articles[0]
    assert [block.role for block in article.blocks][-2:] == [Role.SIGNATURE, Role.DATELINE]
    assert (article.byline, article.date) == ("北山市人民政府办公室", "2024年5月6日")


def test_a_date_by_itself_stays_where_it_stands() -> None:
    text = f"各县区人民政府：\n{BODY}2024年5月6日\n".replace("\n\n", "\n")
    assert restore_text(text).text == text


def test_a_letter_closes_with_a_name() -> None:
    item = restore_text(f"感谢信\n\n{BODY}此致\n敬礼！\n\n南山小学三年级二班\n")
    roles = {item.text[block.start : block.end]: block.role for block in item.blocks}
    assert roles["此致"] is Role.BODY
    assert roles["南山小学三年级二班"] is Role.SIGNATURE


@pytest.mark.parametrize(
    "lines",
    [
        # A headline behind its text, a section that lost its own, the next story of a digest.
        ["全市上下同心协力推动高质量发展走深走实"],
        ["推动高质量发展"],
        ["三、保障措施"],
        ["北山机场新航站楼启用", "2024年5月6日", "北山机场新航站楼6日启用。"],
        ["全市召开防汛工作座谈会"],
        ["培养爱农村的好干部"],
    ],
)
def test_headlines_sign_nothing(lines: list[str]) -> None:
    assert signed("关于做好防汛工作的通知", BODY.split("\n")[0], *lines) == []


def test_nothing_signs_an_open_sentence() -> None:
    assert signed("通知", "请各县区将落实情况报送", "北山市水务局", "2024年5月6日") == []


def test_an_office_over_its_date_signs_a_notice_before_the_next() -> None:
    notice = [BODY.split("\n")[0], "北山市水务局", "2024年5月6日"]
    assert signed(*notice, "关于开展检查的通知", *notice) == ["北山市水务局"] * 2
    assert signed(*notice[:1], "陈晓平", "2024年5月6日", ARTICLE_BREAK, "甲") == ["陈晓平"]


@pytest.mark.parametrize(("count", "found"), [(4, True), (5, False)])
def test_a_closing_has_four_lines(count: int, found: bool) -> None:
    closing = ["北山市水务局"] * (count - 1) + ["2024年5月6日"]
    assert bool(signed("通知", "请遵照执行。", *closing)) is found


@pytest.mark.parametrize(("width", "found"), [(20, True), (21, False)])
def test_any_name_over_a_date_is_short(width: int, found: bool) -> None:
    assert bool(signed("通知", "请遵照执行。", "北" * width, "2024年5月6日")) is found


@pytest.mark.parametrize(("width", "found"), [(30, True), (31, False)])
def test_a_closing_line_is_no_wider_than_thirty_characters(width: int, found: bool) -> None:
    assert bool(signed("通知", "请遵照执行。", "倡议人：" + "陈" * (width - 4))) is found
