from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from restore.core.document import Document
from restore.core.edits import Decision, Edit, Reason
from restore.core.log import EditLog, Pass
from restore.errors import LogMismatchError
from restore.report.marks import Segment, fold

ALPHABET = "内蒙古 政协\n，12"


def make_edit(number: int, ordinal: int, text: str, start: int, end: int, after: str, **more: Any):
    fields: dict[str, Any] = {"group": None, "decision": Decision.APPLIED, **more}
    return Edit(
        id=f"p{number}e{ordinal}",
        document="d",
        pass_number=number,
        stage="correction",
        rule="r",
        span=(start, end),
        source=(0, 0),
        before=text[start:end],
        after=after,
        confidence=1.0,
        reason=Reason.FORM,
        evidence=(),
        **fields,
    )


@st.composite
def histories(draw: st.DrawFn, moves: bool = False) -> tuple[str, EditLog, Document]:
    source = draw(st.text(ALPHABET, max_size=40))
    document = Document.from_text(source, id="d")
    layers = []
    for number in range(1, draw(st.integers(0, 4)) + 1):
        text = document.text
        cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=12)))
        edits: list[Edit] = []
        for ordinal, (start, end) in enumerate(zip(cuts[::2], cuts[1::2], strict=False)):
            after = draw(st.text(ALPHABET, max_size=4))
            decision = draw(
                st.sampled_from([Decision.APPLIED, Decision.APPLIED, Decision.SUGGESTED])
            )
            if decision is Decision.APPLIED and text[start:end] == after:
                continue
            edits.append(make_edit(number, ordinal, text, start, end, after, decision=decision))
        if moves and edits and draw(st.booleans()):
            edits = _with_move(draw, number, text, edits)
        layer = Pass(number=number, stage="correction", edits=tuple(edits))
        layers.append(layer)
        document = document.apply(layer.applied)
    return source, EditLog("d", tuple(layers)), document


def _with_move(draw: st.DrawFn, number: int, text: str, edits: list[Edit]) -> list[Edit]:
    free = [0, *sorted(spot for edit in edits for spot in edit.span), len(text)]
    gaps = [(a, b) for a, b in zip(free[::2], free[1::2], strict=True) if a < b]
    if not gaps:
        return edits
    start, end = draw(st.sampled_from(gaps))
    target, _ = draw(st.sampled_from([*gaps, (len(text), len(text))]))
    if start < target < end:
        target = end
    out = make_edit(number, 90, text, start, end, "", group="g")
    into = make_edit(number, 91, text, target, target, text[start:end], group="g")
    order = [*edits, out, into] if target >= end else [*edits, into, out]
    return sorted(order, key=lambda edit: edit.span)


def live(segments: list[Segment]) -> str:
    return "".join(item.text for item in segments if item.live)


def source_of(segments: list[Segment]) -> str:
    known = [item for item in segments if item.source is not None]
    return "".join(item.text for item in sorted(known, key=lambda item: (item.source, item.text)))


@given(histories())
def test_stream_holds_clean_text_and_source(history: tuple[str, EditLog, Document]) -> None:
    source, log, document = history
    segments = fold(source, log)
    assert live(segments) == document.text == log.replay(source)
    assert source_of(segments) == source
    kept = [item for item in segments if item.source is not None]
    assert "".join(item.text for item in kept) == source, "source order, where nothing moved"


@given(histories())
def test_every_applied_edit_stands_once(history: tuple[str, EditLog, Document]) -> None:
    source, log, _ = history
    segments = fold(source, log)
    for edit in log.edits:
        if not edit.applied:
            continue
        inserted = "".join(item.text for item in segments if item.inserted == edit.id)
        deleted = "".join(item.text for item in segments if item.deleted == edit.id)
        assert any(
            edit.before == edit.before[:head] + deleted + edit.before[head + len(deleted) :]
            and edit.after == edit.before[:head] + inserted + edit.before[head + len(deleted) :]
            for head in range(len(edit.before) + 1)
        )
        places = [
            index
            for index, item in enumerate(segments)
            if edit.id in (item.inserted, item.deleted) and item.text
        ]
        between = segments[places[0] : places[-1] + 1]
        assert not any(item.live and item.inserted is None and item.text for item in between)


@given(histories())
def test_every_suggestion_is_noted(history: tuple[str, EditLog, Document]) -> None:
    source, log, _ = history
    noted = {note for item in fold(source, log) for note in item.notes}
    assert noted == {edit.id for edit in log.edits if not edit.applied}


@given(histories(moves=True))
def test_moved_text_keeps_source_and_clean_text(history: tuple[str, EditLog, Document]) -> None:
    source, log, document = history
    segments = fold(source, log)
    assert live(segments) == document.text
    assert source_of(segments) == source
    counts = Counter(item.deleted for item in segments if item.ghost)
    assert all(count == 1 for count in counts.values())


def test_passes_touch_each_other() -> None:
    source = "铸铸牢\n记律"
    first = make_edit(1, 0, source, 3, 4, "")
    second_text = "铸铸牢记律"
    second = [
        make_edit(2, 0, second_text, 0, 3, "铸牢"),
        make_edit(2, 1, second_text, 3, 5, "纪律"),
    ]
    log = EditLog("d", (Pass(1, "layout", (first,)), Pass(2, "correction", tuple(second))))
    assert [(item.text, item.inserted, item.deleted) for item in fold(source, log)] == [
        ("铸", None, None),
        ("铸", None, "p2e0"),
        ("牢", None, None),
        ("\n", None, "p1e0"),
        ("记", None, "p2e1"),
        ("纪", "p2e1", None),
        ("律", None, None),
    ]


def test_correction_at_head_of_a_block_moves_with_it() -> None:
    source = "甲甲\n记律"
    first = make_edit(1, 0, source, 3, 4, "纪")
    text = "甲甲\n纪律"
    out = make_edit(2, 0, text, 3, 5, "", group="g")
    into = make_edit(2, 1, text, 0, 0, "纪律", group="g")
    log = EditLog("d", (Pass(1, "correction", (first,)), Pass(2, "layout", (into, out))))
    segments = fold(source, log)
    assert [(item.text, item.deleted, item.moved) for item in segments] == [
        ("记", "p1e0", "p2e1"),
        ("纪", None, "p2e1"),
        ("律", None, "p2e1"),
        ("甲甲\n", None, None),
        ("纪律", "p2e0", None),
    ]
    assert segments[-1].ghost


def test_group_of_deletions_alone_is_no_move() -> None:
    source = "甲乙甲乙"
    edits = tuple(
        make_edit(1, n, source, a, b, "", group="g") for n, (a, b) in enumerate([(0, 1), (2, 3)])
    )
    segments = fold(source, EditLog("d", (Pass(1, "dedup", edits),)))
    assert [item.text for item in segments] == ["甲", "乙", "甲", "乙"]
    assert not any(item.ghost for item in segments)


@pytest.mark.parametrize("start", [1, 9])
def test_log_of_another_text_is_refused(start: int) -> None:
    edit = make_edit(1, 0, "甲" * 10, start, start + 1, "丙")
    with pytest.raises(LogMismatchError):
        fold("乙丙", EditLog("d", (Pass(1, "correction", (edit,)),)))
