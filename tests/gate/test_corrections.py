"""How much evidence a correction needs: each threshold from just below and just at it."""

from __future__ import annotations

import pytest

from restore.channel.proposals import channel_proposal
from restore.core.edits import Decision, Proposal, Reason
from restore.core.evidence import (
    Channel,
    Evidence,
    LanguageMargin,
    LanguageModelProposal,
    LexiconEntry,
    Recognised,
    Repetition,
    Unfamiliar,
    Witness,
)
from restore.gate.corrections import least_applied
from restore.gate.judge import judge
from restore.gate.verdict import Verdict
from restore.lexicon.entries import ProtectedKind
from restore.settings import GateSettings
from restore.text.characters import JOINING_WORDS

SETTINGS = GateSettings()
TEXT = "推动全面从严冶党向纵深发展"
TERM = LexiconEntry("terms", "从严治党", "用法", similarity=0.75)
CERTAIN = LexiconEntry("confusions", "严冶党 → 严治党", "用法", certain=True)
WITNESS = Witness("000", (0, 4), "从严治党")
WEAK: Verdict = Verdict(Decision.SUGGESTED, Reason.EVIDENCE_WEAK)


def misread(probability: float, kind: str = "han") -> Channel:
    return Channel("general", kind, -2.0, probability)


def verdict(
    *evidence: Evidence,
    confidence: float = 0.95,
    text: str = TEXT,
    before: str = "冶",
    after: str = "治",
) -> Verdict:
    start = text.index(before)
    span = (start, start + len(before))
    proposal = Proposal("correction", "rule", *span, after, confidence, evidence)
    return judge(proposal, text, SETTINGS)


@pytest.mark.parametrize("word", sorted(set(JOINING_WORDS)))
def test_one_joining_word_for_another_is_the_authors_choice(word: str) -> None:
    """与 or 和: an error profile alone decides nothing; a dictionary or a neighbour's word does."""
    other = "和" if word == "与" else "与"
    text = f"贯彻党的路线{word}方针"
    assert verdict(misread(0.99), text=text, before=word, after=other) == (None, Reason.NO_EVIDENCE)
    for ground in (TERM, WITNESS, Repetition(word)):
        supported = (misread(0.99), ground, LanguageMargin(6.0))
        found = verdict(*supported, text=text, before=word, after=other)
        assert found.decision is Decision.APPLIED, ground


@pytest.mark.parametrize(
    ("before", "after"), [("与", "予"), ("子", "与"), ("的", ""), ("与", "与和")]
)
def test_a_joining_word_for_another_character_is_judged_as_any(before: str, after: str) -> None:
    found = verdict(misread(0.99), text=f"贯彻{before}落实", before=before, after=after)
    assert found == (Decision.APPLIED, Reason.CHANNEL_AND_LANGUAGE)


def test_joining_words_are_swapped_by_a_dictionary_without_an_error_profile() -> None:
    found = verdict(CERTAIN, text="贯彻与落实", before="与", after="和")
    assert found == (Decision.APPLIED, Reason.LEXICON_CERTAIN)


@pytest.mark.parametrize("profile", ["ppocr", "tesseract", "ppocr, lattice"])
def test_misreadings_of_an_engine_need_more(profile: str) -> None:
    for probability, applied in ((0.75, True), (0.749, False)):
        found = verdict(Channel(profile, "han", -2.0, probability), confidence=probability)
        assert (found.decision is Decision.APPLIED) is applied


@pytest.mark.parametrize(
    ("evidence", "applied"),
    [
        # A user's model alone suggests, whatever the shipped model holds of the change.
        ((), False),
        ((LanguageMargin(9.0),), False),
        ((TERM,), True),
        ((WITNESS,), True),
        ((misread(0.4),), True),
        ((misread(0.399),), False),
    ],
)
def test_a_users_model_needs_a_second_ground(evidence: tuple[Evidence, ...], applied: bool) -> None:
    for agreement, samples, most in ((1, 1, True), (2, 3, True), (1, 2, False), (1, 3, False)):
        proposed = LanguageModelProposal("model", "prompt", agreement, samples)
        found = verdict(proposed, *evidence, confidence=0.6)
        assert (found == (Decision.APPLIED, Reason.PROPOSAL_AND_GROUND)) == (applied and most)
        assert found.decision in (Decision.APPLIED, Decision.SUGGESTED)


@pytest.mark.parametrize(
    ("precision", "applied"), [(0.9, True), (0.899, False), (0.0, False), (None, False)]
)
def test_what_the_users_pairs_showed_decides(precision: float | None, applied: bool) -> None:
    proposed = LanguageModelProposal("model", "prompt", 1, 1, precision=precision)
    expected = (Decision.APPLIED, Reason.PROPOSAL_CALIBRATED) if applied else WEAK
    assert verdict(proposed, confidence=0.6) == expected
    # A second ground is none where the pairs did not show it to be one.
    seconded = verdict(proposed, TERM, confidence=0.6)
    assert (seconded.decision is Decision.APPLIED) is (applied or precision is None)


@pytest.mark.parametrize(
    ("evidence", "confidence", "expected"),
    [
        # From .8 on a misreading is corrected, from .2 on suggested; other things from .90 and .50.
        ((misread(0.8),), 0.8, (Decision.APPLIED, Reason.CHANNEL_AND_LANGUAGE)),
        ((misread(0.799),), 0.799, WEAK),
        ((misread(0.799),), 0.95, WEAK),
        ((misread(0.2),), 0.2, WEAK),
        ((misread(0.199),), 0.199, (None, Reason.NO_EVIDENCE)),
        # Of several the likeliest decides.
        ((misread(0.3), misread(0.96)), 0.95, (Decision.APPLIED, Reason.CHANNEL_AND_LANGUAGE)),
        ((CERTAIN,), 0.90, (Decision.APPLIED, Reason.LEXICON_CERTAIN)),
        ((CERTAIN,), 0.899, WEAK),
        ((TERM,), 0.5, WEAK),
        ((TERM,), 0.499, (None, Reason.NO_EVIDENCE)),
        # An unlikely misreading that has a reason of its own is still suggested or not by it.
        ((misread(0.1), CERTAIN), 0.1, (None, Reason.NO_EVIDENCE)),
    ],
)
def test_confidence_and_probability(
    evidence: tuple[Evidence, ...], confidence: float, expected: Verdict
) -> None:
    assert verdict(*evidence, confidence=confidence) == expected


def test_the_digit_of_a_recogniser_is_shown_whatever_its_rank() -> None:
    """An unlikely misreading of a word is hidden, of a figure it is pointed at."""
    figure = {"text": "共有44件提案", "before": "44", "after": "45", "confidence": 0.1}
    flagged = verdict(misread(0.1, "digit"), **figure)  # type: ignore[arg-type]
    assert flagged == (Decision.FLAGGED, Reason.LOCKED_FIGURE)
    hidden = verdict(misread(0.1), **figure)  # type: ignore[arg-type]
    assert hidden == (None, Reason.NO_EVIDENCE)
    assert verdict(misread(0.1, "digit"), confidence=0.1) == (None, Reason.NO_EVIDENCE)


@pytest.mark.parametrize(
    ("evidence", "margin", "reason"),
    [
        ((TERM,), 1.5, Reason.LEXICON_AND_LANGUAGE),
        ((WITNESS,), 1.0, Reason.WITNESS_AND_LANGUAGE),
        ((Repetition("冶"),), 2.0, Reason.REPETITION_REJECTED),
        ((Repetition("严冶"),), 1.0, Reason.REPETITION_REJECTED),
        ((Repetition("冶"), Repetition("严冶")), 1.0, Reason.REPETITION_REJECTED),
    ],
)
def test_what_the_engine_read_surely_asks_for_twice_the_margin(
    evidence: tuple[Evidence, ...], margin: float, reason: Reason
) -> None:
    below = LanguageMargin(margin - 0.01)
    assert verdict(*evidence, LanguageMargin(margin)) == (Decision.APPLIED, reason)
    assert verdict(*evidence, below) == WEAK
    sure = Recognised(0.98)
    assert verdict(*evidence, sure, LanguageMargin(2 * margin)) == (Decision.APPLIED, reason)
    assert verdict(*evidence, sure, LanguageMargin(2 * margin - 0.02)) == WEAK
    unsure = Recognised(0.979)
    assert verdict(*evidence, unsure, LanguageMargin(margin)) == (Decision.APPLIED, reason)


def test_a_sure_character_is_misread_only_where_the_sentence_leaves_no_doubt() -> None:
    applied = (Decision.APPLIED, Reason.CHANNEL_AND_LANGUAGE)
    assert verdict(misread(0.99), Recognised(0.98), LanguageMargin(6.0)) == applied
    assert verdict(misread(0.99), Recognised(0.98), LanguageMargin(5.9)) == WEAK
    assert verdict(misread(0.99), Recognised(0.98)) == WEAK
    assert verdict(misread(0.99), Recognised(0.97)) == applied
    # The least sure of several counts only through the stage; any sure one makes it so here.
    assert verdict(misread(0.99), Recognised(0.5), Recognised(0.99)) == WEAK


def test_a_negative_margin_weighs_whole_whatever_the_engine_knew() -> None:
    """Of a margin below nought half would be more: it is taken as it is."""
    settings = GateSettings(margin_with_witness=0.0, sure_factor=4.0)
    text = "从严冶党"
    for margin in (-0.1, 0.0):
        items = (WITNESS, Recognised(0.99), LanguageMargin(margin))
        proposal = Proposal("correction", "rule", 2, 3, "治", 0.95, items)
        expected = WEAK if margin < 0 else (Decision.APPLIED, Reason.WITNESS_AND_LANGUAGE)
        assert judge(proposal, text, settings) == expected


@pytest.mark.parametrize(
    ("witnesses", "expected"),
    [
        ((WITNESS,), WEAK),
        ((WITNESS, WITNESS), (Decision.APPLIED, Reason.WITNESSES)),
        ((Witness("000", (0, 4), "从严治党", count=2),), (Decision.APPLIED, Reason.WITNESSES)),
    ],
)
def test_two_places_elsewhere_need_no_margin(
    witnesses: tuple[Evidence, ...], expected: Verdict
) -> None:
    assert verdict(*witnesses) == expected


@pytest.mark.parametrize(("margin", "decision"), [(5.0, Decision.APPLIED), (4.99, None)])
def test_a_reduplication_gives_way_to_an_overwhelming_margin(
    margin: float, decision: Decision | None
) -> None:
    text = "深入实施就业业优先战略"
    items = (Repetition("业"), LanguageMargin(margin))
    proposal = Proposal("correction", "rule", 6, 7, "", 0.95, items)
    assert judge(proposal, text, SETTINGS, lambda *_: "reduplication").decision is decision
    # Words and patterns give way to nothing.
    kinds: tuple[ProtectedKind, ...] = ("literal", "pattern")
    for kind in kinds:
        found = judge(proposal, text, SETTINGS, lambda *_, kind=kind: kind)  # type: ignore[misc]
        assert found == (None, Reason.PROTECTED)
    for weaker in ((Repetition("业"),), (Repetition("就业"), LanguageMargin(9.0))):
        again = Proposal("correction", "rule", 6, 7, "", 0.95, weaker)
        found = judge(again, text, SETTINGS, lambda *_: "reduplication")
        assert found == (None, Reason.PROTECTED)


@pytest.mark.parametrize(
    ("margin", "places", "text", "decision"),
    [
        (5.0, 3, "纠纷多元化化解机制", Decision.SUGGESTED),
        (4.99, 3, "纠纷多元化化解机制", None),
        (5.0, 2, "纠纷多元化化解机制", None),
        # What is no double stays.
        (9.0, 9, "纠纷多元化消解机制", None),
    ],
)
def test_a_protected_double_that_the_run_writes_singly_is_shown(
    margin: float, places: int, text: str, decision: Decision | None
) -> None:
    items = (Witness("000", (0, 8), "纠纷多元化解机制", places), LanguageMargin(margin))
    proposal = Proposal("correction", "witness", 5, 6, "", 0.95, items)
    assert judge(proposal, text, SETTINGS, lambda *_: "literal").decision is decision
    changed = Proposal("correction", "witness", 5, 6, "消", 0.95, items)
    assert judge(changed, text, SETTINGS, lambda *_: "literal").decision is None


def test_an_exact_entry_is_protected_over_its_whole_form_others_over_what_differs() -> None:
    text = "推动全面从严冶党"
    asked: list[str] = []

    def protector(text: str, start: int, end: int) -> None:
        asked.append(text[start:end])

    for entry in (CERTAIN, TERM):
        proposal = Proposal("correction", "rule", 4, 8, "从严治党", 0.95, (entry,))
        judge(proposal, text, SETTINGS, protector)
    assert asked == ["从严冶党", "冶"]


@pytest.mark.parametrize(
    ("evidence", "decision"),
    [
        # A title is locked against the language model alone; whatever else supports the change
        # opens it, and a margin of 2 is ground enough to offer it.
        ((LanguageMargin(2.0),), Decision.SUGGESTED),
        ((LanguageMargin(1.99),), None),
        ((misread(0.99),), Decision.SUGGESTED),
        ((CERTAIN,), Decision.APPLIED),
        ((WITNESS, WITNESS), Decision.APPLIED),
        ((Repetition("冶"), LanguageMargin(2.0)), Decision.APPLIED),
    ],
)
def test_titles(evidence: tuple[Evidence, ...], decision: Decision | None) -> None:
    found = verdict(*evidence, text="印发《从严冶党条例》")
    assert found.decision is decision
    assert (found.reason is Reason.LOCKED_TITLE) == (decision is not Decision.APPLIED)


@pytest.mark.parametrize(("probability", "suggested"), [(0.9, True), (0.899, False)])
def test_in_a_text_of_another_kind_a_misreading_must_be_as_sure_as_other_things(
    probability: float, suggested: bool
) -> None:
    found = verdict(misread(probability), Unfamiliar(9.5), confidence=probability)
    assert found == (Decision.SUGGESTED if suggested else None, Reason.UNFAMILIAR)


@pytest.mark.parametrize("profile", ["general", "ppocr"])
def test_below_the_least_no_misreading_is_applied_by_itself(profile: str) -> None:
    settings = GateSettings()
    least = least_applied(settings)

    def judged(probability: float) -> Verdict:
        change = channel_proposal((1, 2), "治", Channel(profile, "han", -2.0, probability))
        return judge(change, "从严冶党", settings)

    assert judged(least - 1e-9).decision is not Decision.APPLIED
    applied = settings.apply_scanned if profile == "ppocr" else settings.apply_channel
    assert judged(applied - 0.0004).decision is Decision.APPLIED
    assert applied - 0.0004 > least
