from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from restore.llm.answers import MAX_CHANGE_LENGTH, Change, read_answer
from tests.llm.server import pairs

SENTENCE = "全区政协委员300人深入基层开展调研，提出意见健议26条。"


def applied(sentence: str, changes: tuple[Change, ...]) -> str:
    for change in sorted(changes, reverse=True):
        sentence = sentence[: change.start] + change.after + sentence[change.end :]
    return sentence


@pytest.mark.parametrize(
    ("answer", "after", "refused"),
    [
        (pairs(("健议", "建议")), "全区政协委员300人深入基层开展调研，提出意见建议26条。", ()),
        (pairs(), SENTENCE, ()),
        (pairs(("健议", "健议")), SENTENCE, ()),
        ("好的，修改如下：\n```json\n" + pairs(("健议", "建议")) + "\n```",
         "全区政协委员300人深入基层开展调研，提出意见建议26条。", ()),
        (pairs(("健义", "建议")), SENTENCE, ("not_aligned",)),
        (pairs(("", "建议")), SENTENCE, ("not_aligned",)),
        (pairs(("委员300人", "委员800人")), SENTENCE, ("figure",)),
        (pairs(("26条", "20条")), SENTENCE, ("figure",)),
        (pairs(("调研，", "调研。")), SENTENCE, ("clause",)),
        (pairs(("健议26条", "建议26条，实效")), SENTENCE.replace("健", "建"), ("clause",)),
        (pairs(("提出意见健议26条。", "")), SENTENCE, ("rewritten",)),
        (pairs(("基层", "基层一线广大人民群众")), SENTENCE, ("rewritten",)),
        (pairs(("健议", "建议"), ("意见健", "意见建")), SENTENCE, ("not_aligned",)),
        ("这句话没有问题。", SENTENCE, ("unreadable",)),
        ('{"edits":[{"wrong":"健议","right":', SENTENCE, ("unreadable",)),
        ('{"edits":"无"}', SENTENCE, ("unreadable",)),
        ("", SENTENCE, ("unreadable",)),
        ("[" * 100000, SENTENCE, ("unreadable",)),
        ("{" * 5000 + "}" * 5000, SENTENCE, ("unreadable",)),
    ],
)  # fmt: skip
def test_pairs(answer: str, after: str, refused: tuple[str, ...]) -> None:
    read = read_answer(answer, SENTENCE, "pairs")
    assert applied(SENTENCE, read.changes) == after
    assert read.refused == refused


@pytest.mark.parametrize(
    ("rewritten", "after", "refused"),
    [
        (SENTENCE, SENTENCE, ()),
        (SENTENCE.replace("健", "建"), SENTENCE.replace("健", "建"), ()),
        (SENTENCE.replace("300", "360").replace("健", "建"), SENTENCE.replace("健", "建"), ("figure",)),
        ("全区三百名政协委员走进基层一线，积极开展调查研究，共提出了意见建议二十六条。", SENTENCE, ("rewritten",)),
        (SENTENCE[:12], SENTENCE, ("rewritten",)),
        (SENTENCE + "有力推动了工作落实，受到各界好评，成效十分显著。", SENTENCE, ("rewritten",)),
        ("", SENTENCE, ("rewritten",)),
        ("改" * 100000, SENTENCE, ("unreadable",)),
    ],
)  # fmt: skip
def test_rewritten_sentences(rewritten: str, after: str, refused: tuple[str, ...]) -> None:
    answer = json.dumps({"sentence": rewritten}, ensure_ascii=False)
    read = read_answer(answer, SENTENCE, "sentence")
    assert applied(SENTENCE, read.changes) == after
    assert read.refused == refused


def test_six_characters_are_a_word_and_seven_a_clause() -> None:
    sentence = "甲" * 100
    for size in (MAX_CHANGE_LENGTH, MAX_CHANGE_LENGTH + 1):
        answer = json.dumps({"sentence": "甲" * 50 + "乙" * size + "甲" * 50}, ensure_ascii=False)
        read = read_answer(answer, sentence, "sentence")
        assert len(read.changes) == (size == MAX_CHANGE_LENGTH)
        assert read.refused == (() if size == MAX_CHANGE_LENGTH else ("too_long",))


def test_a_fifth_of_a_sentence_may_change() -> None:
    sentence = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉"
    for count, kept in ((4, True), (5, False)):
        edits = [(sentence[2 * at], "改") for at in range(count)]
        read = read_answer(pairs(*edits), sentence, "pairs")
        assert bool(read.changes) is kept


@given(st.text(max_size=60), st.text("甲乙丙丁，。0123", min_size=1, max_size=20))
def test_whatever_comes_back_is_read(answer: str, sentence: str) -> None:
    for form in ("pairs", "sentence"):
        read_answer(answer, sentence, form)


@given(
    st.text("甲乙丙丁，。0123", min_size=1, max_size=20),
    st.lists(st.tuples(st.text("甲乙丙丁，0123", max_size=4), st.text("甲乙丙丁，0123", max_size=4)), max_size=3),
)  # fmt: skip
def test_no_digit_and_no_mark_of_a_sentence_changes(
    sentence: str, edits: list[tuple[str, str]]
) -> None:
    after = applied(sentence, read_answer(pairs(*edits), sentence, "pairs").changes)
    locked = "，。0123"
    assert [c for c in after if c in locked] == [c for c in sentence if c in locked]
