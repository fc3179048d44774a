"""Talk is told from written prose: a repeat in talk is often meant."""

from __future__ import annotations

import pytest

from restore.correction.register import is_talk
from restore.language.model import LanguageModel


@pytest.mark.parametrize(
    ("text", "second"),
    [
        ("最好能把染色体报告发上来，我帮你们分析分析，看看能不能做三代试管。", "分析"),
        ("需要配合具体的是要进行几次清洁灌肠灌肠的时候会有便意但又需要憋住不能便出来", "灌肠"),
    ],
)
def test_talk(text: str, second: str) -> None:
    start = text.index(second * 2) + len(second)
    assert is_talk(text, start, start + len(second), LanguageModel.load())


@pytest.mark.parametrize(
    ("text", "second"),
    [
        ("展现委员担当担当作为的良好形象，推动我区各项事业发展。", "担当"),
        ("围绕有形有效铸铸牢中华民族共同体意识开展专题协商。", "铸"),
        ("我们扎实推进推进党史学习教育。", "推进"),
    ],
)
def test_written_prose(text: str, second: str) -> None:
    start = text.index(second * 2) + len(second)
    assert not is_talk(text, start, start + len(second), LanguageModel.load())
