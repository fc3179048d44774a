"""When the second of two copies is a slip: each threshold from both sides, by a scripted model."""

from __future__ import annotations

import pytest

from restore import restore_text
from restore.core.evidence import LanguageMargin, Repetition
from restore.correction.repetition import propose_repetitions
from restore.lexicon.entries import Protected
from restore.lexicon.lexicon import Lexicon
from tests.correction.helpers import ScriptedModel, lexicon_of

SURE = 0.95
# What the model finds of characters that it foresees: no talk, and no word of their own.
USUAL = -2.0
WORD, STRANGE = -1.0, -4.0
EMPTY = lexicon_of()


def confidence(
    text: str,
    unit: str,
    margin: float,
    arrives: float = WORD,
    goes_on: float = STRANGE,
    *,
    holds: float = WORD,
    lexicon: Lexicon = EMPTY,
) -> float | None:
    """Return the confidence of the deletion of the second copy, None where nothing is proposed."""
    at = text.index(unit * 2)
    end = at + 2 * len(unit)
    bonds = {unit[0] + unit[1:2]: holds} if len(unit) > 1 else {}
    bonds |= {unit[-1] + text[end : end + 1]: goes_on, text[at - 1 : at] + unit[0]: arrives}
    model = ScriptedModel(margin, bonds, usual=USUAL, priced=2)
    found = [item for item in propose_repetitions(text, lexicon, model) if item.end == end]
    assert all((item.start, item.after) == (end - len(unit), "") for item in found)
    return found[0].confidence if found else None


ONE = "会议强调，要切实加强舆论论监督，推动各项政策落地见效"


@pytest.mark.parametrize(
    ("margin", "arrives", "goes_on", "expected"),
    [
        # What only the left explains goes from 3.5 on ...
        (3.5, WORD, -3.21, SURE),
        (3.49, WORD, -3.21, 0.549),
        (3.5, WORD, -3.2, 0.55),
        (3.5, -3.19, -3.21, SURE),
        # ... what only the right explains from 2.4 on, if it is a word without doubt.
        (2.4, -3.2, -1.19, SURE),
        (2.39, -3.2, -1.19, 0.439),
        (2.4, -3.2, -1.2, 0.44),
        (2.4, -3.19, -1.19, 0.44),
        # What both explain goes from 4.7 on, what neither explains never.
        (4.7, WORD, WORD, SURE),
        (4.69, WORD, WORD, 0.669),
        (4.7, -3.19, STRANGE, SURE),
        (4.7, STRANGE, -3.19, SURE),
        (9.0, -3.2, -3.2, 0.7),
        (9.0, STRANGE, STRANGE, 0.7),
        # From 1.0 on it is shown.
        (1.001, WORD, STRANGE, 0.3),
        (0.99, WORD, STRANGE, None),
    ],
)
def test_one_character(
    margin: float, arrives: float, goes_on: float, expected: float | None
) -> None:
    assert confidence(ONE, "论", margin, arrives, goes_on) == expected


def test_what_arrives_is_foreseen_by_three_characters() -> None:
    for context, seen in (("强舆论", True), ("加强舆论", True), ("实加强舆论", False)):
        model = ScriptedModel(3.5, {context: WORD, "论监": STRANGE}, usual=-3.5, priced=2)
        # The rest of the line is usual enough to be no talk.
        model.bonds |= {"政策": 0.0, "落地": 0.0, "见效": 0.0, "会议": 0.0, "强调": 0.0}
        model.bonds |= dict.fromkeys(("，要", "，推", "要切", "实加", "推动", "各项"), 0.0)
        model.bonds |= dict.fromkeys(("动各", "项政", "策落", "地见", "督，", "监督"), 0.0)
        (found,) = propose_repetitions(ONE, EMPTY, model)
        assert (found.confidence == SURE) is seen, context


@pytest.mark.parametrize(
    ("margin", "arrives", "expected"),
    [(2.5, -3.19, SURE), (2.49, -3.19, 0.449), (2.5, -3.2, 0.45), (9.0, STRANGE, 0.7)],
)
def test_at_the_end_of_a_clause(margin: float, arrives: float, expected: float) -> None:
    text = "会议强调，要切实加强舆论论，推动各项政策落地见效"
    assert confidence(text, "论", margin, arrives) == expected


@pytest.mark.parametrize(
    ("term", "text", "margin", "expected"),
    [
        # The lexicon knows what ends at the first copy, or begins with the second.
        ("强舆论", ONE, 2.4, SURE),
        ("强舆论", ONE, 2.39, 0.439),
        ("论监督", ONE, 2.4, SURE),
        ("论监督", ONE, 2.39, 0.439),
        ("强舆论", ONE.replace("监督", ""), 1.9, SURE),
        ("强舆论", ONE.replace("监督", ""), 1.89, 0.389),
        # Two characters are no term, and one apart from the copies tells nothing.
        ("舆论", ONE, 2.4, 0.44),
        ("各项政策", ONE, 2.4, 0.44),
    ],
)
def test_what_the_lexicon_knows_needs_no_statistics(
    term: str, text: str, margin: float, expected: float
) -> None:
    left = term.endswith("论")
    arrives, goes_on = (STRANGE, STRANGE) if left or term == "论监督" else (WORD, STRANGE)
    found = confidence(text, "论", margin, arrives, goes_on, lexicon=lexicon_of(term))
    assert found == expected


def test_a_term_tells_only_where_it_takes_in_one_copy_alone() -> None:
    """A term that begins with the first copy or ends with the second says nothing of the slip."""
    for term in ("论监", "督，推"):
        assert confidence(ONE, "论", 2.4, lexicon=lexicon_of(term)) == 0.44
    for term in ("要切实加强", "各项政策"):
        assert confidence(ONE, "论", 2.4, STRANGE, STRANGE, lexicon=lexicon_of(term)) == 0.44
    text = "会议强调，学习学习大家都要做好，推动各项政策落地见效"
    for term in ("学习大", "调，学习"):
        assert confidence(text, "学习", 2.001, lexicon=lexicon_of(term)) == SURE


@pytest.mark.parametrize(
    ("start", "known"), [("会议强调要各地区各部门深入细致切实加强", True), ("那", False)]
)
def test_a_term_across_the_seam_explains_the_double(start: str, known: bool) -> None:
    term = "舆论论" if not known else f"{start[-12:]}舆论论"
    text = f"{start}舆论论监督，推动各项政策落地见效"
    assert confidence(text, "论", 9.0, lexicon=lexicon_of(term)) is None
    assert confidence(text, "论", 9.0, lexicon=lexicon_of("论监督")) == SURE


@pytest.mark.parametrize(("reach", "known"), [(20, True), (21, False)])
def test_terms_are_looked_for_twenty_characters_around(reach: int, known: bool) -> None:
    words = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥"
    left = words[-(reach - 2) :] + "舆"
    term = f"{left}论论"
    text = f"会议，{left}论论监督，推动各项政策落地"
    found = confidence(text, "论", 9.0, lexicon=lexicon_of(term))
    assert (found is None) is known
    right = words[: reach - 1]
    term = f"论论{right}"
    text = f"会议，舆论论{right}，推动各项政策"
    found = confidence(text, "论", 9.0, lexicon=lexicon_of(term))
    assert (found is None) is known


@pytest.mark.parametrize(
    ("unit", "margin", "arrives", "expected"),
    [
        # A particle never doubles, and is explained by what stands before it only if it belongs to it.
        ("的", 2.4, -1.21, SURE),
        ("的", 2.39, -1.21, 0.439),
        ("的", 2.4, -1.2, 0.44),
        # So it is with other small words, from the usual margin on.
        ("将", 3.5, -1.21, SURE),
        ("将", 3.49, -1.21, 0.549),
        ("将", 3.5, -1.2, 0.55),
        ("将", 2.4, -3.2, SURE),
        # Another character that both sides explain stays.
        ("论", 3.5, -1.21, 0.55),
    ],
)
def test_particles_and_small_words(
    unit: str, margin: float, arrives: float, expected: float
) -> None:
    text = f"会议强调，建设项目{unit}{unit}审批要提速增效，推动各项政策落地见效"
    assert confidence(text, unit, margin, arrives, WORD) == expected


def test_behind_a_mark_the_model_knows_too_little_of_a_small_word() -> None:
    text = "会议强调，将将审批要提速增效，推动各项政策落地见效"
    assert confidence(text, "将", 3.5, STRANGE, -1.5) == 0.55
    assert confidence(text, "将", 3.5, -3.0, -1.5) == 0.55


@pytest.mark.parametrize(("arrives", "expected"), [(-2.0, SURE), (-2.01, 0.7), (STRANGE, 0.7)])
def test_given_names_double(arrives: float, expected: float) -> None:
    text = "会议强调，请王雯雯同志负责，推动各项政策落地见效"
    assert confidence(text, "雯", 9.0, arrives, WORD) == expected
    # Without a surname before it what the next word explains is a slip.
    other = text.replace("王", "请")
    assert confidence(other, "雯", 9.0, STRANGE, WORD) == SURE


LONG = "会议强调，加强水污染防治防治工作，推动各项政策落地见效"


@pytest.mark.parametrize(
    ("margin", "arrives", "goes_on", "holds", "expected"),
    [
        (2.001, WORD, WORD, WORD, SURE),
        (1.99, WORD, WORD, WORD, 0.399),
        (2.001, STRANGE, STRANGE, STRANGE, SURE),
        # 药品|制品|制造: it goes on both sides though it is no word.
        (4.99, -1.59, -1.59, -1.61, 0.699),
        (5.001, -1.59, -1.59, -1.61, SURE),
        (2.001, -1.6, -1.59, -1.61, SURE),
        (2.001, -1.59, -1.6, -1.61, SURE),
        (2.001, -1.59, -1.59, -1.6, SURE),
    ],
)
def test_two_characters(
    margin: float, arrives: float, goes_on: float, holds: float, expected: float
) -> None:
    assert confidence(LONG, "防治", margin, arrives, goes_on, holds=holds) == expected


def test_at_the_end_of_a_clause_nothing_is_shifted() -> None:
    text = LONG.replace("工作", "")
    assert confidence(text, "防治", 2.001, WORD, WORD, holds=STRANGE) == SURE


def test_behind_latin_letters_the_first_copy_ends_a_name() -> None:
    text = "会议强调，东湖绿道PPP项目项目经理到会，推动各项政策落地见效"
    assert confidence(text, "项目", 9.0) == 0.3
    assert confidence(text.replace("P", "的"), "项目", 9.0) == SURE
    assert confidence(text.replace("项目项目", "项项"), "项", 9.0) == SURE


def test_talk_is_left_alone() -> None:
    assert confidence(LONG.replace("会议", "你们"), "防治", 9.0) == 0.7


@pytest.mark.parametrize(
    ("again", "expected"),
    [
        ("防治防治工业，防治防治工种", 0.7),
        ("水防治防治，污染防治防治与染防治防治", 0.7),
        ("防治防治工业", SURE),
        ("防治防治农业，防治防治商业", SURE),
    ],
)
def test_what_a_document_doubles_three_times_with_one_neighbour_it_means(
    again: str, expected: float
) -> None:
    assert confidence(f"{LONG}。{again}", "防治", 9.0) == expected


def test_a_blank_is_no_neighbour() -> None:
    text = "防治防治\n\n防治防治\n\n防治防治\n\n会议强调，推动各项政策落地见效"
    model = ScriptedModel(9.0, usual=WORD, priced=2)
    assert [item.confidence for item in propose_repetitions(text, EMPTY, model)] == [SURE] * 3


@pytest.mark.parametrize("text", ["会议一一落实", "会议论论论监督", "会议十二十二落实"])
def test_numerals_and_single_characters_thrice_are_not_looked_at(text: str) -> None:
    assert propose_repetitions(text, EMPTY, ScriptedModel(9.0, usual=USUAL)) == []


def test_more_than_two_copies_of_a_word_leave_one() -> None:
    text = LONG.replace("防治防治", "防治防治防治")
    model = ScriptedModel(9.0, usual=USUAL, priced=2)
    (found,) = propose_repetitions(text, EMPTY, model)
    assert text[: found.start] + text[found.end :] == LONG.replace("防治防治", "防治")


def kept(kind: str, margin: float, arrives: float = WORD) -> float | None:
    protected = Protected("论论" if kind == "literal" else "论{2}", kind, "用法")  # type: ignore[arg-type]
    return confidence(ONE, "论", margin, arrives, lexicon=Lexicon([], [], [protected]))


def test_protected_doubles_stay() -> None:
    assert kept("literal", 9.0) is None
    assert kept("pattern", 9.0) is None
    # One that may double by right goes only where all speaks for a slip.
    assert kept("reduplication", 3.5) == SURE
    assert kept("reduplication", 3.4) is None
    assert kept("reduplication", 9.0, STRANGE) is None


def test_without_a_model_nothing_is_sure() -> None:
    protected = Lexicon([], [], [Protected("纷{2}", "reduplication", "用法")])
    text = "舆论论监督，水污染防治防治工作，议论纷纷"
    found = propose_repetitions(text, protected, None)
    assert [(item.start, item.end, item.confidence) for item in found] == [
        (2, 3, 0.3), (11, 13, 0.6),
    ]  # fmt: skip
    assert [item.evidence for item in found] == [
        (Repetition("论"),),
        (Repetition("防治"),),
    ]


@pytest.mark.parametrize(
    ("around", "single", "doubled"),
    [
        ("。加强舆论监督，舆论论坛，强舆论监督", 2, 1),
        # Counts that do not speak for the single form are not shown.
        ("。加强舆论监督，舆论论坛", 0, 0),
        ("。", 0, 0),
    ],
)
def test_the_evidence_counts_other_doubles_and_the_single_form(
    around: str, single: int, doubled: int
) -> None:
    model = ScriptedModel(3.14159, usual=USUAL, priced=2)
    found = propose_repetitions(ONE + around, EMPTY, model)
    assert found[0].evidence == (Repetition("论", single, doubled), LanguageMargin(3.142))
    assert (found[0].stage, found[0].rule) == ("correction", "repetition")


def test_two_characters_are_priced_at_most() -> None:
    """A repeat of four is as cheap to the model as one of two: it foresees what it has just seen."""
    text = "会议强调，推动发展推动发展取得成效，各项政策落地"
    model = ScriptedModel(2.0, usual=USUAL, priced=2)
    (found,) = propose_repetitions(text, EMPTY, model)
    assert LanguageMargin(2.0) in found.evidence


@pytest.mark.parametrize(
    "text",
    [
        "莫非也要检查纠正纠正？",
        "因为年久失修，外墙和建筑陈旧，看上去黑灰黑灰。",
        "聊着聊着，我们的谈话不知怎的渐渐转到了孩子身上。",
        "你去打听打听，我们再讨论讨论。",
        "主攻目标经常随着一届届领导班子的更迭而不断变动。",
        "我们回忆当时听老人几小时几小时侃周围历史的情景。",
        "又是他自己说的：没想到到90年代后就开始走下坡路。",
        "扎伊尔共和国总统蒙博托·塞塞·塞科前往法国。",
    ],
)
def test_what_writers_double_is_not_taken_away(text: str) -> None:
    assert restore_text(text).text == text


@pytest.mark.parametrize("text", ["水污染防治防治工作", "推动经济社会高质量发展发展。"])
def test_what_only_a_slip_doubles_is(text: str) -> None:
    assert len(restore_text(text).text) == len(text) - 2
