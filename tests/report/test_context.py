from __future__ import annotations

import msgspec
import pytest

from restore.core.edits import Decision, Reason
from restore.errors import LogMismatchError
from restore.report import CorpusView, DocumentView, build_context, context_json
from restore.report.context import Context, DocumentContext, SegmentContext
from restore.report.summary import summary_text
from restore.writers.records import FailureRecord
from tests.report.sample import build_view, corpus_view, seed_views


@pytest.fixture(scope="module")
def context() -> Context:
    return build_context(seed_views(), corpus_view())


def live_text(document: DocumentContext) -> list[str]:
    lines = []
    for paragraph in document.paragraphs:
        if paragraph.kind != "text":
            continue
        parts = [
            segment if isinstance(segment, str) else segment.t
            for segment in paragraph.segments
            if isinstance(segment, str) or segment.d is None
        ]
        lines.append("".join(parts))
    return [line for line in lines if line]


def test_paragraphs_hold_the_clean_text(context: Context) -> None:
    for view, document in zip(seed_views(), context.documents, strict=True):
        assert live_text(document) == [line for line in view.text.split("\n") if line]


def test_every_edit_is_placed(context: Context) -> None:
    for document in context.documents:
        for number, edit in enumerate(document.edits):
            shown = {
                index
                for segment in document.paragraphs[edit.paragraph].segments
                if isinstance(segment, SegmentContext)
                for index in (segment.i, segment.d, segment.m, *segment.n)
            }
            assert number in shown, edit


def test_moves_name_their_other_half(context: Context) -> None:
    document = context.documents[3]
    halves = [number for number, edit in enumerate(document.edits) if edit.kind == "move"]
    assert len(halves) == 2
    assert document.edits[halves[0]].partners == (halves[1],)
    assert document.edits[halves[0]].paragraph != document.edits[halves[1]].paragraph


def test_copy_kept_is_linked(context: Context) -> None:
    document = context.documents[3]
    removed = [edit for edit in document.edits if edit.stage == "dedup"]
    assert removed
    for edit in removed:
        ((_, target, row),) = edit.links
        words = context.documents[target].paragraphs[row].segments
        text = "".join(item if isinstance(item, str) else item.t for item in words)
        assert edit.before[:16] in text
        assert row != edit.paragraph
    assert all(repeat.places[0] and repeat.places[1] for repeat in context.repeats)


def test_articles_and_roles(context: Context) -> None:
    document = context.documents[1]
    assert [article.complete for article in document.articles] == [True, False]
    first = document.articles[1].paragraph
    assert document.paragraphs[first].article == 1
    assert document.paragraphs[first - 1].article == 0
    assert {paragraph.role for paragraph in document.paragraphs} >= {"title", "heading", "body"}


def test_source_lines_count_from_one() -> None:
    view = build_view("d", "甲乙丙丁。\n违反记律的人。\n违反记律的人。\n")
    (document,) = build_context([view], CorpusView(version="1", settings_digest="0")).documents
    lines = [edit.line for edit in document.edits if edit.before == "记律"]
    assert lines == [2, 3]


def test_counts_and_repeated(context: Context) -> None:
    edits = sum(not edit.follows for document in context.documents for edit in document.edits)
    assert sum(count.number for count in context.counts) == edits
    numbers = [item.number for item in context.repeated]
    assert numbers == sorted(numbers, reverse=True)
    assert all(number > 1 for number in numbers)
    assert {reason for reason, _ in context.refused} <= {reason.value for reason in Reason}
    assert {count.decision for count in context.counts} <= {item.value for item in Decision}


def test_json_is_the_same_every_time(context: Context) -> None:
    again = build_context(seed_views(), corpus_view())
    assert context_json(again) == context_json(context)
    assert msgspec.json.decode(context_json(context))["format"] == 2


def test_log_of_another_text_is_refused() -> None:
    view = seed_views()[0]
    wrong = msgspec.structs.replace(view, source="甲" + view.source)
    with pytest.raises(LogMismatchError):
        build_context([wrong], CorpusView(version="1", settings_digest="0"))


def test_empty_run() -> None:
    context = build_context([], CorpusView(version="1", settings_digest="0"))
    assert context.documents == ()


def test_empty_document() -> None:
    view = build_view("empty", "")
    assert isinstance(view, DocumentView)
    (document,) = build_context([view], CorpusView(version="1", settings_digest="0")).documents
    assert document.edits == ()


def test_what_failed_is_told_in_both_languages() -> None:
    failed = FailureRecord("a.txt", "a.txt: holds only white space; leave it out")
    context = build_context([], CorpusView(version="1", settings_digest="0", failed=(failed,)))
    chinese = "a.txt：只有空白；请去掉它"
    assert context.failed == (("a.txt", chinese, failed.message),)
    assert chinese in summary_text(context, language="zh")
    assert failed.message in summary_text(context)
