"""Which middles of a place are compared, where what goes is taken out, and what the log shows."""

from __future__ import annotations

import numpy as np
import pytest

from restore.core.edits import Proposal
from restore.core.evidence import LanguageMargin, Witness
from restore.correction.passages import Alternative, Place
from restore.correction.witnesses import (
    doubtful_places,
    echoed_places,
    find_places,
    propose_witnessed,
)
from tests.correction.helpers import ScriptedModel, lexicon_of

LEFT, RIGHT = "各级党委政府要加强和改进", "工作机制推动各项任务落实"


def placed(read: str, *others: str, margins: tuple[float, ...] = (9.0, 8.0)) -> list[Proposal]:
    """Judge ``read`` where other passages have other middles, the first of margin 9."""
    text = f"会议指出，{LEFT}{read}{RIGHT}。"
    texts = {"page": text}
    start = 5 + len(LEFT)
    there = []
    for at, other in enumerate(others):
        texts[f"other{at}"] = f"大会提到，{LEFT}{other}{RIGHT}；"
        there.append(Alternative(other, 1, f"other{at}", start, start + len(other)))
    place = Place("page", start, start + len(read), 1, (4, 3), tuple(there))
    model = ScriptedModel(dict(zip(others, margins, strict=False)), usual=-9.0)
    return propose_witnessed(text, [place], texts, lexicon_of(), model)


def changes(read: str, *others: str, margins: tuple[float, ...] = (9.0, 8.0)) -> list[str]:
    return [item.after for item in placed(read, *others, margins=margins)]


@pytest.mark.parametrize(
    ("read", "other", "compared"),
    [
        ("洽", "治", True),
        ("", "治", True),
        ("洽", "", True),
        ("洽谈", "治理", True),
        ("洽谈会", "治理场", True),
        # Another number of characters is another clause.
        ("洽", "治理", False),
        ("洽谈", "治", False),
        # A smaller place explains what is equal at an end.
        ("洽谈", "洽理", False),
        ("洽谈", "治谈", False),
        # Figures are the figure check's, small words the author's.
        ("洽", "三", False),
        ("三", "治", False),
        ("几", "治", False),
        ("的", "了", False),
        ("的", "", False),
        ("", "的", False),
        ("的", "治", True),
        ("洽", "的", True),
        # Marks and letters are no words.
        ("，", "治", False),
        ("洽", "A", False),
    ],
)
def test_what_is_compared(read: str, other: str, compared: bool) -> None:
    assert changes(read, other) == ([other] if compared else [])


def test_of_several_readings_the_surest_is_offered_and_of_these_the_likeliest() -> None:
    # 洽 looks like 治, like 绘 it does not.
    assert changes("洽", "绘", "治", margins=(9.0, 8.0)) == ["治"]
    assert changes("洽", "治", "绘", margins=(8.0, 9.0)) == ["治"]
    assert changes("洽", "绘", "画", margins=(8.0, 9.0)) == ["画"]
    assert changes("洽", "画", "绘", margins=(9.0, 8.0)) == ["画"]
    assert changes("洽", "画", "绘", margins=(2.0, 2.5)) == []


def test_of_two_copies_the_second_is_taken_out() -> None:
    text = f"{LEFT}防治防治{RIGHT}"
    texts = {"page": text, "other": f"{LEFT}防治{RIGHT}"}
    first = len(LEFT)
    place = Place("page", first, first + 2, 1, (4, 3), (Alternative("", 1, "other", first, first),))
    model = ScriptedModel(9.0, usual=-2.0)
    (found,) = propose_witnessed(text, [place], texts, lexicon_of(), model)
    assert (found.start, found.end, found.after) == (first + 2, first + 4, "")
    # At the end of a text there is nothing to go on to; what is replaced stays where it is.
    end = f"{LEFT}防治防治"
    (found,) = propose_witnessed(end, [place], texts, lexicon_of(), model)
    assert (found.start, found.end) == (first + 2, first + 4)
    other = place._replace(alternatives=(Alternative("制度", 1, "other", first, first + 2),))
    (found,) = propose_witnessed(text, [other], texts, lexicon_of(), ScriptedModel(9.0))
    assert (found.start, found.end, found.after) == (first, first + 2, "制度")


def test_the_log_shows_the_passage_with_twelve_characters_around() -> None:
    around = "甲乙丙丁戊己庚辛壬癸子丑"
    source = f"寅{around[:7]}\n{around[8:]}加强和改进治工作机{around}卯"
    at = source.index("治")
    text = "会议强调加强和改进洽工作机制"
    place = Place("page", 9, 10, 1, (5, 3), (Alternative("治", 3, "other", at, at + 1),))
    texts = {"page": text, "other": source}
    (found,) = propose_witnessed(text, [place], texts, lexicon_of(), ScriptedModel(3.14159))
    assert (found.stage, found.rule, found.confidence) == ("correction", "witness", 0.6)
    shown = f"{around[:7]} {around[8:]}加强和改进治工作机{around}"
    assert found.evidence == (
        Witness("other", (at - 5, at + 4), shown, 3),
        LanguageMargin(3.142),
    )
    # At the beginning of a text there is less to show.
    begun = place._replace(alternatives=(Alternative("治", 3, "other", at - 13, at - 12),))
    texts["other"] = source[13:]
    (found,) = propose_witnessed(text, [begun], texts, lexicon_of(), ScriptedModel(9.0))
    assert isinstance(found.evidence[0], Witness)
    assert found.evidence[0].text == shown[12:]


def test_a_place_is_doubtful_where_it_and_the_next_are_unlikely() -> None:
    scores = np.array([-2.5, -2.5, -2.51, -2.5, -0.1, -5.0, -0.01, -5.01], np.float32)
    assert doubtful_places(scores).tolist() == [
        False, True, True, False, True, True, True, True,
    ]  # fmt: skip
    assert doubtful_places(np.zeros(0, np.float32)).tolist() == []
    assert doubtful_places(np.array([-5.0], np.float32)).tolist() == [False]


def test_only_doubtful_places_are_looked_for() -> None:
    texts = {"page": f"{LEFT}洽{RIGHT}", "other": f"{LEFT}治{RIGHT}"}
    sure = {name: np.full(len(text), -1.0, np.float32) for name, text in texts.items()}
    assert find_places(texts, sure) == {"page": [], "other": []}
    doubtful = sure | {"page": np.full(len(texts["page"]), -3.0, np.float32)}
    found = find_places(texts, doubtful)
    assert found["other"] == []
    assert (len(LEFT), len(LEFT) + 1) in [(item.start, item.end) for item in found["page"]]


def test_both_copies_of_a_word_that_stands_again_a_word_later_are_asked_about() -> None:
    text = "党组理论中心组学习中心组集体"
    assert echoed_places(text).nonzero()[0].tolist() == [4, 5, 9, 10]
    assert not echoed_places("中心组集体学习中心组").any()
    assert not echoed_places("党组，党组").any()
