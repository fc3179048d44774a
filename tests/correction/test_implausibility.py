"""When a near miss of a term is a misreading: each threshold from both sides, by a scripted model."""

from __future__ import annotations

import pytest

from restore.correction.implausibility import judge_near_miss
from restore.text.near_misses import NearMiss
from tests.correction.helpers import ScriptedModel

SURE, UNSURE = 0.95, 0.6
WELL = -1.0


def judged(
    text: str,
    term: str,
    place: int,
    change: tuple[str, str],
    margin: float,
    bonds: dict[str, float] | None = None,
    *,
    chosen: bool = True,
) -> float:
    """Judge the window of ``text`` that has ``change[0]`` where the term has ``change[1]``."""
    read, written = change
    assert term[place : place + len(written)] == written
    window = term[:place] + read + term[place + len(written) :]
    start = text.index(window)
    left = start + place
    miss = NearMiss(start, start + len(window), left, left + len(read), 0, place, len(written))
    model = ScriptedModel(bonds=bonds)
    return judge_near_miss(text, miss, term, margin, model, chosen=chosen)


TEXT = "推动全面从严冶党向纵深发展"
TERM = "全面从严治党"
LOOK_ALIKE = ("冶", "治")


@pytest.mark.parametrize(("margin", "confidence"), [(2.4, SURE), (2.39, 0.0)])
def test_the_least_margin(margin: float, confidence: float) -> None:
    assert judged(TEXT, TERM, 4, LOOK_ALIKE, margin) == confidence


@pytest.mark.parametrize(
    ("context", "counts"),
    [("严冶", True), ("冶党", True), ("面从严冶", True), ("全面从严冶", False), ("严冶党", False)],
)
def test_what_goes_with_a_neighbour_is_meant(context: str, counts: bool) -> None:
    """The model sees three characters on the left, one on the right."""
    for bond, confidence in ((-3.3, 0.0), (-3.31, SURE)):
        expected = confidence if counts else SURE
        assert judged(TEXT, TERM, 4, LOOK_ALIKE, 5.0, {context: bond}) == expected


@pytest.mark.parametrize(("margin", "confidence"), [(8.0, SURE), (7.9, UNSURE)])
def test_what_is_not_alike_asks_for_more(margin: float, confidence: float) -> None:
    text = TEXT.replace("冶", "绘")
    assert judged(text, TERM, 4, ("绘", "治"), margin) == confidence


@pytest.mark.parametrize(("term", "place"), [("最多跑一次", 2), ("一次性办好", 3)])
def test_another_word_in_a_slogan_is_no_slip(term: str, place: int) -> None:
    """However much likelier the model finds the slogan."""
    text = f"同源数据“{term[:place]}填{term[place + 1 :]}”。"
    assert judged(text, term, place, ("填", term[place]), 12.0) == UNSURE


@pytest.mark.parametrize(
    ("term", "place", "margin", "chosen", "confidence"),
    [
        # Three characters are little to know a term of four by.
        ("从严治党", 2, 5.9, True, UNSURE),
        ("从严治党", 2, 6.0, True, SURE),
        ("从严治党", 2, 9.0, False, UNSURE),
        ("面从严治党", 3, 2.4, True, SURE),
        ("面从严治党", 3, 2.4, False, SURE),
    ],
)
def test_short_terms(term: str, place: int, margin: float, chosen: bool, confidence: float) -> None:
    assert judged(TEXT, term, place, LOOK_ALIKE, margin, chosen=chosen) == confidence


@pytest.mark.parametrize(
    ("term", "place", "seam", "wider"),
    [("治党向纵深", 0, "从严治", "面从严治"), ("面从严治", 3, "治党", "治党向")],
)
def test_at_an_end_the_term_must_go_with_what_stands_outside(
    term: str, place: int, seam: str, wider: str
) -> None:
    def at(margin: float, bonds: dict[str, float] | None = None, text: str = TEXT) -> float:
        return judged(text, term, place, LOOK_ALIKE, margin, bonds)

    fits = {seam: -3.49}
    assert at(4.0, fits) == UNSURE
    assert at(3.99, fits) == 0.0
    assert at(5.99, fits) == UNSURE
    assert at(6.0, fits) == SURE
    assert at(6.0, {seam: -3.5}) == 0.0
    assert at(6.0) == 0.0
    # On the left three characters are seen, on the right one.
    assert at(6.0, {wider: WELL}) == (SURE if place == 0 else 0.0)
    # Where a line begins nothing stands outside; where it ends nothing follows that would be odd.
    line = TEXT.replace("冶", "\n冶" if place == 0 else "冶\n")
    assert at(6.0, text=line) == (SURE if place == 0 else 0.0)


@pytest.mark.parametrize(("margin", "confidence"), [(4.0, SURE), (3.99, 0.0)])
def test_two_other_characters_ask_for_more(margin: float, confidence: float) -> None:
    text = TEXT.replace("严冶", "冶严")
    assert judged(text, TERM, 3, ("冶严", "严治"), margin) == confidence


@pytest.mark.parametrize(("place", "text"), [(4, "水污染防治治工作"), (3, "水污染防治治工作")])
def test_a_repeated_neighbour_is_implausible_whatever_the_model_says(place: int, text: str) -> None:
    well = dict.fromkeys(("防治", "治治", "治工"), WELL)
    read = text[place + 1]
    assert read == "治"
    assert judged(text, "污染防治工作", place, (read, ""), 2.4, well) == SURE
    # It takes the doubt from a short term, too.
    assert judged("防治治工作", "防治工作", place - 2, (read, ""), 2.4, well) == SURE


@pytest.mark.parametrize(
    ("margin", "bond", "term", "confidence"),
    [
        (5.0, -3.01, "推动融合发展", SURE),
        (4.99, -3.01, "推动融合发展", 0.0),
        (5.0, -3.0, "推动融合发展", 0.0),
        (5.0, -3.01, "动融合发展", 0.0),
    ],
)
def test_one_too_many_in_a_long_term_fits_badly_on_a_side(
    margin: float, bond: float, term: str, confidence: float
) -> None:
    place = term.index("发")
    for bonds in ({"合化": WELL, "化发": bond}, {"合化": bond, "化发": WELL}):
        assert judged("要推动融合化发展", term, place, ("化", ""), margin, bonds) == confidence


def test_two_too_many_or_another_one_may_be_a_word_that_belongs_there() -> None:
    bonds = {"民人": WELL}
    text = "农村常住居民人均可支配收入增长"
    assert judged(text, "农村常住居民可支配收入", 6, ("人均", ""), 9.0, bonds) == 0.0
    assert judged(TEXT, TERM, 4, LOOK_ALIKE, 9.0, {"严冶": WELL}) == 0.0


@pytest.mark.parametrize(
    ("text", "term", "place", "change"),
    [
        ("联系和指导的意见", "联系和指导意见", 5, ("的", "")),
        ("完善和发展好制度", "完善的发展好制度", 2, ("和", "的")),
        ("战略新兴产业发展", "战略性新兴产业", 2, ("", "性")),
    ],
)
def test_small_words_come_and_go(text: str, term: str, place: int, change: tuple[str, str]) -> None:
    assert judged(text, term, place, change, 5.99) == 0.0


def test_a_small_word_for_another_character_is_judged() -> None:
    assert judged(TEXT.replace("冶", "的"), TERM, 4, ("的", "治"), 8.0) == SURE
    assert judged("完善治发展好制度", "完善的发展好制度", 2, ("治", "的"), 8.0) == SURE


def test_the_suffix_of_a_word_is_missed_from_a_convincing_margin_on() -> None:
    lost = ("供给侧结构改革", "供给侧结构性改革", 5, ("", "性"))
    assert judged(*lost, 6.0) == SURE
    assert judged(*lost, 5.99) == 0.0
    # Other small words are not missed, and nothing is put for them.
    assert judged("供给侧结构改革", "供给侧结构的改革", 5, ("", "的"), 6.0) == 0.0
    assert judged("供给侧结构的改革", "供给侧结构性改革", 5, ("的", "性"), 9.0) == 0.0


@pytest.mark.parametrize(
    ("term", "margin", "bond", "confidence"),
    [
        # The seam of what is lost must not hold ...
        ("中华民族共同体意识", 4.0, -3.51, SURE),
        ("中华民族共同体意识", 3.99, -3.51, 0.0),
        ("族共同体意识", 4.0, -3.51, SURE),
        ("共同体意识", 4.0, -3.51, UNSURE),
        # ... or the margin must be one that no clean text shows.
        ("中华民族共同体意识", 5.5, -3.5, UNSURE),
        ("中华民族共同体意识", 5.49, -3.5, 0.0),
        ("族共同体意识", 5.5, -3.5, UNSURE),
        ("共同体意识", 9.0, -3.5, 0.0),
    ],
)
def test_one_too_few(term: str, margin: float, bond: float, confidence: float) -> None:
    place = term.index("体")
    text = "不断铸牢中华民族共同意识，"
    assert judged(text, term, place, ("", "体"), margin, {"同意": bond}) == confidence


def test_two_lost_characters_leave_no_seam_that_holds() -> None:
    text, term = "铸牢中华民族意识，", "铸牢中华民族共同意识"
    assert judged(text, term, 6, ("", "共同"), 9.0, {"族意": -3.5}) == 0.0
    assert judged(text, term, 6, ("", "共同"), 9.0, {"华民族意": -3.5}) == 0.0
    assert judged(text, term, 6, ("", "共同"), 9.0, {"中华民族意": -3.5}) == SURE


def test_what_a_document_writes_three_times_is_its_own_usage() -> None:
    twice = f"{TEXT}，{TEXT}"
    assert judged(twice, TERM, 4, LOOK_ALIKE, 9.0) == SURE
    assert judged(f"{twice}，{TEXT}", TERM, 4, LOOK_ALIKE, 9.0) == 0.0
    # Two characters on both sides are compared, inside the window.
    assert judged(f"{TEXT}，从严冶党向，从严冶党向", TERM, 4, LOOK_ALIKE, 9.0) == 0.0
    assert judged(f"{TEXT}，从严冶党，从严冶党", TERM, 4, LOOK_ALIKE, 9.0) == 0.0
    assert judged(f"{TEXT}，严冶党，严冶党", TERM, 4, LOOK_ALIKE, 9.0) == SURE
    assert judged("从严冶党史，从严冶党性，从严冶党", "从严治党", 2, LOOK_ALIKE, 9.0) == 0.0
    for others, confidence in (("冶理念，冶理论", SURE), ("冶理体制，冶理体会", 0.0)):
        text = f"冶理体系建设，{others}"
        assert judged(text, "治理体系建设", 0, LOOK_ALIKE, 9.0) == confidence
