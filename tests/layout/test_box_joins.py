from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from restore.core.document import Document
from restore.core.edits import Decision, Proposal
from restore.core.ocr_metadata import Hints, Margin, MarginLine
from restore.gate.judge import judge
from restore.layout.moves import doubtful_proposals
from restore.layout.newspaper_signs import PageKnowledge
from restore.layout.page_knowledge import knowledge_of
from restore.layout.page_plan import arrange
from restore.layout.paragraphs import propose_paragraphs
from restore.settings import GateSettings, LayoutSettings

SETTINGS = LayoutSettings()


class Scorer:
    """A model to which all seams are the same."""

    def __init__(self, score: float) -> None:
        self._score = score

    def tail(self, text: str) -> str:
        return text

    def head(self, text: str) -> str:
        return text

    def joint(self, _tail: str, _head: str, /) -> float:
        return self._score

    seam = joint

    def most(self, _head: str) -> float:
        return self._score

    def score(self, _text: str) -> float:
        return 0.0

    def begins(self, _first: str, /) -> float:
        return 0.0

    def ends_open(self, _left: str) -> float:
        return 0.0


def joined(text: str, *ends: int, scorer: Scorer | None = None) -> str:
    """Return the text with what was proposed, where boxes show that lines end at ``ends``."""
    for item in reversed(propose_paragraphs(text, SETTINGS, scorer, ends)):
        text = text[: item.start] + item.after + text[item.end :]
    return text


def shown(upper: str, lower: str, scorer: Scorer | None = None, gap: str = "\n") -> bool:
    return "\n" not in joined(f"{upper}{gap}{lower}", len(upper), scorer=scorer).strip()


def test_lines_that_fill_their_column_are_joined() -> None:
    assert joined("山下有一条旧\n路通向渡口\n", 6) == "山下有一条旧路通向渡口\n"
    assert joined("山下有一条旧\n路通向渡口\n") == "山下有一条旧\n路通向渡口\n"


def test_latin_lines_are_joined_with_a_space_and_without_a_hyphen() -> None:
    assert joined("The ferry\nleaves\n", 9) == "The ferry leaves\n"
    assert (
        joined("The old ferry leaves the har-\nbour\n", 29) == "The old ferry leaves the harbour\n"
    )


@pytest.mark.parametrize(
    ("upper", "lower"),
    [
        ("山下有一条旧路。", "二、渡口的由来"),
        ("山下有一条旧路", "（二）渡口的由来"),
        ("山下有一条旧路", "- 渡口"),
        ("地址：山下旧路", "电话：渡口"),
        ("一、山下的旧路", "路通向渡口"),
        ("（下转第三版）", "路通向渡口"),
        ("山下有一条旧路。", "本报记者 林小溪"),
        ("山下有一条旧路", "2021年5月4日"),
    ],
)
def test_what_stands_by_its_form_stays(upper: str, lower: str) -> None:
    assert not shown(upper, lower)


def test_the_model_forbids_where_it_knows_the_script() -> None:
    assert shown("这条路通向渡口边", "的石桥", Scorer(-1.9))
    assert not shown("这条路通向渡口边", "的石桥", Scorer(-2.1))
    assert shown("這條路通向渡口邊來來", "的石橋與舊鎮學堂", Scorer(-9.0))
    # It knows little of what comes after a mark.
    assert shown("这条路通向渡口。", "石桥在旁边", Scorer(-9.0))


def test_over_white_space_the_model_must_consent() -> None:
    assert shown("这条路通向渡口边", "的石桥", Scorer(-0.4), gap="\n\n")
    assert not shown("这条路通向渡口边", "的石桥", Scorer(-0.6), gap="\n\n")
    assert not shown("這條路通向渡口邊來來", "的石橋與舊鎮學堂", Scorer(9.0), gap="\n\n")


def test_ends_of_lines_are_followed_through_earlier_passes() -> None:
    document = Document.from_text("山下有一条旧 \n\n路通向渡口\n石桥在旁边")
    hints = Hints(runs=(7,))
    assert hints.flowing(document) == {6}
    assert Hints().flowing(document) == frozenset()
    assert Hints(runs=(14,)).flowing(document) == {14}


def test_a_line_in_the_margin_goes_and_is_logged() -> None:
    text = "林溪等：集市的一天\n清早的集市上摆满了刚摘的瓜果，挑担的人一路吆喝着走过来。\n"
    known = knowledge_of(Document.from_text(text), (), [MarginLine(0, 9, Margin.SURE, 0)])
    assert known.margins == {0: (Margin.SURE, 0)}
    assert [item.line for item in arrange(text, [0, 0], SETTINGS, None, known).removals] == [0]
    kept = LayoutSettings(furniture=False)
    assert not arrange(text, [0, 0], kept, None, known).removals
    headed = "一、集市\n" + text
    assert not arrange(headed, [0, 0, 0], SETTINGS, None, known).removals
    # Beside the number of the page it heads the page, and so it does on facing pages.
    beside = known._replace(margins={0: (Margin.SURE, 0), 1: (Margin.SURE, 0)})
    numbered = "一、集市\n12\n" + text
    assert [item.line for item in arrange(numbered, [0] * 4, SETTINGS, None, beside).removals] == [
        0,
        1,
    ]
    twice = known._replace(margins={0: (Margin.REPEATED, 0)})
    assert [item.line for item in arrange(headed, [0] * 3, SETTINGS, None, twice).removals] == [0]


def test_a_line_that_may_stand_in_the_margin_is_suggested_to_go() -> None:
    text = "山乡旧事\n清早的集市上摆满了刚摘的瓜果，挑担的人一路吆喝着走过来。\n"
    known = PageKnowledge(margins={0: (Margin.LIKELY, 0)}, boxed=True)
    assert not arrange(text, [0, 0], SETTINGS, None, known).removals
    (proposal,) = doubtful_proposals(text, [0, 0], SETTINGS, known, [])
    assert judge(proposal, text, GateSettings()).decision is Decision.SUGGESTED
    assert text[proposal.start : proposal.end] == "山乡旧事\n"
    moved = [Proposal("layout", "move", 0, 5, "", 0.95, (), "move-1")]
    assert doubtful_proposals(text, [0, 0], SETTINGS, known, moved) == []
    assert doubtful_proposals(text, [0, 0], LayoutSettings(furniture=False), known, []) == []
    assert doubtful_proposals("一、山乡" + text[4:], [0, 0], SETTINGS, known, []) == []


def test_a_line_that_only_begins_in_the_margin_stays() -> None:
    document = Document.from_text("林溪等：集市的一天清早\n人来人往")
    assert knowledge_of(document, (), [MarginLine(0, 9, Margin.SURE, 0)]).margins == {}


@given(
    st.lists(st.text("山下有一条旧路，。", min_size=1, max_size=12), min_size=1, max_size=12),
    st.data(),
)
def test_no_line_is_lost_and_order_is_kept(lines: list[str], data: st.DataObject) -> None:
    text = "\n".join(lines)
    ends = [place for place, mark in enumerate(text) if mark == "\n"]
    chosen = data.draw(st.lists(st.sampled_from(ends), unique=True)) if ends else []
    assert joined(text, *chosen).replace("\n", "") == "".join(lines)
