"""What keeps two passages that are alike from being taken for one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from restore.dedup import guard_kinds, guards
from restore.dedup.guard_kinds import kind_of
from restore.dedup.guards import differences, facts, regions

P = "水库除险加固工程提前完工，下游三县的农田灌溉有了保证，汛期安全得到改善，群众拍手称快。"


def kind(first: str, second: str) -> str | None:
    """Return what the one difference between two texts is about; asked both ways."""
    (spot,) = regions(first, second)
    own, other = first[spot[0] : spot[1]], second[spot[2] : spot[3]]
    found = kind_of(first, second, spot, own, other)
    start, end, begin, stop = spot
    assert kind_of(second, first, (begin, stop, start, end), other, own) == found
    # Texts may differ before that.
    shifted = (start, end, begin + 9, stop + 9)
    assert kind_of(first, f"据记者从现场了解，{second}", shifted, own, other) == found
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


@pytest.mark.parametrize(
    ("size", "fluent", "unlikely", "misread", "noise"),
    [
        (3, False, False, True, True),
        (4, False, False, True, False),
        (3, True, False, True, False),
        (3, False, True, True, False),
        (2, False, True, True, False),
        # Of one character, names are unlikely as well; what tells is asked before.
        (1, False, True, True, True),
        (3, False, False, False, False),
    ],
)
def test_a_run_of_four_characters_is_no_noise_and_no_word_is(
    size: int,
    fluent: bool,
    unlikely: bool,
    misread: bool,
    noise: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[bool] = []
    monkeypatch.setattr(guards, "both_fluent", lambda *_, word: asked.append(word) or fluent)
    monkeypatch.setattr(guards, "both_unlikely", lambda *_: unlikely)
    monkeypatch.setattr(guards, "may_be_misread", lambda *_: misread)
    monkeypatch.setattr(guards, "kind_of", lambda *_: None)
    first, second = P + "天地人和"[:size] + P, P + "日月星辰"[:size] + P
    assert (differing(first, second) == []) is noise
    assert asked in ([], [size > 1])


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


def test_noise_does_not_end_the_search() -> None:
    for noise in ("扎实推进推进工作，", "扎实，推进工作，"):
        first, second = f"{P}{noise}上游来水。", f"{P}扎实推进工作，下游来水。"
        assert differing(first, second) == [("opposite", "上", "下")]
        assert differing(second, first) == [("opposite", "下", "上")]


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
        ("检查组由柳国凯带队。", "检查组由柳志凯带队。", "name"),
        ("匈牙利的欧尔班来访。", "匈牙利的欧尔波来访。", "name"),
    ],
)
def test_what_a_difference_is_about(first: str, second: str, wanted: str | None) -> None:
    assert kind(first, second) == wanted
    assert kind(P + first, P + second) == wanted


# --- what the places say that a difference lies in


@pytest.mark.parametrize(
    ("text", "span", "inside"),
    [
        ("柳天凯", (1, 2), True),
        ("柳天凯", (2, 3), True),
        ("柳天凯", (1, 3), True),
        ("柳天凯", (0, 1), True),
        ("柳", (1, 1), True),
        ("柳天", (2, 2), True),
        ("柳天凯", (3, 3), False),
        ("柳天凯也", (3, 4), False),
        ("柳天凯也", (1, 4), False),
        ("柳，凯", (2, 3), False),
        ("甲乙丙柳天凯也", (4, 6), True),
        ("甲乙丙柳天凯也", (3, 6), True),
        ("甲乙丙柳天凯也", (2, 5), False),
        ("甲乙丙柳天凯也", (4, 7), False),
    ],
)
def test_two_characters_behind_a_surname(text: str, span: tuple[int, int], inside: bool) -> None:
    assert guard_kinds._after_surname(text, *span) is inside


@pytest.mark.parametrize(
    "before", ["", "他们说", "他们就在那里等着天亮以后再说一起走回来的时候已经没有人在家里了所以"]
)
@pytest.mark.parametrize(
    ("start", "end", "inside"),
    [(2, 5, True), (2, 3, True), (4, 5, True), (5, 5, True), (1, 3, False), (4, 6, False)],
)
def test_the_sounds_of_foreign_names(before: str, start: int, end: int, inside: bool) -> None:
    size = len(before)
    assert guard_kinds._foreign(f"{before}同学欧尔班也来", start + size, end + size) is inside
    assert not guard_kinds._foreign(f"{before}同学欧尔的也来", start + size, end + size)


@pytest.mark.parametrize("before", ["", "他们就在那里等着天亮以后再说"])
@pytest.mark.parametrize(
    ("text", "start", "end", "inside"),
    [
        ("村民陶静，走了", 2, 3, True),
        ("村民陶静，走了", 3, 4, True),
        ("村民陶静，走了", 2, 4, True),
        ("村民陶静，走了", 1, 3, False),
        ("村民陶静，走了", 3, 5, False),
        ("村民陶静，走了", 5, 6, False),
        ("陶静坦言，走了", 0, 2, True),
        ("陶静坦言，走了", 1, 3, False),
        ("农田灌溉，走了", 0, 2, False),
    ],
)
def test_what_calls_one_a_person(
    before: str, text: str, start: int, end: int, inside: bool
) -> None:
    size = len(before)
    assert guard_kinds._person(before + text, start + size, end + size) is inside


@pytest.mark.parametrize(
    ("text", "span", "inside"),
    [
        ("包头市里", (0, 2), True),
        ("包头两市", (0, 2), True),
        ("包头等两市", (0, 2), False),
        # A common word must overlap the difference.
        ("山区里", (0, 1), False),
        ("示范区县", (2, 3), False),
        ("包头城市", (0, 2), True),
        ("山区包头市", (2, 4), True),
        ("山区包头市", (1, 4), False),
    ],
)
def test_the_name_of_a_place(text: str, span: tuple[int, int], inside: bool) -> None:
    assert guard_kinds._in_place_name(text, span) is inside
    shifted = (span[0] + 7, span[1] + 7)
    assert guard_kinds._in_place_name(f"他们又来到了，{text}", shifted) is inside


@pytest.mark.parametrize(
    ("text", "start", "end", "inside"),
    [
        ("汽车、火车、飞机", 3, 5, True),
        ("汽车、火车、飞机", 3, 4, True),
        ("汽车、火车、飞机", 5, 5, True),
        ("汽车、小火车、飞机", 3, 4, True),
        ("汽车、小火车、飞机", 5, 6, True),
        ("汽车、大型火车、飞机", 3, 4, False),
        ("汽车、大型火车、飞机", 6, 7, False),
        ("汽车、大型火车、飞机", 3, 7, False),
        ("火车、汽车", 0, 1, True),
        ("车、汽车", 0, 1, True),
        ("汽车、火车", 3, 5, True),
        ("汽车、车", 3, 4, True),
        ("。火车、汽车", 1, 2, True),
        ("汽车、火车。", 3, 4, True),
        ("大小火车、汽车", 0, 1, False),
        ("小火车、汽车", 0, 1, True),
        ("汽车、大小火车", 6, 7, False),
        ("汽车、小火车", 5, 6, True),
        ("火车，汽车、飞机", 0, 1, False),
        ("飞机、汽车，火车", 6, 8, False),
    ],
)
def test_a_short_item_of_a_list(text: str, start: int, end: int, inside: bool) -> None:
    assert guard_kinds._list_item(text, start, end) is inside
    if text[0] == "。":
        size = len(P)
        assert guard_kinds._list_item(P + text, start + size, end + size) is inside
