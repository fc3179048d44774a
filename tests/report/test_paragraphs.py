from __future__ import annotations

from restore.report.marks import Segment
from restore.report.paragraphs import cut_paragraphs


def cut(*segments: Segment) -> list[tuple[str, str]]:
    found = cut_paragraphs(segments, lambda edit: edit.startswith("big"))
    return [(item.kind, "|".join(part.text for part in item.segments)) for item in found]


def test_deleted_line_break_does_not_cut() -> None:
    assert cut(Segment("甲", 0), Segment("\n", 1, deleted="x"), Segment("乙\n丙", 2)) == [
        ("text", "甲|\n|乙"),
        ("text", "丙"),
    ]


def test_removed_line_is_an_entry_of_its_own() -> None:
    stream = (Segment("甲\n", 0), Segment("图注\n", 2, deleted="big"), Segment("乙", 5))
    assert cut(*stream) == [("text", "甲"), ("gone", "图注\n"), ("text", "乙")]
    stream = (Segment("甲", 0), Segment("\n图注", 1, deleted="big"), Segment("\n乙", 4))
    assert cut(*stream) == [("text", "甲"), ("gone", "\n图注"), ("text", "乙")]
    stream = (Segment("甲\n", 0), Segment("图注", 2, deleted="big"), Segment("\n乙", 4))
    assert cut(*stream) == [("text", "甲"), ("gone", "图注"), ("text", "乙")]


def test_passage_with_an_earlier_edit_inside_stays_whole() -> None:
    stream = (
        Segment("图", 0, deleted="big"),
        Segment("\n", 1, deleted="small"),
        Segment("注", 2, deleted="big"),
        Segment("\n", 3, deleted="small"),
        Segment("乙", 4),
    )
    assert cut(*stream) == [("gone", "图|\n|注"), ("text", "\n|乙")]


def test_passage_inside_a_sentence_stays_in_its_line() -> None:
    stream = (Segment("甲", 0), Segment("重复", 1, deleted="big"), Segment("乙", 3))
    assert cut(*stream) == [("text", "甲|重复|乙")]
    stream = (Segment("重复", 0, deleted="big"), Segment("乙", 2))
    assert cut(*stream) == [("text", "重复|乙")]


def test_article_break_and_inserted_break() -> None:
    stream = (Segment("甲", 0), Segment("\n\f\n", inserted="x"), Segment("乙", 1))
    assert cut(*stream) == [("text", "甲|"), ("break", "\f|"), ("text", "乙")]


def test_spans_are_offsets_of_the_clean_text() -> None:
    clean = "甲乙\n丙"
    stream = (Segment("甲乙\n", 0), Segment("删\n", 3, deleted="big"), Segment("丙", 5))
    found = list(cut_paragraphs(stream, lambda edit: True))
    assert [clean[item.start : item.end] for item in found] == ["甲乙", "", "丙"]
