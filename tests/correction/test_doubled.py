"""Whatever is doubled in clean text, no character of it is lost: not at once, not on acceptance."""

from __future__ import annotations

import random
from functools import lru_cache

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from restore.core.edits import Decision, Edit
from restore.evaluation.doubled import OUTCOMES, double, holds_all, measure_doubled
from restore.evaluation.harm import CleanText
from restore.pipeline import Restored
from tests.review.helpers import decide, restore

# Of several kinds, each as it should stay: official prose, law, news, a tale, a manual, a recipe.
CLEAN = (
    "各级人民政府要加强对安全生产工作的领导，督促有关部门依法履行监督管理职责。",
    "提请省人大常务委员会审议，经表决通过后公布施行。",
    "坚持和完善社会主义基本经济制度，毫不动摇巩固和发展公有制经济。",
    "加强舆论监督，推动各项惠民政策落地见效，让群众有更多获得感。",
    "当事人对行政处罚决定不服的，可以依法申请行政复议或者提起行政诉讼。",
    "记者从水利部了解到，受强降雨影响，长江中下游部分河段水位持续上涨。",
    "深入推进党风廉政建设，严明政治纪律和政治规矩。",
    "老人把船划到湖心，撒下网，慢慢等着天亮。",
    "打开设置页面，选择网络选项，然后重新启动路由器。",
    "把土豆切成薄片，放进清水里浸泡片刻，沥干水分备用。",
    "全面推进乡村振兴，加快建设农业强国，扎实推动共同富裕。",
    "这所学校建于清朝末年，原为当地士绅捐资兴办的书院。",
    "会议审议了政府工作报告，听取了财政预算执行情况的说明。",
    "新修订的立法法明确了设区的市制定地方性法规的权限。",
    "一座座大棚拔地而起，一条条水渠通到田间。",
    "大家高高兴兴地回到村里，说说笑笑，十分热闹。",
)


@lru_cache(maxsize=4096)
def restored(text: str) -> Restored:
    return restore(text)


def alone(text: str, edit: Edit) -> str:
    start, end = edit.source
    return text[:start] + edit.after + text[end:]


@st.composite
def doubled(draw: st.DrawFn) -> tuple[str, str]:
    """A clean sentence, and the same with a stretch of one to four characters twice, up to thrice."""
    clean = draw(st.sampled_from(CLEAN))
    text = clean
    for _ in range(draw(st.integers(1, 3))):
        size = draw(st.integers(1, 4))
        end = draw(st.integers(size, len(text)))
        text = text[:end] + text[end - size :]
    # Three stops are how people type an ellipsis; what becomes of them is the marks' own matter.
    assume("。。。" not in text)
    return clean, text


@pytest.mark.parametrize("text", CLEAN)
def test_the_sentences_stay_as_they_are(text: str) -> None:
    assert restored(text).text == text


@settings(max_examples=150, deadline=None)
@given(doubled())
def test_no_character_of_the_clean_text_is_lost(case: tuple[str, str]) -> None:
    clean, text = case
    assert holds_all(restored(text).text, clean)


@settings(max_examples=40, deadline=None)
@given(doubled())
def test_accepting_what_is_offered_repairs_no_place_twice(case: tuple[str, str]) -> None:
    clean, text = case
    found = restored(text)
    harmless = [
        edit
        for edit in found.edits
        if edit.decision in (Decision.SUGGESTED, Decision.FLAGGED)
        and holds_all(alone(text, edit), clean)
    ]
    choices = [[edit] for edit in harmless]
    for chosen in [*choices, harmless] if len(harmless) > 1 else choices:
        decisions = [decide(edit, text, "accept") for edit in chosen]
        again = restore(text, decisions)
        assert holds_all(again.text, clean), [edit.before for edit in chosen]


@pytest.mark.parametrize(
    ("read", "right"),
    [
        ("各地要加强网络舆论论监督。", "各地要加强网络舆论监督。"),
        ("提请市人大常务务委员会审议。", "提请市人大常务委员会审议。"),
        ("推动县域经经济社会高质量发展。", "推动县域经济社会高质量发展。"),
        ("深化供给侧结构性改革革，激发活力。", "深化供给侧结构性改革，激发活力。"),
        ("维护社会公平正正义。", "维护社会公平正义。"),
        ("保障农民工工资支付付工作。", "保障农民工工资支付工作。"),
    ],
)
def test_one_copy_goes(read: str, right: str) -> None:
    assert restored(read).text == right


def test_no_suggestion_outlives_the_repair_of_its_slip() -> None:
    text = "大家依法履行职职责，取得实效。"
    found = restored(text)
    assert found.text == "大家依法履行职责，取得实效。"
    assert found.with_suggestions() == found.text
    assert [edit.decision for edit in found.edits] == [Decision.APPLIED]


@pytest.mark.parametrize(
    "text",
    [
        "修改立法法的决定已经公布。",
        "大家把理论和实践联系联系起来看。",
        "这样的机会极少极少，人却很多很多，天也太热太热。",
        "下一届一届接着干，一年一年往前走。",
        "这件事最后不了了之，谁也奈何不了了他。",
        "他打磨出一把把石刀，墙上挂着一面面旗帜。",
        "禁毒支队支队长和刑警中队中队长都来了。",
        "他在黑龙江龙江县工作，家在湖南桃源桃源县。",
        "工人把煤炭大块大块切割下来，成片成片的茶园吐出新芽。",
        "增进了了解，扩大了合作，也除去了了解不深的障碍。",
        "在自治区和和田地区，双方愿与和平力量共同努力。",
        "选手李雯雯、张维维和王荣荣进入决赛。",
        "培育育繁推一体化企业。",
        "水壶咕噜咕噜地响，屋门哐当哐当响，视频出自哔哩哔哩。",
    ],
)
def test_right_doubles_are_not_repaired(text: str) -> None:
    assert restored(text).text == text


def test_what_the_document_writes_again_and_again_is_meant() -> None:
    """A margin that is enough for one place is not where the document has the double thrice."""
    slip = "水污染防治防治工作取得进展。"
    assert restored(slip).text == "水污染防治工作取得进展。"
    usage = "水污染防治防治法草案。\n审议水污染防治防治法。\n修改水污染防治防治法。"
    assert "防治防治法" in restored(usage).text


def test_doubling_is_seeded_and_keeps_to_han() -> None:
    line = "到2025年底，完成投资1200万元。"
    made = [double(line, random.Random(seed)) for seed in range(20)]
    assert made == [double(line, random.Random(seed)) for seed in range(20)]
    for found in made:
        if found is not None:
            start, size, text = found
            assert text[start : start + size] == text[start + size : start + 2 * size]
            assert len(text) == len(line) + size
            assert holds_all(text, line)
            assert "".join(filter(str.isdigit, text)) == "20251200"
    assert double("2025", random.Random(1)) is None


def test_doubled_places_are_counted_by_their_outcome() -> None:
    texts = [CleanText("a", "\n".join(CLEAN[:6]))]
    score = measure_doubled(texts, restore, places=6, seed=3)
    assert score.places == 6
    assert sum(sum(counts.values()) for counts in score.outcomes.values()) == 6
    assert all(tuple(counts) == OUTCOMES for counts in score.outcomes.values())
    assert sum(counts["lost"] for counts in score.outcomes.values()) == 0


def test_a_lost_character_is_seen() -> None:
    assert holds_all("各级人民民政府", "各级人民政府")
    assert not holds_all("各级人政府", "各级人民政府")
    assert holds_all("第八条在", "第八条 在")
