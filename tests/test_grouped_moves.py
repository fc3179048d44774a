"""Several blocks that one cause moves: one group, exact, and one decision wherever it is shown."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from restore.core.blocks import Role
from restore.core.document import Document
from restore.core.edits import (
    Reason,
    decided_once,
    moved_back_in,
    undo_edits,
)
from restore.core.log import EditLog
from restore.exchange.docx_read import Piece
from restore.exchange.fates import Fate, fates
from restore.exchange.stream import change_stream
from restore.gate.passes import Gate, PassResult, run_pass
from restore.layout.moves import move_proposals
from restore.layout.plans import Paragraph, Plan, PlannedArticle
from restore.report.marks import fold
from restore.report.model import DocumentView
from restore.review.effort import to_do
from restore.settings import GateSettings


def plan_of(order: list[list[int]], lines: list[str]) -> Plan:
    articles = tuple(
        PlannedArticle(
            tuple(Paragraph((line,), Role.BODY, lines[line]) for line in article), False, False
        )
        for article in order
    )
    return Plan(tuple(lines), articles, ())


def carried_out(order: list[list[int]], lines: list[str]) -> PassResult:
    text = "".join(f"{line}\n" for line in lines)
    proposals = move_proposals(text, plan_of(order, lines))
    return run_pass(
        Document.from_text(text, id="d"), proposals, Gate(GateSettings()), number=1, stage="layout"
    )


LINES = [f"{name}{'长' * 9}" for name in "甲乙丙丁戊己"]


def test_an_article_lifted_out_of_another_in_pieces_is_one_group_with_its_break() -> None:
    lines = [line if number in (1, 3) else line * 3 for number, line in enumerate(LINES)]
    result = carried_out([[0, 2, 4, 5], [1, 3]], lines)
    assert result.document.text.split("\n")[:-1] == [
        *(lines[number] for number in (0, 2, 4, 5)), "\f", lines[1], lines[3],
    ]  # fmt: skip
    edits = result.log.edits
    assert {edit.group for edit in edits} == {"move-1"}
    assert {edit.reason for edit in edits} == {Reason.ORDER}
    assert len({edit.evidence for edit in edits}) == 1
    assert sorted(edit.rule for edit in edits) == ["article_break", *["move"] * 4]
    assert [edit.before or edit.after for edit in decided_once(edits)] == [f"{lines[1]}\n"]
    assert to_do(edits, {}, everything=True).decisions == 1


def test_moves_of_two_articles_and_moves_far_apart_are_decided_apart() -> None:
    short, long = LINES[0], LINES[1] * 3
    lines = [long, short, long, long, short, long]
    apart = carried_out([[1, 0, 2, 3, 5, 4]], lines)
    assert len(list(decided_once(apart.log.edits))) == 2
    # Behind each article its own: the second's first line heads it, and its break is its own.
    two = carried_out([[0, 2, 1], [3, 5, 4]], lines)
    groups = [edit.group for edit in decided_once(two.log.edits)]
    assert groups == ["move-1", None, "move-2"]


orders = st.integers(1, 8).flatmap(
    lambda number: st.tuples(
        st.permutations(range(number)), st.lists(st.integers(1, number), max_size=2)
    )
)


@given(orders, st.lists(st.sampled_from(["甲", "乙乙", "丙丙丙"]), min_size=8, max_size=8))
def test_whatever_moves_every_line_comes_from_where_it_stood(
    drawn: tuple[list[int], list[int]], words: list[str]
) -> None:
    order, cuts = drawn
    lines = words[: len(order)]
    parts = sorted({0, len(order), *cuts})
    articles = [order[a:b] for a, b in pairwise(parts)]
    result = carried_out(articles, lines)
    source = result.document.source
    expected = "\f\n".join("".join(f"{lines[line]}\n" for line in part) for part in articles)
    assert result.document.text == expected
    assert undo_edits(expected, result.log.applied) == source
    log = EditLog("d", (result.log,))
    segments = fold(source, log)
    assert "".join(item.text for item in segments if item.live) == expected
    own = sorted((item.source, item.text) for item in segments if item.source is not None)
    assert "".join(text for _, text in own) == source
    for origin in result.document.origins():
        if origin.source is not None:
            assert expected[origin.start : origin.end] == source[slice(*origin.source)]
    stream = change_stream(source, log)
    assert "".join(item.text for item in stream if item.kind != "del") == expected
    assert "".join(item.text for item in stream if item.kind != "ins") == source


def test_of_equal_blocks_the_first_goes_in_first() -> None:
    lines = ["甲", "乙" * 9, "甲", "丙" * 9]
    edits = carried_out([[1, 3, 0, 2]], lines).log.edits
    places = moved_back_in(edits)
    assert [(edits[to].after, edits[origin].span[0]) for to, origin in places.items()] == [
        ("甲\n", 0), ("甲\n", 12),
    ]  # fmt: skip


def test_word_files_settle_a_group_as_one() -> None:
    lines = [line if number in (1, 3) else line * 3 for number, line in enumerate(LINES)]
    result = carried_out([[0, 2, 4, 5], [1, 3]], lines)
    source = result.document.source
    view = DocumentView(
        id="d",
        source=source,
        text=result.document.text,
        log=EditLog("d", (result.log,)),
    )
    rejected = fates(view, [Piece(source, None, None)])
    assert {outcome.fate for outcome in rejected.values()} == {Fate.REJECTED}
    accepted = fates(view, [Piece(result.document.text, None, None)])
    assert {outcome.fate for outcome in accepted.values()} == {Fate.ACCEPTED}
    # One block taken, the other turned down: nobody can carry that out.
    half = source.replace(f"{lines[1]}\n", "", 1) + f"\f\n{lines[1]}\n"
    mixed = fates(view, [Piece(half, None, None)])
    assert {outcome.fate for outcome in mixed.values()} == {Fate.MIXED}
