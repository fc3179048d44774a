from __future__ import annotations

from collections.abc import Sequence

import pytest

from restore.core.evidence import LexiconEntry
from restore.correction.confusions import propose_confusions
from restore.correction.corpus import CorpusStatistics
from restore.correction.near_terms import propose_terms
from restore.lexicon.entries import Confusion, Term
from restore.lexicon.lexicon import Lexicon
from tests.correction.helpers import lexicon, model


def _lexicon(*entries: tuple[str, ...], terms: Sequence[str] = ()) -> Lexicon:
    return Lexicon(
        [
            Confusion(wrong, right, "certain", *(rest or ("", "")), "g")
            for wrong, right, *rest in entries
        ],
        [Term(term, "x", "g", "terms") for term in terms],
        [],
    )


def test_a_short_entry_across_two_words_is_only_suggested() -> None:
    text = "严查非法冶炼行为"
    (proposal,) = propose_confusions(text, _lexicon(("法冶", "法治")), model())
    assert proposal.confidence < 0.9
    (entry,) = [item for item in proposal.evidence if isinstance(item, LexiconEntry)]
    assert not entry.certain


def test_contexts_decide() -> None:
    entries = _lexicon(("主监督", "民主监督", "!民&(?:做实|落实)", "!员"))
    for text, expected in (
        ("做实主监督。", 1),
        ("做实民主监督。", 0),
        ("推进主监督。", 0),
        ("做实主监督员", 0),
    ):
        assert len(propose_confusions(text, entries, None)) == expected, text


def test_of_overlapping_entries_the_first_stays_and_disjoint_ones_merge() -> None:
    clash = _lexicon(("更加强定", "更加定"), ("强定型", "定型"))
    (one,) = propose_confusions("更加强定型", clash, None)
    assert (one.start, one.end, one.after) == (0, 4, "更加定")
    both = _lexicon(("全委会经济工作", "全区经济工作"), ("经济工作政协精神", "经济工作精神"))
    (one,) = propose_confusions("全委会经济工作政协精神", both, None)
    assert (one.start, one.end, one.after) == (0, 11, "全区经济工作精神")
    assert len(one.evidence) == 2


@pytest.mark.parametrize(
    ("read", "right"),
    [
        ("中央领航舵舵作用", "中央领航掌舵作用"),
        ("为全方位推动稿质量发展超越", "为全方位推动高质量发展超越"),
        ("制度更加成熟更加强定型强化保障", "制度更加成熟更加定型强化保障"),
    ],
)
def test_slips_in_terms(read: str, right: str) -> None:
    bare = Lexicon([], lexicon().terms.values(), lexicon().protected)
    proposals = [item for item in propose_terms(read, bare, model()) if item.confidence >= 0.9]
    assert len(proposals) == 1
    (item,) = proposals
    assert read[: item.start] + item.after + read[item.end :] == right


@pytest.mark.parametrize(
    "text",
    [
        "推动全区政协系统，全区政协委员，全区政协工作",
        "联系和指导的意见",
        "经济发展、社会发展、质量发展",
        "民主，监督",
        "加快建设教育强区意见",
    ],
)
def test_other_right_expressions_are_no_slips(text: str) -> None:
    assert [item for item in propose_terms(text, lexicon(), model()) if item.confidence > 0.8] == []


def test_what_a_document_writes_again_and_again_is_its_own_usage() -> None:
    once = "在于中央领航舵舵，"
    assert propose_terms(once, lexicon(), model())
    assert propose_terms(once * 3, lexicon(), model()) == []


def test_witnesses_need_neighbours() -> None:
    corpus = CorpusStatistics({"a": "共建“扛稳粮食安全责任”十三省", "b": "别的扛稳粮食安全责任"})
    read = "共建“稳粮粮食安全责任”十三省"
    found = corpus.witnesses(read, 3, 11, "扛稳粮食安全责任")
    assert [(item.document, item.count) for item in found] == [("a", 1)]
    assert found[0].text == "共建“扛稳粮食安全责任”十三省"
    known = corpus.witnesses(read, 3, 11, "扛稳粮食安全责任", known_slip=True)
    assert [item.document for item in known] == ["a", "b"]
    assert corpus.witnesses("稳", 0, 1, "扛") == []


def test_a_witness_helps_where_what_stands_there_is_not_strange() -> None:
    read = "首次参与共建“稳粮粮食安全责任”十三省座谈会"
    other = "深入参与共建“扛稳粮食安全责任”十三省机制"
    bare = Lexicon([], lexicon().terms.values(), lexicon().protected)
    alone = CorpusStatistics({"page": read})
    assert all(item.confidence < 0.9 for item in propose_terms(read, bare, model(), alone))
    (item,) = propose_terms(read, bare, model(), CorpusStatistics({"page": read, "other": other}))
    assert (item.after, item.confidence >= 0.9) == ("扛稳", True)
    twice = CorpusStatistics({"page": read, "other": other, "third": read})
    assert all(item.confidence < 0.9 for item in propose_terms(read, bare, model(), twice))


def test_one_side_is_no_witness_for_a_near_miss() -> None:
    read = "要紧扣中心大局，以更大作为助力书写中国式现代化内蒙古新篇章"
    other = "为奋力书写中国式现代化内蒙古新篇章作出贡献"
    corpus = CorpusStatistics({"page": read, "other": other})
    assert propose_terms(read, lexicon(), model(), corpus) == []
