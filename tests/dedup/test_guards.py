"""What keeps two passages that are alike from being taken for one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from restore.dedup import guard_kinds
from restore.dedup.guard_kinds import kind_of
from restore.dedup.guards import differences, facts, regions

P = "水库除险加固工程提前完工，下游三县的农田灌溉有了保证，汛期安全得到改善，群众拍手称快。"


def kind(first: str, second: str) -> str | None:
    """Return what the one difference between two texts is about; asked both ways."""
    (spot,) = regions(first, second)
    own, other = first[spot[0] : spot[1]], second[spot[2] : spot[3]]
    found = kind_of(first, second, spot, own, other)
    assert kind_of(second, first, (*spot[2:], *spot[:2]), other, own) == found
    return found


def differing(first: str, second: str) -> list[tuple[str, str, str]]:
    found = differences(first, second, regions(first, second))
    return [(item.kind, item.first, item.second) for item in found]


# --- facts


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("近12万元", ["近12万"]),
        ("第12条、超12.5%", ["第12条", "超12.5%"]),
        ("1,234,567元", ["1,234,567元"]),
        ("2024年5月3日", ["2024年", "5月", "3日"]),
        ("①项", ["①"]),
        ("一百二十三人、第三次、叁佰元", ["一百二十三", "第三", "叁佰"]),
        ("不能没有", ["不", "没"]),
        ("使用GPT模型", ["GPT"]),
        ("在河北和内蒙古", ["河北", "内蒙古"]),
        ("农田灌溉有了保证", []),
    ],
)
def test_facts_of_a_text(text: str, wanted: list[str]) -> None:
    assert [word for _, word in facts(text)] == wanted


@pytest.mark.parametrize(
    ("first", "second", "wanted"),
    [
        ("共12万元。", "共18万元。", ("figure", "12万", "18万")),
        ("于2023年完成。", "于2024年完成。", ("date", "2023年", "2024年")),
        ("于五日完成。", "于六日完成。", ("numeral", "五", "六")),
        ("于5日完成。", "于完成。", ("date", "5日", "")),
        ("可以办理。", "不可以办理。", ("negation", "", "不")),
        ("用GPT写。", "用BERT写。", ("latin", "GPT", "BERT")),
        ("在河北举行。", "在湖北举行。", ("place", "河北", "湖北")),
    ],
)
def test_facts_that_differ(first: str, second: str, wanted: tuple[str, str, str]) -> None:
    assert differing(P + first, P + second) == [wanted]


# --- regions


@given(st.text("天地人和", max_size=12), st.text("天地人和", max_size=12))
def test_regions_are_all_that_differs(first: str, second: str) -> None:
    place = other = 0
    for start, end, begin, stop in regions(first, second):
        assert first[place:start] == second[other:begin]
        assert start > place or begin > other or place == other == 0, "runs come as one"
        assert end > start or stop > begin
        place, other = end, stop
    assert first[place:] == second[other:]


# --- noise or not


def test_a_run_of_four_characters_is_no_noise() -> None:
    frame = "各单位要高度重视{}，切实加强领导，把各项任务落到实处。" + P
    assert differing(frame.format("\ufffd\ufffd\ufffd"), frame.format("")) == []
    assert (
        differing(frame.format("纽织领寻"), frame.format("组织领导"))
        == [("wording", "纽织领寻", "组织领导")]
        or differing(frame.format("纽织领寻"), frame.format("组织领导")) == []
    )
    (found,) = differing(frame.format("记律检査"), frame.format("总体要求"))
    assert found[0] == "wording"


def test_so_many_differences_are_enough() -> None:
    first = "买方应当付款。" + P + "甲方负责运输。"
    second = "卖方应当付款。" + P + "乙方负责运输。"
    spots = regions(first, second)
    assert len(differences(first, second, spots)) == 2
    assert len(differences(first, second, spots, most=1)) == 1


def test_what_is_said_again_beside_itself_is_noise() -> None:
    for first, second in (
        ("扎实推进推进各项工作。", "扎实推进各项工作。"),
        ("扎实推进各项工作。", "扎实推进各项工作工作。"),
        ("他他表示，", "他表示，"),
    ):
        assert differing(P + first, P + second) == differing(P + second, P + first) == []


def test_marks_are_noise() -> None:
    assert differing(P, P.replace("，", "、").replace("。", "")) == []


def test_what_is_exchanged_twice_is_a_word() -> None:
    text = "严明纪律，遵守纪律。"
    assert differing(P + text, P + text.replace("纪", "记", 1)) == []
    assert {item[0] for item in differing(P + text, P + text.replace("纪", "记"))} == {"wording"}
    # Marks may be exchanged as often as they like.
    assert differing("好，人，天地，和。", "好、人、天地、和。") == []


# --- opposites, places, items, names


@pytest.mark.parametrize("row", guard_kinds._OPPOSITES)
def test_opposites_are_no_noise(row: str) -> None:
    pairs = guard_kinds._opposites()
    assert all((a, b) in pairs for a in row for b in row if a != b)
    assert all((a, a) not in pairs for a in row)


@pytest.mark.parametrize(
    ("first", "second", "wanted"),
    [
        ("上游来水增多。", "下游来水增多。", "opposite"),
        ("产量增加。", "产量减加。", "opposite"),
        # Places, with one character before what they are at most.
        ("在包头市召开。", "在通辽市召开。", "place"),
        ("在包头两市召开。", "在通辽两市召开。", "place"),
        ("在赤峰等两市召开。", "在通辽等两市召开。", None),
        ("在包头市城区召开。", "在通辽市城区召开。", "place"),
        ("这是山区的事。", "这是牧区的事。", None),
        ("自治区的事。", "自制区的事。", None),
        # Items of a list, of three characters at most.
        ("汽车、火车、飞机。", "汽车、火船、飞机。", "item"),
        ("汽车、小火车、飞机。", "汽车、小火船、飞机。", "item"),
        ("汽车、火车", "汽车、火船", "item"),
        ("火车、汽车", "火船、汽车", "item"),
        ("汽车、大型火车、飞机。", "汽车、大型火船、飞机。", None),
        ("汽车，火车，飞机。", "汽车，火船，飞机。", None),
        # Names: by an office, by what calls one a person, by the sounds of foreign ones.
        ("主席王伟出席会议。", "主席李伟出席会议。", "name"),
        ("村民陶静说，", "村民陶鹏说，", "name"),
        ("匈牙利的欧尔班来访。", "匈牙利的欧尔波来访。", "name"),
    ],
)
def test_what_a_difference_is_about(first: str, second: str, wanted: str | None) -> None:
    assert kind(first, second) == wanted
    assert kind(P + first, P + second) == wanted
