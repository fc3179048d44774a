"""What is not official prose in Simplified Chinese is left to its author."""

from __future__ import annotations

from functools import partial
from unittest.mock import Mock

import numpy as np
import pytest
from numpy.typing import NDArray

from restore import Settings, restore_text
from restore.core.edits import Decision, Edit
from restore.language.familiarity import UNFAMILIAR_BITS, bits_per_character, is_familiar
from restore.language.model import LanguageModel
from restore.settings import CharacterSettings, CorrectionSettings

OFFICIAL = """\
坚持把解决好“三农”问题作为全部工作的重中之重，全面推进乡村振兴，加快农业农村现代化。
严格落实耕地保护制度，持续推进高标准农田建设，确保粮食和重要农产品稳定供给。
深化农村土地制度改革，赋予农民更加充分的财产权益，发展新型农村集体经济。
加强农村基础设施建设，改善农村人居环境，提高农村公共服务水平，建设宜居宜业和美乡村。
健全防止返贫监测和帮扶机制，巩固拓展脱贫攻坚成果，增强脱贫地区和脱贫群众内生发展动力。
加强和改进党对农村工作的领导，健全乡村治理体系，严明记律，为推进乡村全面振兴提供坚强保证。
加大财政投入力度，引导金融机构增加涉农贷款，鼓励社会资本参与农业农村现代化建设。
"""
STORY = """\
老槐树底下，阿顺把竹篓往地上一撂，抹了把汗，冲灶房里喊：“娘，蚬子都吐完沙了，搁哪口缸？”
灶房里没人搭腔，只有柴火噼啪地响，还有一只瘸腿的芦花鸡，歪着脖子瞅他。
他蹲下来，掰了半块凉饼子丢过去，鸡啄了两口，嫌硬，扑棱着翅膀跳上了磨盘。
“馋鬼，”阿顺骂了一句，自己倒笑了，“赶明儿给你找个婆家，看人家喂你什么。”
天擦黑的时候，隔壁的哑巴二叔挑着担子晃过来，担子一头是豆腐，一头是个裹着红兜肚的娃娃。
娃娃睡得正香，嘴角挂着口水，手里还攥着半根糖葫芦，山楂早叫他舔得没了颜色。
阿顺怔住了，半晌才问：“这是谁家的孩子？”二叔指指河那边，又比画了一个撑船的样子。
河面上起了雾，对岸的灯一盏一盏灭下去，橹声咿咿呀呀，越摇越远，末了什么也听不见了。
"""
TRADITIONAL = """\
董事會昨日開會，決議於明年擴建廠房，並增聘技術人員，預計年內動工。
總經理表示，這項計畫經過長期評估，對地方就業與產業發展都有幫助。
鄉公所則認為，施工期間的交通與環境問題仍須審慎處理，會再與廠方協商。
"""
CANTONESE = """\
我哋細個嗰陣，成日喺碼頭嗰邊玩，啲大人話嗰度危險，我哋都唔理。
有次阿明跌咗落海，好彩有個艇家喺附近，即刻攞枝竹篙撈返佢上嚟。
"""
JAPANESE = """\
来年度の予算案は、先週の理事会で承認されました。
設備の更新にかかる費用は、前年よりも少し増える見込みです。
"""


def corrections(text: str) -> list[Edit]:
    return [edit for edit in restore_text(text).edits if edit.stage == "correction"]


@pytest.mark.parametrize("text", [TRADITIONAL, CANTONESE, JAPANESE])
def test_other_scripts_are_not_corrected(text: str) -> None:
    assert corrections(text) == []
    # What is safe is still done.
    assert restore_text(text.replace("，", ",", 1)).text == restore_text(text).text


def test_each_paragraph_has_a_script_of_its_own() -> None:
    for text in (OFFICIAL + TRADITIONAL, TRADITIONAL + OFFICIAL):
        assert len(corrections(text)) == 1
        assert restore_text(text).text == text.replace("记律", "纪律")


def test_conversion_converts_and_what_follows_is_corrected() -> None:
    settings = Settings(characters=CharacterSettings(convert="t2s"))
    done = restore_text("全體幹部要嚴明記律，認真履行職責。\n", settings=settings)
    assert done.text.startswith("全体干部要严明纪律")


def test_the_model_knows_official_papers_and_no_stories() -> None:
    model = LanguageModel.load()
    bits = [bits_per_character(text, model.char_scores(text)) for text in (OFFICIAL, STORY)]
    assert bits[0] is not None
    assert bits[1] is not None
    assert bits[0] < UNFAMILIAR_BITS - 1 < UNFAMILIAR_BITS + 1 < bits[1]
    # A sentence by itself says nothing of its kind.
    line = STORY.splitlines()[0]
    assert bits_per_character(line, model.char_scores(line)) is None


def scores_of(scores: NDArray[np.float32], start: int, stop: int) -> NDArray[np.float32]:
    return scores[start:stop]


def test_a_known_kind_is_known_before_all_of_a_text_is_read() -> None:
    model = LanguageModel.load()
    read = {}
    for text in (OFFICIAL * 6, STORY * 6, OFFICIAL + STORY, STORY + OFFICIAL * 3, STORY[:200]):
        bits = bits_per_character(text, model.char_scores(text))
        known = bits is None or bits < UNFAMILIAR_BITS
        assert model.knows(text) == known
        scored = Mock(side_effect=partial(scores_of, model.char_scores(text)))
        assert is_familiar(text, scored) == known
        spans = [call.args for call in scored.call_args_list]
        read[text] = sum(stop - start for start, stop in spans) / len(text)
    assert read[OFFICIAL * 6] < 0.5 < 0.8 < read[STORY * 6]


def test_noise_is_no_other_kind_of_text() -> None:
    model = LanguageModel.load()
    # Every third line misread beyond recognition.
    lines = OFFICIAL.splitlines() * 2
    lines[::3] = ["囗田丨亅乂厶彐廾卅亍丌孓彳亻乇殳戋弋" for _ in lines[::3]]
    noisy = "\n".join(lines)
    bits = bits_per_character(noisy, model.char_scores(noisy))
    assert bits is not None
    assert bits < UNFAMILIAR_BITS


def test_in_a_story_only_a_dictionary_corrects() -> None:
    assert corrections(STORY) == []
    found = corrections(STORY + "县里的告示说，要严明记律。\n")
    assert [(edit.before, edit.after) for edit in found] == [("记律", "纪律")]
    assert found[0].decision is Decision.APPLIED


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        (OFFICIAL, []),
        (STORY, ["unfamiliar"]),
        (TRADITIONAL, ["traditional"]),
        (CANTONESE, ["cantonese"]),
        (JAPANESE, ["japanese"]),
        (TRADITIONAL + OFFICIAL, ["mixed"]),
        ("", []),
    ],
)
def test_a_result_says_why_less_is_corrected(text: str, kinds: list[str]) -> None:
    notices = restore_text(text).notices
    assert [notice.kind for notice in notices] == kinds
    told = [notice.bits is not None for notice in notices]
    assert told == [kind == "unfamiliar" for kind in kinds]


def test_nothing_is_told_where_corrections_are_off() -> None:
    settings = Settings(correction=CorrectionSettings(enabled=False))
    assert restore_text(STORY, settings=settings).notices == ()
