"""Whatever is proposed, its evidence speaks for it: checked for every kind, on made slips."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from restore.core.edits import Proposal
from restore.core.evidence import Channel, LanguageMargin, LexiconEntry, Repetition, Witness
from restore.correction import CorpusStatistics, propose
from restore.settings import CorrectionSettings
from tests.correction.helpers import lexicon, model
from tests.tools import SEEDS


@lru_cache(maxsize=1)
def _paragraphs() -> list[list[str]]:
    """Return the longer lines of each report."""
    return [
        [line for line in path.read_text("utf-8").splitlines() if len(line) > 12][:60]
        for path in sorted(Path(SEEDS).glob("*.txt"))
    ]


def _even(text: str) -> str:
    return re.sub("[0-9]+", "0", "".join(text.split()))


def _supports(text: str, corpus: dict[str, str], item: Proposal) -> None:
    read, after = text[item.start : item.end], item.after
    for evidence in item.evidence:
        match evidence:
            case Witness(document=document, span=(low, high), count=count):
                passage = corpus[document][low:high]
                assert count > 0
                # It has what comes of the change, but for figures, and not by standing in it.
                made = text[max(0, item.start - 24) : item.start] + after
                made += text[item.end : item.end + 24]
                assert _even(passage) in _even(made)
                if corpus[document] == text:
                    assert high < item.start or item.end < low
            case LanguageMargin(margin=margin):
                assert margin > 0
            case Repetition(unit=unit, single_count=once, doubled_count=twice):
                around = text[max(0, item.start - len(unit)) : item.end + len(unit)]
                assert unit * 2 in around
                assert once > twice or (once, twice) == (0, 0)
            case LexiconEntry(dictionary="confusions", entry=entry):
                wrong, right = entry.split(" → ")
                assert wrong in text[max(0, item.start - 24) : item.end + 24]
                assert right[:1] in after or right in read + after or not right or after in right
            case LexiconEntry(entry=entry):
                made = text[max(0, item.start - 24) : item.start] + after
                assert entry in made + text[item.end : item.end + 24]
            case Channel(probability=probability):
                assert probability > 0
            case _:
                pass


@st.composite
def _runs(draw: st.DrawFn) -> dict[str, str]:
    """Draw paragraphs of several reports, with characters doubled, lost or put for others."""
    texts = {}
    for number, lines in enumerate(_paragraphs()):
        text = "\n".join(draw(st.lists(st.sampled_from(lines), max_size=3)))
        for _ in range(draw(st.integers(0, 3)) if text else 0):
            at = draw(st.integers(0, len(text) - 1))
            slip = draw(st.sampled_from(("double", "lose", "other", "word")))
            other = draw(st.sampled_from("政协会议主席委员的了工作"))
            put = {
                "double": text[at] * 2,
                "lose": "",
                "other": other,
                "word": text[at : at + 2] * 2,
            }
            text = text[:at] + put[slip] + text[at + (2 if slip == "word" else 1) :]
        texts[f"{number}.txt"] = text
    return texts


@settings(max_examples=8, deadline=None)
@given(_runs())
def test_evidence_speaks_for_its_edit(texts: dict[str, str]) -> None:
    corpus = CorpusStatistics(texts)
    for text in texts.values():
        for item in propose(text, lexicon(), model(), CorrectionSettings(), corpus=corpus):
            if item.flag is None:
                _supports(text, texts, item)


def test_evidence_in_the_five_reports() -> None:
    texts = {path.name: path.read_text("utf-8") for path in sorted(SEEDS.glob("*.txt"))}
    corpus = CorpusStatistics(texts)
    seen = set()
    for text in texts.values():
        for item in propose(text, lexicon(), model(), CorrectionSettings(), corpus=corpus):
            if item.flag is None:
                _supports(text, texts, item)
                seen |= {type(evidence) for evidence in item.evidence}
    assert {Witness, LanguageMargin, Repetition, LexiconEntry} <= seen
