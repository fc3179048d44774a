from __future__ import annotations

import pytest

from restore.core.edits import Proposal, Reason
from restore.core.evidence import Channel, LanguageMargin, LexiconEntry, Repetition
from restore.correction import propose
from restore.correction.agreement import agreed
from restore.settings import CorrectionSettings
from tests.correction.helpers import lexicon, model

TERM = LexiconEntry("terms", "应急管理", "用法", similarity=0.75)
MARGIN = LanguageMargin(4.0)
TEXT = "加强应及管理"


def misread(probability: float) -> Channel:
    return Channel(profile="general", kind="shape", weight=-2.0, probability=probability)


def proposal(rule: str, after: str, confidence: float, *evidence: object) -> Proposal:
    return Proposal("correction", rule, 2, 3, after, confidence, evidence)  # type: ignore[arg-type]


def test_two_kinds_of_grounds_make_one_sure_change() -> None:
    term = proposal("near_term", "急", 0.6, TERM, MARGIN)
    channel = proposal("channel", "急", 0.7, misread(0.7))
    (one,) = agreed(TEXT, [term, channel])
    assert one.rule == "channel"
    assert one.confidence == 0.95
    assert set(one.evidence) == {TERM, MARGIN, misread(0.7)}


def test_what_is_unlikely_adds_nothing() -> None:
    term = proposal("near_term", "急", 0.6, TERM)
    assert agreed(TEXT, [term, proposal("channel", "急", 0.1, misread(0.1))]) == [term]


def test_other_readings_and_flags_stay_apart() -> None:
    flagged = Proposal("correction", "figure", 2, 3, "急", 0.5, flag=Reason.LOCKED_FIGURE)
    items = [proposal("near_term", "急", 0.6), proposal("channel", "集", 0.9), flagged]
    assert sorted(agreed(TEXT, items), key=str) == sorted(items, key=str)


def test_no_change_is_proposed_twice() -> None:
    text = "不断铸牢中华民族共同意识，发展全过程人民主，安全生产治本本攻坚。"
    found = propose(text, lexicon(), model(), CorrectionSettings())
    changes = [(item.start, item.end, item.after) for item in found if item.veto is None]
    assert len(changes) == len(set(changes))


def deletion(rule: str, start: int, size: int, confidence: float, *evidence: object) -> Proposal:
    return Proposal("correction", rule, start, start + size, "", confidence, evidence)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        ("舆论论监督", (1, 1), (2, 1)),
        ("水防治防治法", (1, 2), (3, 2)),
        ("甲哈哈哈乙", (1, 1), (3, 1)),
    ],
)
def test_deletions_of_one_double_are_one_change(
    text: str, first: tuple[int, int], second: tuple[int, int]
) -> None:
    items = [deletion("expression", *first, 0.8, TERM), deletion("repetition", *second, 0.7)]
    (one,) = agreed(text, items)
    assert (one.start, one.end, one.after) == (second[0], sum(second), "")


def test_an_insertion_beside_its_like_is_one_change() -> None:
    items = [
        Proposal("correction", rule, at, at, "甲", 0.8) for rule, at in (("one", 1), ("two", 2))
    ]
    (one,) = agreed("乙甲丙", items)
    assert (one.start, one.after) == (2, "甲")


def test_a_repeat_whose_single_form_is_an_expression_is_sure() -> None:
    repeat = Repetition(unit="论", single_count=0, doubled_count=1)
    items = [deletion("expression", 1, 1, 0.8, TERM), deletion("repetition", 2, 1, 0.7, repeat)]
    assert agreed("舆论论监督", items)[0].confidence == 0.95
    assert agreed("舆论论监督", items[1:])[0].confidence == 0.7


@pytest.mark.parametrize(("probability", "confidence"), [(0.39, 0.7), (0.4, 0.95)])
def test_an_error_profile_agrees_from_a_probability_on(
    probability: float, confidence: float
) -> None:
    term = proposal("near_term", "急", 0.7, TERM, MARGIN)
    channel = proposal("channel", "急", probability, misread(probability))
    assert agreed(TEXT, [term, channel])[0].confidence == confidence


@pytest.mark.parametrize(
    ("size", "text"), [(1, "论" * 20), (8, "甲乙丙丁戊己庚辛" * 4), (2, "防治" * 10)]
)
def test_a_deletion_moves_by_two_units_of_the_longest_at_most(size: int, text: str) -> None:
    """The longest unit has eight characters: what repeats further on is another place."""
    (one,) = agreed(f"{text}，", [deletion("repetition", 0, size, 0.7)])
    assert one.start == 16
    assert (one.end, one.after) == (one.start + size, "")


def test_a_deletion_stays_where_the_text_is_another_behind_it() -> None:
    (one,) = agreed("防治防止", [deletion("repetition", 0, 2, 0.7)])
    assert one.start == 1
    (end,) = agreed("舆论论", [deletion("repetition", 1, 1, 0.7)])
    assert (end.start, end.end) == (2, 3)
    (replaced,) = agreed("舆论论", [Proposal("correction", "rule", 1, 2, "论", 0.7)])
    assert (replaced.start, replaced.end) == (1, 2)


def test_only_a_near_term_and_a_profile_are_two_kinds_of_grounds() -> None:
    """雨污合流 is often near 雨污分流 by right: what stands there is judged by near_term alone."""
    channel = proposal("channel", "急", 0.7, misread(0.7))
    for rule, confidence in (("near_term", 0.95), ("expression", 0.7)):
        (one,) = agreed(TEXT, [proposal(rule, "急", 0.6, TERM), channel])
        assert one.confidence == confidence
    alone = proposal("near_term", "急", 0.6, TERM)
    (one,) = agreed(TEXT, [alone, proposal("confusion", "急", 0.5)])
    assert one.confidence == 0.6
    # What is surer already stays so.
    (one,) = agreed(TEXT, [proposal("near_term", "急", 0.98, TERM), channel])
    assert one.confidence == 0.98


def test_a_proposal_alone_is_left_as_it_is() -> None:
    repeat = Repetition(unit="论", single_count=0, doubled_count=1)
    both = deletion("repetition", 2, 1, 0.7, repeat, TERM)
    assert agreed("舆论论监督", [both]) == [both]


def test_moves_and_vetoes_stay_apart() -> None:
    items = [
        Proposal("correction", "one", 2, 3, "急", 0.5, group="move"),
        Proposal("correction", "two", 2, 3, "急", 0.5, veto=Reason.OWN_USAGE),
        Proposal("correction", "two", 2, 3, "急", 0.6),
    ]
    assert sorted(agreed(TEXT, items), key=str) == sorted(items, key=str)


def test_of_equals_the_first_rule_by_name_is_kept_with_all_evidence_once() -> None:
    items = [
        proposal("near_term", "急", 0.6, MARGIN, TERM),
        proposal("expression", "急", 0.6, TERM, misread(0.3)),
    ]
    (one,) = agreed(TEXT, items)
    assert one.rule == "expression"
    # What the first proposer found stays, however unlikely it holds it.
    assert one.evidence == (TERM, misread(0.3), MARGIN)
    (other,) = agreed(TEXT, [items[0], proposal("zeta", "急", 0.5, misread(0.39))])
    assert other.evidence == (MARGIN, TERM)


def test_proposals_are_sorted_by_place() -> None:
    items = [
        proposal("b", "急", 0.5),
        proposal("a", "集", 0.5),
        Proposal("correction", "c", 0, 1, "佳", 0.5),
        Proposal("correction", "a", 2, 4, "急管", 0.5),
    ]
    assert [(item.start, item.end, item.rule) for item in agreed(TEXT, items)] == [
        (0, 1, "c"), (2, 3, "a"), (2, 3, "b"), (2, 4, "a"),
    ]  # fmt: skip
