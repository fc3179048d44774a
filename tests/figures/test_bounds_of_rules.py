"""How far the rules of the figure check look, and what they ask for, from both sides."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest

from restore.core.claims import ArithmeticCheck, ClaimGroup, Evidence, FigureSource, Verdict
from restore.figures.arithmetic import check_arithmetic
from restore.figures.clauses import clauses_of, sentences_of
from restore.figures.dictionary import FigureDictionary, load_dictionary
from restore.figures.extraction import extract
from restore.figures.grouping import group_claims
from restore.figures.likeness import Context
from restore.figures.matching import EDGE, STRONGEST, strength
from restore.figures.numerals import read_chinese, read_numeral
from restore.figures.pairs import REASONS, RELATIONS
from restore.figures.periods import Anchor, anchor_of, heading_year
from restore.figures.store import RecordFile
from restore.figures.sum_slips import one_digit_off
from restore.figures.textual import Slot, facts_among, slots_of
from restore.figures.verdicts import judge, rank_of
from tests.figures.made_claims import alike, context

WORDS = "天地人和日月星辰江河湖海山川草木风云雨雪花鸟虫鱼春夏秋冬"


def checks(text: str, rule: str) -> list[ArithmeticCheck]:
    source, dictionary = FigureSource("a", text), load_dictionary()
    found = check_arithmetic(source, extract(source, dictionary).claims, dictionary)
    return [check for check in found if check.rule == rule and check.outcome != "unmade"]


def outcomes(text: str, rule: str) -> list[str]:
    return [check.outcome for check in checks(text, rule)]


# --- changes


def test_from_stands_within_twenty_four_characters() -> None:
    for words, found in ((WORDS[:24], ["failed"]), (WORDS[:25], [])):
        assert outcomes(f"比重由{words}60.2%逐步提高到56.2%。", "direction") == found


@pytest.mark.parametrize(
    ("change", "outcome"),
    [("24.9%", "verified"), ("25.1%", "verified"), ("25.2%", "failed"), ("24.8%", "failed")],
)
def test_a_rate_of_growth_may_be_cut_off(change: str, outcome: str) -> None:
    text = f"用户从40000万户增长到50000万户，增长{change}。"
    assert outcomes(text, "growth") == [outcome]


@pytest.mark.parametrize(("last", "found"), [(1901, []), (1902, ["failed"])])
def test_a_yearly_mean_is_taken_over_years(last: int, found: list[str]) -> None:
    text = f"产量从1900年的100吨增长到{last}年的400吨，年均增长3%。"
    assert outcomes(text, "growth") == found


@pytest.mark.parametrize(("last", "found"), [(1990, ["failed"]), (1991, [])])
def test_a_yearly_mean_is_not_taken_over_half_a_century(last: int, found: list[str]) -> None:
    text = f"产量从1950年的100吨增长到{last}年的400吨，年均增长9%。"
    assert outcomes(text, "growth") == found


# --- sums


@pytest.mark.parametrize(
    ("text", "found"),
    [
        # Two parts of one total: four digits, one of them changed, and no less.
        ("成果1150个，其中成交项目类412个、投资类338个。", ["possible"]),
        ("成果1150个，其中成交项目类412个、投资类388个。", []),
        ("成果950个，其中成交项目类412个、投资类338个。", []),
        # More than the whole they cannot be.
        ("成果950个，其中成交项目类412个、投资类638个。", ["failed"]),
        ("成果26个，其中成交项目类10个、投资类18个。", ["possible"]),
        # Three parts: two digits, and what all numbers end with tells nothing.
        ("成果28个，其中成交类10个、投资类7个、首发类5个。", ["failed"]),
        ("成果8个，其中成交类3个、投资类2个、首发类1个。", []),
        ("成果800个，其中成交类300个、投资类200个、首发类100个。", []),
        # Some of a list of three: three digits.
        ("成果528个，其中甲类110个、乙类210个、丙类108个、丁类217个。", ["failed"]),
        ("成果29个，其中甲类10个、乙类10个、丙类8个、丁类25个。", []),
    ],
)
def test_what_one_digit_tells_of_a_list(text: str, found: list[str]) -> None:
    assert outcomes(text, "sum") == found


@pytest.mark.parametrize(
    ("last", "found"),
    # A long list may leave a little out: up to a hundred of the last place.
    [("51868", ["verified"]), ("51768", ["failed"]), ("51808", []), ("51758", [])],
)
def test_what_a_long_list_may_leave_out(last: str, found: list[str]) -> None:
    text = f"装机容量62345万千瓦，增长5%。其中，火电6238万千瓦，增长3%；水电4239万千瓦；核电{last}万千瓦。"
    assert outcomes(text, "sum") == found


def test_a_list_that_goes_on_is_open() -> None:
    text = "成果1150个，其中男员工412个、女员工388个{}。"
    assert outcomes(text.format("，都很好"), "sum") == ["failed"]
    assert outcomes(text.format("，项目等等"), "sum") == []
    assert outcomes(text.format("，" + WORDS[:6] + "等"), "sum") == []
    assert outcomes(text.format("，" + WORDS[:7] + "等"), "sum") == ["failed"]


def test_a_change_is_no_part() -> None:
    for words, found in (("约", []), ("", []), ("年均" + WORDS[:6], [])):
        text = f"成果1150个，其中投资类增加{words}412个、其他338个。"
        assert outcomes(text, "sum") == found
    text = f"成果1150个，其中年均{WORDS[:7]}412个、其他338个。"
    assert outcomes(text, "sum") == ["possible"]


@pytest.mark.parametrize(
    ("total", "digits", "off"),
    [("523", 3, True), ("523", 4, False), ("29", 3, False), ("29", 2, True), ("29", 1, True)],
)
def test_a_total_must_tell_enough_to_be_off_by_one_digit(
    total: str, digits: int, off: bool
) -> None:
    parts = {"523": ("365", "168"), "29": ("10", "18")}[total]
    claims = [context(value=value).claim for value in (total, *parts)]
    assert one_digit_off(claims, digits=digits) is off
    assert one_digit_off(claims) is (total == "523")


@pytest.mark.parametrize(("count", "found"), [(200, ["verified"]), (201, [])])
def test_two_hundred_parts_are_added_up(count: int, found: list[str]) -> None:
    parts = "、".join(["3个"] * count)
    assert [
        o for o in outcomes(f"成果{3 * count}个，其中{parts}。", "sum") if o == "verified"
    ] == found


# --- lists


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("推进学习、调研、发展3个方面", ["verified"]),
        ("推进学习、调研2个方面", []),
        (f"推进{'、'.join(WORDS[:20])}20个方面", ["verified"]),
        (f"推进{'、'.join(WORDS[:21])}21个方面", []),
        ("两项工作（学习、调研）", []),
        ("三项工作（学习、调研、发展）", ["verified"]),
        ("以下两项工作：一是学习；二是调研。", ["verified"]),
        ("以下两项工作：一是学习。", []),
        (f"三项{WORDS[:20]}（学习、调研、发展）", ["verified"]),
        (f"三项{WORDS[:21]}（学习、调研、发展）", []),
    ],
)
def test_lists_that_are_counted(text: str, found: list[str]) -> None:
    assert outcomes(text + "。", "list-length") == found


@pytest.mark.parametrize(("size", "found"), [(159, ["verified"]), (160, [])])
def test_the_commas_of_a_list_stand_in_a_hundred_and_sixty_characters(
    size: int, found: list[str]
) -> None:
    text = f"推进学习、{'调' * (size - 3)}、发展3个方面。"
    assert outcomes(text, "list-length") == found


# --- the same sentence with another name


def slot(**changes: object) -> Slot:
    plain = Slot("numbered-body", "a", (0, 4), "第一指导组", "组", 2024, "左" * 10, "右" * 10)
    return plain._replace(**changes)  # type: ignore[arg-type]


def told(one: Slot, two: Slot) -> bool:
    return bool(list(facts_among([one, two])))


def test_two_names_of_one_body() -> None:
    other = slot(document="b", text="第一督导组")
    for shared, found in ((6, True), (5, False)):
        left = alike(shared, 10, 10)
        assert (
            told(slot(left=left[0], right="天地"), other._replace(left=left[1], right="天地"))
            is True
        )
        pair = slot(left=left[0], right=left[0]), other._replace(left=left[1], right=left[1])
        assert told(*pair) is found
    # Neither side is alike enough, though both together are.
    left = alike(11, 19, 19)
    assert not told(slot(left=left[0], right=left[0]), other._replace(left=left[1], right=left[1]))
    # Both sides together.
    left, right = alike(6, 10, 10), alike(3, 10, 10)
    assert told(slot(left=left[0], right=right[0]), other._replace(left=left[1], right=right[1]))
    right = alike(7, 24, 24)
    assert not told(
        slot(left=left[0], right=right[0]), other._replace(left=left[1], right=right[1])
    )


def test_two_numbers_of_one_body() -> None:
    other = slot(document="b", text="第二指导组")
    for shared, size, found in ((17, 20, True), (11, 13, False)):
        left = alike(shared, size, size)
        assert told(slot(left=left[0]), other._replace(left=left[1])) is found
    assert not told(slot(), other._replace(year=2023))
    assert not told(slot(), other._replace(document="a"))


def test_two_holders_of_one_office() -> None:
    one = slot(kind="office-holder", text="张延昆")
    other = one._replace(document="b", text="张廷昆")
    for shared, size, found in ((6, 10, True), (10, 17, False)):
        left = alike(shared, size, size)
        assert told(one._replace(left=left[0]), other._replace(left=left[1])) is found
    assert told(one, other._replace(text="张三丰"))
    assert not told(one, other._replace(text="李秀领"))
    assert not told(one._replace(year=None), other._replace(year=None))
    names = alike(3, 10, 10)
    assert told(one._replace(text=names[0]), other._replace(text=names[1]))
    # Likeness of names: 2 * 1 of 6 is a third, 2 * 1 of 7 less than three tenths.
    assert told(one, other._replace(text="张天地"))
    assert not told(one._replace(text="张延昆子"), other._replace(text="张天地"))


def test_slots_are_compared_by_twenty_six_characters(dictionary: FigureDictionary) -> None:
    (found,) = slots_of(FigureSource("a", f"{WORDS}，第一指导组{WORDS}"), dictionary)
    # The mark before the slot is one of the 26 and tells nothing.
    assert (found.left, found.right) == (WORDS[-25:], WORDS[:26])


def test_a_slot_is_compared_with_the_next_sixty() -> None:
    filler = [slot(document=f"d{n}", left="天" * 10, right="地" * 10) for n in range(70)]
    for between, found in ((58, 1), (59, 0)):
        slots = [slot(), *filler[:between], slot(document="b", text="第一督导组")]
        facts = [
            fact for fact in facts_among(slots) if {"a", "b"} == {f.document for f in fact.fillings}
        ]
        assert len(facts) == found


# --- periods and clauses


def test_where_an_article_says_its_year() -> None:
    for size, sure in ((393, True), (394, False)):
        assert anchor_of("好" * size + "2023年工作。", None, None) == Anchor(2023, 2023, sure)
    for size, year in ((5_995, 2023), (5_996, None)):
        assert anchor_of("好" * size + "2023年。", None, None) == Anchor(year, year, sure=False)


@pytest.mark.parametrize(("month", "about"), [(4, 2023), (5, 2024)])
def test_what_looks_back_until_april_is_about_the_year_before(month: int, about: int) -> None:
    assert anchor_of(f"（2024年{month}月9日）工作回顾。", None, None) == Anchor(
        about, 2024, month=month
    )


def test_a_heading_is_no_longer_than_fifty_characters() -> None:
    heading = "二、2024年工作安排"
    assert heading_year(heading.ljust(50, "好")) == 2024
    assert heading_year(heading.ljust(51, "好")) is None


def test_a_stretch_without_a_mark_is_cut() -> None:
    assert len(clauses_of("好" * 200).starts) == 1
    assert len(clauses_of("好" * 201).starts) == 2
    assert len(sentences_of("好" * 1000).starts) == 1
    assert len(sentences_of("好" * 1001).starts) == 2


@pytest.mark.parametrize(("size", "origin"), [(39, "paragraph"), (40, "guess")])
def test_a_time_at_the_head_of_a_paragraph_is_the_time_of_it(
    size: int, origin: str, dictionary: FigureDictionary
) -> None:
    text = f"{'好' * (size - 1)}，2023年3月有成。又新增就业12人。"
    (claim,) = extract(FigureSource("a", text), dictionary).claims
    assert claim.period is not None
    assert claim.period.origin == origin


@pytest.mark.parametrize(("size", "body"), [(4, "该市"), (5, "")])
def test_the_place_a_sentence_is_about_stands_in_its_first_six_characters(
    size: int, body: str, dictionary: FigureDictionary
) -> None:
    text = f"{'今年我们这里'[:size]}该市，新增就业12人。"
    assert extract(FigureSource("a", text), dictionary).claims[-1].body == body


def subject(text: str, dictionary: FigureDictionary) -> str:
    (claim,) = extract(FigureSource("a", text), dictionary).claims
    return claim.subject


def test_what_is_counted_has_two_characters_and_thirty_at_most(
    dictionary: FigureDictionary,
) -> None:
    words = (WORDS.replace("和", "") + "水电大站")[:30]
    assert subject(f"完成12个{words[:30]}", dictionary) == words[:30]
    assert subject(f"完成12个{'好' + words[:30]}", dictionary) == words[:30]
    assert subject("参与调解案件12件", dictionary) == "案件"
    assert subject("参与案12件", dictionary) == "参与案"
    # A time that opens the clause, within two characters, is no part of it.
    assert subject("人民2025年信息12条", dictionary) == "信息"
    assert subject("人民的2025年信息12条", dictionary) != "信息"
    # Without a noun anywhere, what stands behind the figure is named.
    assert subject(f"12%{WORDS}", dictionary) == WORDS[:20]


# --- verdicts


def test_eight_values_of_a_conflict_are_shown(dictionary: FigureDictionary) -> None:
    for count, more in ((8, False), (9, True)):
        claims = [context(str(n), str(100 + n)).claim for n in range(count)]
        group = judge(claims, 90.0, {"values-differ"}, dictionary)
        assert (f"共 {count} 种" in group.explanation) is more
        assert group.explanation.count("≠") == 7 + more


def group_sizes(
    folder: Path, dictionary: FigureDictionary, subjects: list[str], edges: list[tuple[int, int]]
) -> list[int]:
    records = RecordFile(folder / "claims.bin", Context)
    for number, subject in enumerate(subjects):
        records.append(context(str(number), "5633" if number else "5638", subject=subject))
    records.seal()
    relation, reason = RELATIONS.index("conflict"), REASONS.index("values-differ")
    rows = np.array([(a, b, 900, 0, relation, reason) for a, b in edges], EDGE)
    found = [len(group.claims) for group in group_claims(records, [rows], dictionary)]
    records.close()
    return found


@pytest.mark.parametrize(("shared", "size", "found"), [(6, 10, [2]), (13, 22, [])])
def test_who_is_drawn_into_a_conflict_counts_the_same_thing(
    shared: int, size: int, found: list[int], tmp_path: Path, dictionary: FigureDictionary
) -> None:
    assert group_sizes(tmp_path, dictionary, list(alike(shared, size, size)), [(0, 1)]) == found


@pytest.mark.parametrize(("place", "sizes"), [(7, [9]), (8, [10])])
def test_a_newcomer_is_compared_with_eight_members(
    place: int, sizes: list[int], tmp_path: Path, dictionary: FigureDictionary
) -> None:
    subjects = ["天地人和日月星辰江河"] * 9 + ["甲乙丙丁日月星辰江河"]
    subjects[place] = "天地人和日月子丑寅卯"
    edges = [(number, number + 1) for number in range(8)]
    edges.append((0 if place else 1, 9))
    assert group_sizes(tmp_path, dictionary, subjects, edges) == sizes


def test_conflicts_come_first() -> None:
    def rank(verdict: Verdict, score: float, *kinds: str) -> float:
        evidence = tuple(Evidence(kind, "") for kind in kinds)
        return rank_of(ClaimGroup("g", (), "", verdict, "", "", score, evidence))

    order = [
        rank("conflict", 60, "scale", "witnesses"),
        rank("conflict", 60, "digit", "witnesses"),
        rank("conflict", 60, "scale"),
        rank("conflict", 60, "digit"),
        rank("conflict", 60, "lost-digit"),
        rank("conflict", 70, "digits"),
        rank("conflict", 60, "digits"),
        rank("agree", 100),
        rank("agree", 60),
        rank("not-comparable", 100),
        rank("unconfirmed", 100),
    ]
    assert order == sorted(order)
    assert len(set(order)) == len(order)


def test_each_digit_that_agrees_makes_an_edge_stronger() -> None:
    rows = np.array([(0, 1, 900, digits, 0, 0) for digits in range(4)], EDGE)
    assert strength(rows).tolist() == [900, 940, 980, 1020]
    assert STRONGEST == 1120


# --- numerals


def test_what_is_too_long_is_no_number() -> None:
    assert read_numeral("1" * 15) is not None
    assert read_numeral("1" * 16) is None
    assert read_chinese("九千九百九十九万亿") is not None
    assert read_chinese("九十九万亿亿") is None
    found = read_chinese("一亿亿")
    assert found is not None
    assert found.value == Decimal(10) ** 16
    assert read_chinese("一百亿亿") is None
    assert read_chinese("九十九亿亿") is not None
