"""What a near miss of a term comes to, beside its implausibility: witnesses and rival readings."""

from __future__ import annotations

import pytest

from restore.core.edits import Proposal
from restore.core.evidence import LanguageMargin, LexiconEntry, Witness
from restore.correction.corpus import CorpusStatistics
from restore.correction.near_terms import propose_terms
from restore.lexicon.entries import Term
from restore.lexicon.lexicon import Lexicon
from tests.correction.helpers import ScriptedModel, lexicon_of

TEXT = "推动全面从严冶党向纵深发展"


def test_the_evidence_names_the_term() -> None:
    (found,) = propose_terms(TEXT, lexicon_of("全面从严治党"), ScriptedModel(4.5678))
    assert (found.stage, found.rule) == ("correction", "near_term")
    assert (found.start, found.end, found.after, found.confidence) == (6, 7, "治", 0.95)
    assert found.evidence == (
        LexiconEntry("terms", "全面从严治党", "用法", similarity=0.833),
        LanguageMargin(4.568),
    )


def test_what_is_no_han_text_or_is_explained_is_no_near_miss() -> None:
    model = ScriptedModel()
    assert propose_terms("推动全面从严,党建设", lexicon_of("全面从严治党"), model) == []
    assert propose_terms(TEXT, lexicon_of("全面从严治党", "从严冶党向"), model) == []
    protected = lexicon_of("全面从严治党", protected="从严冶党")
    assert propose_terms(TEXT, protected, model) == []


@pytest.mark.parametrize(
    ("term", "kind", "read", "confidence"),
    [
        # Of four characters three are equal: that is little, and of a mined term less.
        ("从严治党", "policy", "推动从严冶党", 0.85),
        ("从严治党", "mined", "推动从严冶党", 0.6),
        ("面从严治党", "policy", "推动面从严冶党", 0.95),
        # A repeated character is a slip whatever the term.
        ("从严治党", "policy", "推动从严严党", 0.95),
    ],
)
def test_short_terms_are_only_suggested(term: str, kind: str, read: str, confidence: float) -> None:
    found = propose_terms(read, lexicon_of(term, kind=kind), ScriptedModel(9.0))
    assert [item.confidence for item in found] == [confidence]


# The page repeats a character of a term, and the model finds nothing odd in it.
READ = "首次参与共建稳粮粮食安全责任十三省座谈会"
ELSEWHERE = "深入参与共建扛稳粮食安全责任十三省机制"
TERM = "扛稳粮食安全责任"


def by_witness(
    read: str, *others: str, margin: float | None = 1.5, term: str = TERM
) -> list[float]:
    corpus = CorpusStatistics({"page": read, **{str(at): text for at, text in enumerate(others)}})
    model = None if margin is None else ScriptedModel(margin, usual=-0.1)
    return [item.confidence for item in propose_terms(read, lexicon_of(term), model, corpus)]


@pytest.mark.parametrize(("margin", "confidences"), [(1.5, [0.93]), (1.49, []), (None, [0.93])])
def test_a_witness_makes_a_repeat_a_slip(margin: float | None, confidences: list[float]) -> None:
    assert by_witness(READ, ELSEWHERE, margin=margin) == confidences
    assert by_witness(READ, margin=margin) == []


def test_a_witness_has_the_same_neighbours_on_both_sides() -> None:
    assert by_witness(READ, "深入参与共建扛稳粮食安全责任制度") == []
    assert by_witness(READ, "深入参与扛稳粮食安全责任十三省") == []
    # Five on one side are not enough here.
    assert by_witness(READ, "深入参与扛稳粮食安全责任十三省座谈") == []


def test_what_stands_in_the_run_again_is_no_slip() -> None:
    assert by_witness(READ, ELSEWHERE, "别处共建稳粮粮食基地") == []
    # Two characters on both sides make it the same clause: 共建稳粮粮食.
    assert by_witness(READ, ELSEWHERE, "别处建稳粮粮食基地", "别处共建稳粮粮库") == [0.93]


def test_a_witness_says_nothing_of_other_words() -> None:
    """保障困难群体 stands beside 保障困难群众 by right."""
    read, term = "保障困难群体基本生活", "困难群众基本"
    assert by_witness(read, "保障困难群众基本生活", term=term) == []


def test_without_model_and_witness_nothing_is_known() -> None:
    assert propose_terms(READ, lexicon_of(TERM), None) == []
    assert propose_terms(READ, lexicon_of(TERM), None, CorpusStatistics({"a": READ})) == []
    corpus = CorpusStatistics({"page": READ, "b": ELSEWHERE})
    (found,) = propose_terms(READ, lexicon_of(TERM), None, corpus)
    assert not any(isinstance(item, LanguageMargin) for item in found.evidence)
    assert [item.document for item in found.evidence if isinstance(item, Witness)] == ["b"]
    # Two characters stand for two.
    assert isinstance(found.evidence[0], LexiconEntry)
    assert found.evidence[0].similarity == 0.75


def rivals(first: float, second: float, *, terms: tuple[str, ...] = ()) -> list[Proposal]:
    """Two terms that would write something else in one place."""
    lexicon = lexicon_of(*(terms or ("加强思想治理工作", "加强思想政理工作")))
    model = ScriptedModel({"治": first, "政": second, "": 9.0})
    return propose_terms("要加强思想冶理工作", lexicon, model)


def test_of_two_readings_the_better_stays_surer_if_it_leads_clearly() -> None:
    (found,) = rivals(9.0, 8.0)
    assert (found.after, found.confidence) == ("治", 0.95)
    (found,) = rivals(9.0, 8.01)
    assert (found.after, found.confidence) == ("治", 0.8)
    (found,) = rivals(8.0, 9.5)
    assert (found.after, found.confidence) == ("政", 0.95)


def test_two_terms_that_write_the_same_are_no_rivals() -> None:
    (found,) = rivals(9.0, 9.0, terms=("加强思想治理工作", "思想治理工作"))
    assert found.confidence == 0.95
    assert isinstance(found.evidence[0], LexiconEntry)
    assert found.evidence[0].entry == "加强思想治理工作"


def test_places_apart_are_judged_apart() -> None:
    lexicon = Lexicon(
        [],
        [Term(term, "policy", "用法", "terms") for term in ("全面从严治党", "纵深发展大局")],
        [],
    )
    text = "推动全面从严冶党纵深发殿大局，推动全面从严冶党"
    found = propose_terms(text, lexicon, ScriptedModel(9.0))
    assert [(item.start, item.after) for item in found] == [(6, "治"), (11, "展"), (21, "治")]
