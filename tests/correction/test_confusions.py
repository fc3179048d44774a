"""What an entry of the confusion dictionary comes to, by its certainty, the model and witnesses."""

from __future__ import annotations

import pytest

from restore import restore_text
from restore.core.edits import Proposal
from restore.core.evidence import LanguageMargin, LexiconEntry, Witness
from restore.correction.confusions import propose_confusions
from restore.correction.corpus import CorpusStatistics
from restore.lexicon.entries import Certainty, Confusion
from restore.lexicon.lexicon import Lexicon
from tests.correction.helpers import ScriptedModel


def entry(wrong: str, right: str, certainty: Certainty = "certain") -> Confusion:
    return Confusion(wrong, right, certainty, "", "", "用法")


def proposed(
    text: str,
    *entries: Confusion,
    margin: float | None = None,
    corpus: CorpusStatistics | None = None,
) -> list[Proposal]:
    model = None if margin is None else ScriptedModel(margin)
    return propose_confusions(text, Lexicon(entries, [], []), model, corpus)


@pytest.mark.parametrize(
    ("certainty", "confidence"), [("certain", 0.98), ("likely", 0.92), ("possible", 0.60)]
)
def test_an_entry_is_as_sure_as_its_author_said(certainty: Certainty, confidence: float) -> None:
    (found,) = proposed("严守政治记律", entry("记律", "纪律", certainty))
    assert (found.stage, found.rule) == ("correction", "confusion")
    assert (found.start, found.end, found.after) == (4, 6, "纪律")
    assert found.confidence == confidence
    assert found.evidence == (
        LexiconEntry("confusions", "记律 → 纪律", "用法", certain=certainty == "certain"),
    )


@pytest.mark.parametrize(
    ("wrong", "right", "margin", "vetoed"),
    [
        ("法冶", "法治", -1.0, False),
        ("法冶", "法治", -1.01, True),
        ("查非法冶", "查非法治", -9.0, False),
        ("非法冶", "非法治", -1.01, True),
    ],
)
def test_a_short_entry_that_the_model_finds_worse_has_met_a_seam(
    wrong: str, right: str, margin: float, vetoed: bool
) -> None:
    text = "严查非法冶炼行为"
    (found,) = proposed(text, entry(wrong, right), margin=margin)
    ground, told = found.evidence
    assert isinstance(ground, LexiconEntry)
    assert ground.certain is not vetoed
    assert found.confidence == (0.6 if vetoed else 0.98)
    assert told == LanguageMargin(margin)
    # An entry that is no more than possible does not become surer by it.
    (possible,) = proposed(text, entry(wrong, right, "possible"), margin=margin)
    assert possible.confidence == 0.6


def test_a_witness_lifts_the_veto_of_the_model_but_not_the_doubt() -> None:
    text = "严查非法冶炼行为"
    corpus = CorpusStatistics({"a": text, "b": "严查非法治炼行为"})
    (found,) = proposed(text, entry("法冶", "法治"), margin=-5.0, corpus=corpus)
    assert found.confidence == 0.98
    assert isinstance(found.evidence[0], LexiconEntry)
    assert not found.evidence[0].certain
    assert [item.document for item in found.evidence if isinstance(item, Witness)] == ["b"]


def test_the_reading_itself_is_a_witness_where_it_is_long() -> None:
    text = "依法严惩违法犯罪"
    corpus = CorpusStatistics({"b": "严厉打击违法犯罪行为"})
    found = proposed(text, entry("严惩违法犯罪", "打击违法犯罪"), corpus=corpus)
    assert [item.document for item in found[0].evidence if isinstance(item, Witness)] == ["b"]
    # What is only taken out has no reading.
    gone = proposed(text, entry("依法严惩", ""), corpus=corpus)
    assert all(isinstance(item, LexiconEntry) for item in gone[0].evidence)


def test_the_margin_is_shown_to_three_places() -> None:
    (found,) = proposed("严守政治记律", entry("记律", "纪律"), margin=3.14159)
    assert LanguageMargin(3.142) in found.evidence


def test_entries_side_by_side_and_apart_are_all_made() -> None:
    text = "末来记律，末来"
    found = proposed(text, entry("末来", "未来"), entry("记律", "纪律"))
    assert [(item.start, item.after) for item in found] == [(0, "未来"), (2, "纪律"), (5, "未来")]


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        # Overlapping entries that change different characters are made together ...
        ((entry("甲乙丙", "子乙丙"), entry("乙丙丁", "乙丙丑")), (0, 4, "子乙丙丑")),
        ((entry("甲乙丙", "子乙丙"), entry("丙丁戊", "丙戊")), (0, 5, "子乙丙戊")),
        ((entry("甲乙丙", "乙丙"), entry("丙丁戊", "丙辰丁戊")), (0, 5, "乙丙辰丁戊")),
        ((entry("甲乙丙", "子乙丙"), entry("乙丙丁", "丑丙丁")), (0, 4, "子丑丙丁")),
        # ... of those that change the same, or of one inside another, the first stays.
        ((entry("甲乙丙", "甲子丙"), entry("乙丙丁", "丑丙丁")), (0, 3, "甲子丙")),
        ((entry("甲乙丙", "子乙丙"), entry("乙丙", "乙丑")), (0, 3, "子乙丙")),
        ((entry("甲乙丙", "甲乙子"), entry("乙丙丁", "丑丙丁")), (0, 3, "甲乙子")),
    ],
)
def test_overlapping_entries(
    entries: tuple[Confusion, ...], expected: tuple[int, int, str]
) -> None:
    (found,) = proposed("甲乙丙丁戊", *entries)
    assert (found.start, found.end, found.after) == expected


def test_entries_made_together_are_as_sure_as_the_least_of_them() -> None:
    both = (entry("甲乙丙", "子乙丙"), entry("乙丙丁", "乙丙丑", "likely"))
    (found,) = proposed("甲乙丙丁戊", *both)
    assert found.confidence == 0.92
    assert [item.certain for item in found.evidence if isinstance(item, LexiconEntry)] == [
        False, False,
    ]  # fmt: skip
    # A third goes on where they end.
    three = (*both, entry("丁戊", "丁己"))
    (found,) = proposed("甲乙丙丁戊", *three)
    assert (found.start, found.end, found.after) == (0, 5, "子乙丙丑己")


@pytest.mark.parametrize(
    ("noisy", "clean"),
    [
        ("村民主要收人来源有房屋出租和农业收人。", "村民主要收入来源有房屋出租和农业收入。"),
        ("全年完成财政收人1200万元。", "全年完成财政收入1200万元。"),
        ("向农民收人民币一元，增加收人员编制。", "向农民收人民币一元，增加收人员编制。"),
        ("被征收人来源于外地，代收人签收。", "被征收人来源于外地，代收人签收。"),
    ],
)
def test_income_is_read_behind_what_yields_it(noisy: str, clean: str) -> None:
    assert restore_text(noisy).text.rstrip("\n") == clean
