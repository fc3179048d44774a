from __future__ import annotations

import json
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from restore.core.document import Document
from restore.core.edits import Decision, Edit, Reason
from restore.errors import InputError
from restore.evaluation.metrics import concordant_pairs
from restore.evaluation.order_truth import OrderTruth, read_truths
from restore.evaluation.orders import OrderScore, score_order

Spans = list[list[tuple[int, int]]]


@given(st.lists(st.integers(0, 9), max_size=40))
def test_pairs_are_counted_as_one_by_one(values: list[int]) -> None:
    assert concordant_pairs(values) == sum(left < right for left, right in combinations(values, 2))


def test_many_lines_take_no_quadratic_time() -> None:
    count = 300_000
    assert concordant_pairs(range(count)) == count * (count - 1) // 2


def truth_of(path: Path, order: str, page: list[str], **more: object) -> OrderTruth:
    path.write_text(json.dumps({"order": order, **more}), encoding="utf-8")
    (written,) = read_truths(path).values()
    return written.fit(page)


def test_the_marks_of_an_order(tmp_path: Path) -> None:
    truth = truth_of(
        tmp_path / "a.truth.json",
        "3 0/1 | 2 4|5 // 7\n6",
        list("abcdefgh"),
        furniture=[],
        kind="told for people",
    )
    assert truth.articles == ((3, 0, 1, 2, 4, 5), (7, 6))
    assert truth.joins == {(3, 0), (2, 4), (7, 6)}
    assert truth.cells == {(1, 2), (4, 5)}


@pytest.mark.parametrize(
    ("order", "more", "said"),
    [
        ("0 1 3", {}, "names line 3, and the page has 3 lines (numbered from 0)"),
        ("0 1 0", {}, "names line 0 2 times"),
        ("0 1", {"furniture": [1]}, "names line 1 2 times"),
        ("0", {"loose": [-1]}, "names line -1, and the page has 3 lines"),
        ("0 eins 2", {}, "has 'eins' in its order"),
        ("0 1 2", {"lines": 4}, "is the truth of 4 lines, and the page has 3"),
    ],
)
def test_an_order_that_does_not_fit_its_page(
    tmp_path: Path, order: str, more: dict[str, object], said: str
) -> None:
    with pytest.raises(InputError) as error:
        truth_of(tmp_path / "a.truth.json", order, list("abc"), **more)
    assert said in str(error.value)
    assert "a.truth.json, page a" in str(error.value)
    assert "docs/reading-order.md" in str(error.value)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.truth.json", b'{"kind": "page"}', "missing required field `order`"),
        ("a.truth.json", b"0 1 2", "is no truth of a reading order"),
        ("a.truth_order.txt", "临".encode("gb18030"), "is not UTF-8"),
    ],
)
def test_a_file_that_is_no_truth(tmp_path: Path, name: str, content: bytes, said: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(InputError) as error:
        read_truths(tmp_path / name)
    assert said in str(error.value)


def test_a_text_names_lines_that_stand_once_on_the_page(tmp_path: Path) -> None:
    path = tmp_path / "a.truth_order.txt"
    path.write_text("乙\n甲\n\n丙\n同\n", encoding="utf-8-sig")
    truth = read_truths(path)["a"].fit(["甲", "乙", "同", " 丙", "同"])
    assert truth.articles == ((1, 0), (3,))
    assert truth.joins is None
    assert truth.repeated == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("甲\n\n丁\n", "line 3: '丁' is no line of the page"),
        ("甲\n甲\n", "line 2: '甲' stands on the page 1 times"),
    ],
)
def test_a_text_that_does_not_fit_its_page(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "a.truth_order.txt"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as error:
        read_truths(path)["a"].fit(["甲", "乙"])
    assert said in str(error.value)


def spans_of(text: str) -> Spans:
    spans: Spans = []
    start = 0
    for line in text.split("\n"):
        spans.append([(start, start + len(line))])
        start += len(line) + 1
    return spans


def edit(start: int, before: str, after: str, group: str | None = None) -> Edit:
    span = (start, start + len(before))
    return Edit(
        id=f"{start}{group}",
        document="page",
        pass_number=1,
        stage="layout",
        rule="test",
        span=span,
        source=span,
        before=before,
        after=after,
        group=group,
        confidence=1.0,
        decision=Decision.APPLIED,
        reason=Reason.ORDER,
        evidence=(),
    )


def scored(document: Document, lines: Spans, truth: OrderTruth) -> OrderScore:
    return score_order("page", document, lines, truth)


def test_lines_of_the_same_words_are_told_apart_by_where_they_came_from() -> None:
    text = "同\n甲\n同\n乙"
    document = Document.from_text(text)
    lines = spans_of(text)
    assert scored(document, lines, OrderTruth(((0, 1, 2, 3),))).tau_after == 1
    # The other of the two comes first: five pairs of six stay, minus what stands between.
    assert scored(document, lines, OrderTruth(((2, 1, 0, 3),))).tau_after == 0


def test_lines_are_numbered_as_the_file_has_them() -> None:
    # The reader put the second line of the file first.
    document = Document.from_text("乙\n甲")
    lines: Spans = [[(2, 3)], [(0, 1)], []]
    score = scored(document, lines, OrderTruth(((0, 1, 2),)))
    assert (score.lines, score.tau_before) == (3, -1)


def test_a_move_shows_after_and_not_before() -> None:
    text = "乙二\n甲一\n丙三"
    document = Document.from_text(text).apply(
        [edit(0, "乙二\n", "", "move"), edit(6, "", "乙二\n", "move")]
    )
    assert document.text == "甲一\n乙二\n丙三"
    score = scored(document, spans_of(text), OrderTruth(((1, 0), (2,))))
    assert (score.inside_before, score.inside_after) == (-1, 1)
    assert (score.tau_before, score.tau_after) == (pytest.approx(1 / 3), 1)
    assert not score.worse


def test_joins_are_those_within_a_line_of_the_text() -> None:
    text = "甲\n乙\n丙\n丁\n戊"
    joined = Document.from_text(text).apply(
        [edit(place, "\n", "") for place in (1, 3)] + [edit(7, "\n", " ")]
    )
    assert joined.text == "甲乙丙\n丁 戊"
    truth = OrderTruth(
        ((0, 1, 2, 3, 4),),
        joins=frozenset({(0, 1), (2, 3)}),
        cells=frozenset({(3, 4)}),
    )
    score = scored(joined, spans_of(text), truth)
    assert (score.joins_made, score.joins_wanted, score.joins_wrong) == (2, 2, 1)
    untold = scored(joined, spans_of(text), OrderTruth(((0, 1, 2, 3, 4),)))
    assert (untold.joins_made, untold.joins_wanted, untold.joins_wrong) == (3, None, None)


def test_furniture_removed_and_text_lost() -> None:
    text = "页眉\n甲\n乙\n第3页"
    document = Document.from_text(text).apply([edit(0, "页眉\n", ""), edit(5, "乙\n", "")])
    truth = OrderTruth(((1, 2),), furniture=frozenset({0, 3}))
    score = scored(document, spans_of(text), truth)
    assert (score.furniture, score.removed, score.lost) == (2, 1, 1)
    assert score.worse
    loose = scored(document, spans_of(text), OrderTruth(((1,),), furniture=frozenset({0})))
    assert (loose.lost, loose.worse) == (0, False)
