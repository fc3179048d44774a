"""An item of a list that is unlike all its others."""

from __future__ import annotations

import pytest

from restore.correction.parallels import propose_parallels
from restore.lexicon.entries import Protected
from restore.lexicon.lexicon import Lexicon
from tests.correction.helpers import ScriptedModel, lexicon, lexicon_of, model

EMPTY = lexicon_of()


def found(text: str, margin: float = 2.0, words: Lexicon = EMPTY) -> list[str]:
    return [
        f"{text[item.start : item.end]}{item.after}"
        for item in propose_parallels(text, words, ScriptedModel(margin))
    ]


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        ("以知心情、解民忧、纾民怨、暖民心为出发点", ["心民"]),
        ("深化促协商、微监督、微服务、微建议活动", ["促微"]),
        ("做到知民情，解民忧，纾心怨，暖民心", ["心民"]),
        # Three of four must have it, one alone not; they are of one length, and words.
        ("以知心情、解民忧、纾民怨为出发点", []),
        ("以知心情、解人忧、纾民怨、暖民心为出发点", []),
        ("以知民情、解民忧、纾民怨、暖民心为出发点", []),
        ("以知心情、解民之忧、纾民怨、暖民心", []),
        ("推动高质量发展、高效能治理、高水平安全、高素质队伍、好作风", []),
        # Figures are the figure check's.
        ("第一章、第一条、第三款、第一项", []),
    ],
)
def test_what_is_unlike_its_others(text: str, changes: list[str]) -> None:
    assert found(text) == changes


def test_the_model_must_prefer_it() -> None:
    text = "以知心情、解民忧、纾民怨、暖民心为出发点"
    assert found(text, 1.99) == []
    kept = Lexicon([], [], [Protected("知心情", "literal", "用法")])
    assert found(text, 9.0, kept) == []
    (item,) = propose_parallels(text, lexicon(), model())
    assert (item.start, item.after, item.confidence) == (2, "民", 0.6)
