from __future__ import annotations

import pytest

from restore.core.document import Document
from restore.core.edits import Decision, Edit, Proposal, Reason
from restore.core.evidence import (
    Channel,
    Evidence,
    LanguageMargin,
    LexiconEntry,
    Recognised,
    Repetition,
)
from restore.core.native_page import Lattice, Reading
from restore.core.ocr_metadata import Hints
from restore.gate.judge import judge
from restore.pipeline import restore_corpus
from restore.settings import GateSettings
from tests.readers.formats import sample

TEXT = "要严明记律。"


def correction(*evidence: Evidence, confidence: float = 0.95) -> Proposal:
    return Proposal("correction", "r", 3, 5, "纪律", confidence, evidence)


def lattice(*chances: float | None) -> Lattice:
    return Lattice(tuple(None if chance is None else Reading(chance) for chance in chances))


def test_a_correction_learns_how_sure_the_engine_was_of_what_goes() -> None:
    document = Document.from_text(TEXT)
    hints = Hints(lattice=lattice(0.1, 0.2, 0.3, 0.991, 0.5, None))
    (weighed,) = hints.weighed(document, [correction()])
    # Only 记 changes: the doubt about 律 is none about it.
    assert weighed.evidence == (Recognised(0.991),)
    assert Hints().weighed(document, [correction()]) == [correction()]
    own = correction(Channel("p", "han", -1.0, 0.9, read_probability=0.4))
    assert hints.weighed(document, [own]) == [own]
    put_in = Proposal("correction", "r", 3, 3, "字", 0.9)
    assert hints.weighed(document, [put_in]) == [put_in]


ENTRY = LexiconEntry("terms", "纪律", "x", similarity=0.9)


@pytest.mark.parametrize(
    ("evidence", "unsure", "sure"),
    [
        # Exact entries that are certain need nothing else.
        ((LexiconEntry("c", "x", "x", certain=True),), Decision.APPLIED, Decision.APPLIED),
        ((ENTRY, LanguageMargin(2.0)), Decision.APPLIED, Decision.SUGGESTED),
        ((ENTRY, LanguageMargin(3.1)), Decision.APPLIED, Decision.APPLIED),
        ((Repetition("记"), LanguageMargin(2.5)), Decision.APPLIED, Decision.SUGGESTED),
        (
            (LanguageMargin(5.0), Channel("p", "han", -1.0, 0.95)),
            Decision.APPLIED,
            Decision.SUGGESTED,
        ),
        (
            (LanguageMargin(6.5), Channel("p", "han", -1.0, 0.95)),
            Decision.APPLIED,
            Decision.APPLIED,
        ),
    ],
)
def test_a_character_that_the_engine_was_sure_of_needs_more(
    evidence: tuple[Evidence, ...], unsure: Decision, sure: Decision
) -> None:
    settings = GateSettings()
    for chance, expected in ((None, unsure), (0.6, unsure), (0.99, sure)):
        known = () if chance is None else (Recognised(chance),)
        verdict = judge(correction(*evidence, *known), TEXT, settings)
        assert verdict.decision is expected, chance
        if expected is Decision.SUGGESTED:
            assert verdict.reason is Reason.EVIDENCE_WEAK


def test_a_join_over_a_change_of_print_is_left_out() -> None:
    document = Document.from_text("标题标题\n正文正文")
    join = Proposal("layout", "join", 4, 5, "", 1.0)
    assert Hints(breaks=(4,)).apart(document, [join]) == []
    assert Hints(breaks=(2,)).apart(document, [join]) == [join]
    wide = Document.from_text("标题标题\n\n正文正文")
    (kept,) = Hints(breaks=(4, 5)).apart(wide, [Proposal("layout", "join", 4, 6, "", 0.9)])
    assert (kept.rule, kept.after) == ("blank", "\n")
    blank = Proposal("layout", "blank", 4, 5, "\n", 1.0)
    assert Hints(breaks=(4,)).apart(document, [blank]) == [blank]


def test_a_join_is_left_out_where_an_earlier_pass_put_the_line_break() -> None:
    document = Document.from_text("标题标题\n\n正文正文")
    blank = Edit(
        "1", document.id, 1, "layout", "blank", (4, 6), (4, 6), "\n\n", "\n", None, 1.0,
        Decision.APPLIED, Reason.FORM, (),
    )  # fmt: skip
    document = document.apply([blank])
    assert document.text == "标题标题\n正文正文"
    join = Proposal("layout", "join", 4, 5, "", 1.0)
    assert Hints(breaks=(4, 5)).apart(document, [join]) == []
    assert Hints(breaks=(2,)).apart(document, [join]) == [join]


@pytest.mark.parametrize("name", ["rapidocr.json", "alto.xml", "page.hocr"])
def test_a_headline_is_not_joined_to_the_text_below(name: str) -> None:
    source = sample(name)
    assert source.page is not None
    known = source.page.hints()
    (restored,) = restore_corpus(
        [source.document], check_figures=False, hints=lambda _: known
    ).restored
    title, body = restored.text.split("\n")[:2]
    assert title.startswith("坚定信心开拓进取谱写发展新篇")
    assert len(title) == 15
    assert "民商事纠纷" in body
