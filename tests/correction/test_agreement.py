from __future__ import annotations

from restore.correction import propose
from restore.correction.agreement import agreed
from restore.edits import Proposal, Reason
from restore.evidence import Channel, LanguageMargin, LexiconEntry
from restore.settings import CorrectionSettings
from tests.correction.helpers import lexicon, model

TERM = LexiconEntry("terms", "应急管理", "用法", similarity=0.75)
MARGIN = LanguageMargin(4.0)


def misread(probability: float) -> Channel:
    return Channel(profile="general", kind="shape", weight=-2.0, probability=probability)


def proposal(rule: str, after: str, confidence: float, *evidence: object) -> Proposal:
    return Proposal("correction", rule, 2, 3, after, confidence, evidence)  # type: ignore[arg-type]


def test_two_kinds_of_grounds_make_one_sure_change() -> None:
    term = proposal("near_term", "急", 0.6, TERM, MARGIN)
    channel = proposal("channel", "急", 0.7, misread(0.7))
    (one,) = agreed([term, channel])
    assert one.rule == "channel"
    assert one.confidence == 0.95
    assert set(one.evidence) == {TERM, MARGIN, misread(0.7)}


def test_what_is_unlikely_adds_nothing() -> None:
    term = proposal("near_term", "急", 0.6, TERM)
    assert agreed([term, proposal("channel", "急", 0.1, misread(0.1))]) == [term]


def test_other_readings_and_flags_stay_apart() -> None:
    flagged = Proposal("correction", "figure", 2, 3, "急", 0.5, flag=Reason.LOCKED_FIGURE)
    items = [proposal("near_term", "急", 0.6), proposal("channel", "集", 0.9), flagged]
    assert sorted(agreed(items), key=str) == sorted(items, key=str)


def test_no_change_is_proposed_twice() -> None:
    text = "不断铸牢中华民族共同意识，发展全过程人民主，安全生产治本本攻坚。"
    found = propose(text, lexicon(), model(), CorrectionSettings())
    changes = [(item.start, item.end, item.after) for item in found if item.veto is None]
    assert len(changes) == len(set(changes))
