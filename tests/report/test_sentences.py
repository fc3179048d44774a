"""What is spoken of is shown in its sentence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from restore.report.locate import Locator

LONG = "各地各部门认真落实会议精神，" * 8


def shown(text: str, words: str) -> str:
    start = text.index(words)
    found, at = Locator([("a", text, ())]).sentence("a", (start, start + len(words)))
    assert found[at : at + len(words)] == words
    return found


@pytest.mark.parametrize(
    ("text", "words", "sentence"),
    [
        ("会议开完了。举办展览，观众3万人次，好评如潮。随后闭幕。", "观众3万人次", "举办展览，观众3万人次，好评如潮。"),
        ("他说：“来了。”观众3万人次。闭幕。", "观众3万人次", "观众3万人次。"),
        ("上一行\n观众3万人次\n下一行", "观众3万人次", "观众3万人次"),
        ("展览闭幕，观众3万人次。”记者写道", "观众3万人次。", "展览闭幕，观众3万人次。"),
        ("展览闭幕，观众3万人次（不含团体。）好评", "观众3万人次", "展览闭幕，观众3万人次（不含团体。）"),
    ],
)  # fmt: skip
def test_from_stop_to_stop(text: str, words: str, sentence: str) -> None:
    assert shown(text, words) == sentence


def test_of_a_long_sentence_whole_clauses_near_it() -> None:
    found = shown(LONG + "观众3万人次，" + LONG, "观众3万人次")
    clause = "各地各部门认真落实会议精神"
    assert found == f"{clause}，" * 4 + "观众3万人次" + f"，{clause}" * 4


@given(st.text("，。；”\n甲乙3", max_size=200), st.data())
def test_never_beyond_the_line(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    stop = data.draw(st.integers(start, len(text)))
    found, at = Locator([("a", text, ())]).sentence("a", (start, stop))
    assert found[at : at + stop - start] == text[start:stop]
    assert found in text
    assert "\n" not in found[:at] + found[at + stop - start :]
