"""Misread characters in Traditional text are sought in Simplified, suggested, never changed."""

from __future__ import annotations

import pytest

from restore import restore_text
from restore.core.edits import Decision, Edit, Reason
from restore.core.evidence import InSimplified
from restore.correction.channel import Known, propose_channel
from restore.correction.ground import Ground
from restore.language.model import LanguageModel
from restore.lexicon.lexicon import Lexicon

MODEL = LanguageModel.load()
LEXICON = Lexicon.load()

# Of an ordinance made up for this test.
CLEAN = """\
第三條　主管機關應於收到申請書後三十日內完成審查，並以書面通知申請人。
第七條　社會救助及公益慈善事業之補助，法律另有規定者，依其規定辦理。
第九條　本條例自公布日施行，由中央主管機關會同有關機關訂定實施辦法。
"""


def corrections(text: str) -> list[Edit]:
    return [edit for edit in restore_text(text).edits if edit.stage == "correction"]


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("三十日內", "三十曰內"),
        ("主管機關", "主菅機關"),
        ("收到", "牧到"),
        ("有規定者", "有規走者"),
    ],
)
def test_a_misread_character_is_suggested(right: str, wrong: str) -> None:
    (edit,) = corrections(CLEAN.replace(right, wrong, 1))
    assert edit.decision is Decision.SUGGESTED
    assert edit.reason is Reason.OTHER_SCRIPT
    assert len(edit.before) == len(edit.after) == 1
    assert right == wrong.replace(edit.before, edit.after)
    assert any(isinstance(item, InSimplified) for item in edit.evidence)


@pytest.mark.parametrize(
    "text",
    [
        CLEAN,
        # The same words in the forms of Hong Kong, and words that only Taiwan or Hong Kong use.
        "衞生署表示，會繼續監察情況，市民應保持個人衞生，如有不適，應盡快求診。\n",
        "違反前項規定者，處新臺幣一萬元以上五萬元以下罰鍰；期限自送達之翌日起算。\n",
        "使用者可以透過網路下載軟體，並依照螢幕上的說明完成設定，再重新啟動電腦。\n",
    ],
)
def test_clean_traditional_stays(text: str) -> None:
    assert corrections(text) == []


def test_nothing_is_suggested_in_cantonese_or_mixed_text() -> None:
    cantonese = "佢哋話公司收到申請書之後三十曰內會通知，叫我哋喺度等，唔使再打電話問。"
    mixed = "公司應於收到申請書後三十曰內通知，可是厂里的工人还没有见到书面通知单。"
    assert corrections(cantonese) == corrections(mixed) == []


def test_lines_in_simplified_are_corrected_beside_traditional_ones() -> None:
    simplified = "各级党组织要严明记律，加强党的建设，推动全面从严治党向纵深发展。\n"
    (slip,) = corrections(CLEAN + simplified)
    assert slip.decision is Decision.APPLIED
    assert slip.after.startswith("纪")


def test_a_wrapped_paragraph_beside_them_does_not_have_traditional_lines_read_as_they_are() -> None:
    wrapped = (
        "一年来，全市上下坚持以习近平新时代中国特色社会主义思想为指导，经济社会发\n"
        "展取得新成效，人民群众获得感明显增强，城乡居民收入稳步提高，脱贫攻坚成果\n"
        "得到巩固，生态环境持续改善，社会大局保持稳定。\n"
    )
    misread = CLEAN.replace("三十日內", "三十曰內")
    text = wrapped + misread
    alone = [(edit.before, edit.after, edit.evidence) for edit in corrections(misread)]
    ground = Ground(text, MODEL)
    known = Known(ground.own_scores)
    assert propose_channel(text, LEXICON, MODEL, "general", known=known) == []
    assert [(edit.before, edit.after, edit.evidence) for edit in corrections(text)] == alone
