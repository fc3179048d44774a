from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from restore.correction.scoring import (
    Replacement,
    after_in_line,
    before_in_line,
    continuation,
    margins,
)
from restore.language.model import LanguageModel
from tests.correction.helpers import ScriptedModel, model


class Recorder(ScriptedModel):
    """Keeps what it was asked and finds no difference."""

    def margins(self, items: object) -> list[float]:
        self.asked = list(items)  # type: ignore[call-overload]
        return [0.0] * len(self.asked)


def test_a_character_is_priced_at_nine_tenths() -> None:
    """A text with one character less must be 10^.9 times as probable to be preferred."""
    text = "推动高质量发展"
    changes = [Replacement(2, 3, ""), Replacement(2, 3, "稿"), Replacement(2, 2, "的确")]
    assert margins(Recorder(), text, changes) == [-0.9, 0.0, 1.8]


@pytest.mark.parametrize(("most", "price"), [(1000, -3.6), (4, -3.6), (3, -2.7), (0, 0.0)])
def test_the_difference_in_length_may_be_priced_up_to_a_bound(most: int, price: float) -> None:
    text = "水污染防治防治防治工作"
    (gone,) = margins(Recorder(), text, [Replacement(3, 7, "")], most=most)
    (more,) = margins(Recorder(), text, [Replacement(3, 3, "防治防治")], most=most)
    assert gone == pytest.approx(price)
    assert more == pytest.approx(-price)


def test_the_model_is_shown_eight_characters_of_the_line_on_both_sides() -> None:
    text = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉"
    seen = Recorder()
    margins(seen, text, [Replacement(9, 11, "天")])
    assert seen.asked == [("乙丙丁戊己庚辛壬", "癸子", "天", "丑寅卯辰巳午未申")]
    margins(seen, f"甲乙\n{text}\n甲", [Replacement(4, 5, ""), Replacement(22, 23, "")])
    first, last = seen.asked
    assert first == ("甲", "乙", "", "丙丁戊己庚辛壬癸")
    assert last == ("丑寅卯辰巳午未申", "酉", "", "")
    assert margins(seen, text, []) == []


@given(
    st.text("中华人民共和国 \n5a，。未末", min_size=1, max_size=60),
    st.lists(
        st.tuples(st.integers(0, 60), st.integers(0, 2), st.sampled_from(["", "未", "a 来"])),
        max_size=20,
    ),
)
def test_many_changes_of_a_text_weigh_what_each_does(
    text: str, places: list[tuple[int, int, str]]
) -> None:
    """The sides are then cut from the text, folded as a whole; few changes are shown one by one."""
    language_model = LanguageModel.load()
    changes = [
        Replacement(min(start, len(text)), min(start + size, len(text)), after)
        for start, size, after in places
    ]
    far = "。" * 6100 + "\n"
    moved = [Replacement(start + 6101, end + 6101, after) for start, end, after in changes]
    assert margins(language_model, text, changes) == margins(language_model, far + text, moved)


@given(st.text(alphabet="甲乙\n", max_size=12), st.integers(0, 12), st.integers(0, 5))
def test_what_stands_beside_a_place_in_its_line(text: str, place: int, reach: int) -> None:
    place = min(place, len(text))
    left, right = before_in_line(text, place, reach), after_in_line(text, place, reach)
    assert f"{left}{right}" in text
    assert "\n" not in left + right
    assert len(left) <= reach >= len(right)
    line = text[text.rfind("\n", 0, place) + 1 : place]
    assert left == line[max(0, len(line) - reach) :]
    assert right == text[place:].split("\n")[0][:reach]


def test_how_well_characters_follow_each_other() -> None:
    scripted = ScriptedModel(bonds={"高质": -1.0, "质量": -2.0}, usual=-7.0)
    assert continuation(scripted, "高", "质量") == -1.5
    assert continuation(scripted, "高", "质") == -1.0
    assert continuation(scripted, "低", "质量") == -4.5
    assert continuation(scripted, "高", "") == 0.0
    # The halves of a word are known to stand together, a word and a stranger are not.
    assert continuation(model(), "高", "质") > -3 > continuation(model(), "稿", "质")


def test_the_shipped_model_finds_a_word_likelier_than_its_misreading() -> None:
    text = "推动稿质量发展"
    (margin,) = margins(model(), text, [Replacement(2, 3, "高")])
    (back,) = margins(model(), text.replace("稿", "高"), [Replacement(2, 3, "稿")])
    assert margin > 3
    assert math.isclose(margin, -back, abs_tol=1e-3)
