from __future__ import annotations

import re
from functools import partial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from restore.core.batches import grouped
from restore.core.edits import Proposal
from restore.core.evidence import Witness
from restore.correction import CorpusStatistics, passages, witnesses
from restore.correction.fillers import propose_fillers
from restore.correction.names import propose_names
from restore.correction.passages import PassageIndex
from restore.correction.witnesses import echoed_places, find_places, propose_witnessed
from restore.lexicon.lexicon import Lexicon
from tests.correction.helpers import corrected, edits, lexicon, model, suggested


def bare() -> Lexicon:
    """The shipped terms without the confusions, so that a rule stands on its own."""
    known = lexicon()
    return Lexicon([], known.terms.values(), known.protected)


def witnessed(texts: dict[str, str], document: str) -> list[Proposal]:
    scores = {name: model().char_scores(text) for name, text in texts.items()}
    places = find_places(texts, scores)[document]
    return propose_witnessed(texts[document], places, texts, bare(), model())


CLEAN = "会议强调，要加快推进水污染防治工作，统筹山水林田湖草沙系统治理，筑牢生态安全屏障。"


def test_a_look_alike_is_mended_by_the_same_clause() -> None:
    read = CLEAN.replace("系统治理", "系统洽理")
    (item,) = witnessed({"page": read, "other": CLEAN}, "page")
    assert (read[item.start : item.end], item.after) == ("洽", "治")
    assert item.confidence > 0.9
    (witness,) = [part for part in item.evidence if isinstance(part, Witness)]
    assert witness.document == "other"
    assert "系统治理" in CLEAN[slice(*witness.span)]
    corpus = CorpusStatistics({"page": read, "other": CLEAN})
    assert corrected(read, language_model=model(), corpus=corpus) == CLEAN


def test_a_repeat_goes_once() -> None:
    read = CLEAN.replace("防治工作", "防治防治工作")
    (item,) = witnessed({"page": read, "other": CLEAN}, "page")
    assert read[: item.start] + item.after + read[item.end :] == CLEAN


def test_another_right_word_is_no_slip() -> None:
    other = CLEAN.replace("加快推进", "持续推进").replace("会议强调", "会议指出")
    assert witnessed({"page": CLEAN, "other": other}, "page") == []
    assert witnessed({"page": CLEAN, "other": other}, "other") == []


def test_figures_are_not_compared() -> None:
    one = "全年新建高标准农田三百万亩，粮食总产量稳定在四百亿斤以上。"
    other = one.replace("三百", "五百")
    assert witnessed({"page": one, "other": other}, "page") == []


def test_a_text_that_is_not_of_the_run_has_no_witness() -> None:
    corpus = CorpusStatistics({"other": CLEAN})
    assert corpus.propose(CLEAN.replace("治理", "洽理"), bare(), model()) == []


LIST = "全年召开党组会议50次、{}会议24次、党组理论学习中心组集体学习14次。"
NAMES = "去年召开主席会议20次。主席会议成员带头督办提案。按照主席会议安排，主席会议成员参加调研。"


def test_a_name_that_fits_a_counted_list_is_suggested() -> None:
    read = LIST.format("内蒙")
    corpus = CorpusStatistics({"page": read, "other": NAMES})
    (item,) = propose_fillers(read, bare(), model(), corpus)
    assert (read[item.start : item.end], item.after) == ("内蒙", "主席")
    assert item.confidence < 0.9
    for right in ("主席", "专题"):
        text = LIST.format(right)
        corpus = CorpusStatistics({"page": text, "other": NAMES + "专题会议。"})
        assert propose_fillers(text, bare(), model(), corpus) == []


def test_a_fluent_word_in_a_name_is_suggested() -> None:
    read = "政协党组成员、出席会议成员和政协常委深入基层开展宣讲。"
    others = "主席会议成员牵头督办。主席会议成员走访企业。主席会议成员联系旗县。"
    corpus = CorpusStatistics({"page": read, "other": others})
    (item,) = propose_names(read, bare(), model(), corpus)
    assert (read[item.start : item.end], item.after) == ("出", "主")
    alone = CorpusStatistics({"page": read})
    assert propose_names(read, bare(), model(), alone) == []


def test_a_character_too_many_in_an_expression_is_suggested() -> None:
    read = "推动文旅融合化发展，打造旅游目的地。"
    (item,) = propose_names(read, bare(), model(), CorpusStatistics({"page": read}))
    assert (read[item.start : item.end], item.after) == ("化", "")
    right = read.replace("融合化发展", "融合的发展")
    assert propose_names(right, bare(), model(), CorpusStatistics({"page": right})) == []


def test_a_character_lost_in_an_expression_of_the_run_is_suggested() -> None:
    read = "无正当理由不完成年履职任务的委员，将主动请辞。"
    whole = read + "进一步明确委员年度履职任务。"
    (item,) = propose_names(whole, bare(), model(), CorpusStatistics({"page": whole}))
    assert (item.start, item.end, item.after) == (9, 9, "度")
    assert propose_names(read, bare(), model(), CorpusStatistics({"page": read})) == []


def test_right_names_stay() -> None:
    lines = [
        "召开专题议政性常委会会议，推动政协协商向基层延伸。",
        "坚持学习习近平新时代中国特色社会主义思想。",
        "不灿洼村党支部书记出席会议。自治区政协主动领题作答。",
        "全区政协系统和全国政协委员，自治区政协组成调研组。",
    ]
    text = "\n".join(lines)
    corpus = CorpusStatistics({"page": text, "other": text.replace("专题", "重要"), "n": NAMES})
    again, found = edits(text, language_model=model(), corpus=corpus)
    assert again == text
    assert suggested(found) == []


@given(st.lists(st.text(alphabet="甲乙丙1，\n ", max_size=40), max_size=4))
def test_places_lie_in_their_texts(texts: list[str]) -> None:
    named = {str(number): text for number, text in enumerate(texts)}
    doubtful = {name: np.ones(len(text), np.bool_) for name, text in named.items()}
    for name, places in PassageIndex(named).rare(doubtful).items():
        for place in places:
            assert 0 <= place.start <= place.end <= len(named[name])
            here = named[name][place.start : place.end]
            assert "\n" not in here
            for other in place.alternatives:
                assert named[other.document][other.start : other.end] == other.text != here


@given(st.lists(st.text("甲乙丙丁戊12，\n ", max_size=40), max_size=6), st.integers(1, 60))
def test_texts_looked_at_together_have_the_places_of_each(texts: list[str], most: int) -> None:
    named = {str(number): text for number, text in enumerate(texts)}
    scores = {
        name: np.array([-4.0 if char in "乙2" else -1.5 for char in text], np.float32)
        for name, text in named.items()
    }
    together = find_places(named, scores)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(witnesses, "grouped", partial(grouped, most=most))
        patch.setattr(passages, "grouped", partial(grouped, most=most))
        assert find_places(named, scores) == together
        patch.setattr(witnesses, "grouped", lambda items: ([item] for item in items))
        patch.setattr(passages, "grouped", lambda items: ([item] for item in items))
        assert find_places(named, scores) == together


def test_a_group_has_no_more_than_it_may_but_at_least_one_text() -> None:
    assert list(grouped(["四个字符", "一", "两个", "", "三个字"], most=3)) == [
        ["四个字符"],
        ["一", "两个", ""],
        ["三个字"],
    ]
    assert list(grouped([])) == []


@given(st.text("甲乙丙，\n", max_size=40))
def test_echoes_stand_where_their_pattern_finds_them(text: str) -> None:
    han = "[甲乙丙]"
    pattern = re.compile(f"(?=(?P<unit>{han}{{2,3}}){han}{{1,3}}(?P<echo>(?P=unit)))")
    expected = np.zeros(len(text), np.bool_)
    for match in pattern.finditer(text):
        expected[[match.start("unit"), match.start("echo")]] = True
    assert echoed_places(text).tolist() == expected.tolist()
