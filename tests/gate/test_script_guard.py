from __future__ import annotations

import pytest

from restore.core.edits import Decision, Proposal, Reason
from restore.core.evidence import InSimplified, LexiconEntry, Unfamiliar, Witness
from restore.gate.judge import judge
from restore.gate.script_guard import ScriptGuard
from restore.gate.verdict import Verdict
from restore.settings import GateSettings
from restore.text.script import Script

SETTINGS = GateSettings()
CERTAIN = LexiconEntry("confusions", "a → b", "用法", certain=True)
WEAK = LexiconEntry("confusions", "a → b", "用法")
REFUSED = Verdict(None, Reason.OTHER_SCRIPT)
APPLIED = Verdict(Decision.APPLIED, Reason.LEXICON_CERTAIN)


def verdict(
    text: str, before: str, after: str, *, stage: str = "correction", asked: Script | None = None
) -> Verdict:
    start = text.index(before)
    evidence = (Witness("b", (0, 1), after), Witness("c", (0, 1), after))
    proposal = Proposal(
        stage, "rule", start, start + len(before), after, 0.99, (CERTAIN, *evidence)
    )
    return judge(proposal, text, SETTINGS, None, ScriptGuard(text, asked))


@pytest.mark.parametrize(
    "text",
    [
        "董事會決議於明年擴建廠房，並增聘技術人員。",
        "佢哋話聽日先至開會，叫我哋喺度等。",
        "佢哋话听日先至开会，叫我哋喺度等。",
        "理事会は来年の予算を承認しました。",
        "董事會的決議已經送出，可是厂里的工人还没有见到书面通知。",
    ],
)
def test_nothing_is_corrected_where_the_model_knows_nothing(text: str) -> None:
    assert verdict(text, text[2], "某") == REFUSED


def test_what_was_weighed_in_simplified_is_suggested_if_it_is_sure() -> None:
    text = "董事會決議於明年擴建廠房，並增聘技術人員。"
    suggested = Verdict(Decision.SUGGESTED, Reason.OTHER_SCRIPT)
    for confidence, expected in ((0.99, suggested), (0.7, REFUSED)):
        evidence = (WEAK, Witness("b", (0, 1), "厂"), InSimplified("扩建广房", "扩建厂房"))
        proposal = Proposal("correction", "rule", 12, 13, "場", confidence, evidence)
        assert judge(proposal, text, SETTINGS) == expected


def test_no_script_is_put_for_the_other() -> None:
    plain = "厂里的技术人员说，机器后天就能修好，里面的齿轮都换过了。"
    assert verdict(plain, "齿轮", "齿论") == APPLIED
    assert verdict(plain, "里", "裡") == REFUSED
    assert verdict(plain, "机器后天", "機器後天") == REFUSED
    # One character is often a misreading; a writer may mean it all the same.
    slip = plain.replace("后", "後")
    assert verdict(slip, "後", "后") == Verdict(Decision.SUGGESTED, Reason.OTHER_SCRIPT)
    assert verdict(slip.replace("机", "機"), "機器後", "机器后") == REFUSED


def test_a_quotation_in_a_line_keeps_its_script() -> None:
    text = (
        "他在信中写道：“今晨離開舊居，與諸君暫別。”我们读到这里都很难过，厂里的师傅们"
        "更是一句话也说不出来，过了许久才有人问起他的去处，谁知道厂长也没有听说过这件事，"
        "只说会设法写信给他的亲戚，请他们转达问候。"
    )
    assert verdict(text, "居", "君") == REFUSED
    assert verdict(text, "句话", "句活") == APPLIED


def test_conversion_that_was_asked_for_may_be_finished() -> None:
    text = "厂里的技术人员说，机器後天就能修好，里面的齿轮都换过了。"
    assert verdict(text, "後", "后", asked=Script.SIMPLIFIED) == APPLIED
    assert verdict(text, "机", "機", asked=Script.SIMPLIFIED) == REFUSED


def test_readings_of_a_page_do_not_convert_it() -> None:
    text = "董事會決議於明年擴建廠房，並增聘技術人員。"
    assert verdict(text, "會", "会", stage="merge") == REFUSED
    # What two engines read needs no model.
    assert verdict(text, "員", "貝", stage="merge").decision is Decision.APPLIED


def test_lines_without_han_are_what_their_document_is() -> None:
    traditional = "董事會決議於明年擴建廠房，並增聘技術人員。\nprint(*blocks)"
    simplified = "厂里的技术人员说，机器后天就能修好。\nprint(*blocks)"
    assert verdict(traditional, "*", "") == REFUSED
    assert verdict(simplified, "*", "") == APPLIED


@pytest.mark.parametrize(
    ("entry", "confidence", "expected"),
    [
        (CERTAIN, 0.99, APPLIED),
        (WEAK, 0.99, Verdict(Decision.SUGGESTED, Reason.UNFAMILIAR)),
        (WEAK, 0.7, Verdict(None, Reason.UNFAMILIAR)),
    ],
)
def test_a_text_of_another_kind_is_changed_by_dictionary_alone(
    entry: LexiconEntry, confidence: float, expected: Verdict
) -> None:
    evidence = (entry, Witness("b", (0, 1), "齿论"), Unfamiliar(9.5))
    proposal = Proposal("correction", "rule", 0, 2, "齿论", confidence, evidence)
    assert judge(proposal, "齿轮都换过了。", SETTINGS) == expected
