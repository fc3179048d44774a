from __future__ import annotations

import numpy as np
import pytest

from restore.channel.marks import MARK_FEATURES, NOISY, find_marks, propose_marks, weigh_marks
from restore.channel.marks_calibration import fit_choice, mark_choices
from restore.channel.page import Lattice, Reading
from restore.channel.profile import Profile
from restore.language.model import LanguageModel

MODEL = LanguageModel.load()
PROFILE = Profile.load("ppocr")
MISREAD = "会议强调，要坚持党的领导·人民当家作主、依法治国有机统一，不断推进法治建设。"
NOISE = 0.2


def test_a_misread_mark_is_found_in_a_noisy_text() -> None:
    (found,) = find_marks(MISREAD, NOISE, MODEL, PROFILE)
    assert (found.start, found.before, found.after) == (MISREAD.index("·"), "·", "、")
    assert found.chance > 0.5
    assert found.margin > 0


def test_marks_of_a_clean_text_are_not_weighed() -> None:
    assert find_marks(MISREAD, NOISY / 2, MODEL, PROFILE) == []


def test_a_profile_without_weights_finds_nothing() -> None:
    assert find_marks(MISREAD, NOISE, MODEL, Profile.load("typed")) == []


@pytest.mark.parametrize("text", ["", "。", "，，", "1，2", "增长7，8%", "\n\n", "　"])
def test_ends_and_figures_have_no_marks_to_weigh(text: str) -> None:
    assert all(mark.choices[0] != "，" for mark in weigh_marks(text, NOISE, MODEL, PROFILE))


def test_offsets_are_those_of_the_text_not_of_the_folded_one() -> None:
    text = "第一段。\n 会议 强调，要坚持党的领导·人民当家作主。"
    places = [mark.start for mark in weigh_marks(text, NOISE, MODEL, PROFILE)]
    assert [text[place] for place in places] == ["，", "·"]


def test_a_lattice_decides_where_it_is_known() -> None:
    known = Lattice(tuple(Reading(0.99) for _ in MISREAD))
    assert propose_marks(MISREAD, NOISE, MODEL, PROFILE, known) == []
    unknown = Lattice((None,) * len(MISREAD))
    (proposal,) = propose_marks(MISREAD, NOISE, MODEL, PROFILE, unknown)
    assert (proposal.start, proposal.after) == (MISREAD.index("·"), "、")


def test_choices_are_compared_with_what_was_printed() -> None:
    noise = "囗亍丨彐匚卩冫攵爿丬" * 3
    pairs = [(MISREAD + noise, MISREAD.replace("·", "、") + noise)]
    taken = [number for _, number in mark_choices(MODEL, PROFILE, [pairs])]
    assert sum(number > 0 for number in taken) == 1


def test_a_conditional_logit_finds_the_weights_that_made_the_choices() -> None:
    generator = np.random.default_rng(1)
    weights = np.array([1.5, -0.5, 0.0, 1.0, 0.3])
    items = []
    for _ in range(3000):
        values = generator.normal(size=(4, len(MARK_FEATURES)))
        chances = np.exp(values @ weights)
        items.append((values, int(generator.choice(4, p=chances / chances.sum()))))
    assert np.abs(np.array(fit_choice(items)) - weights).max() < 0.12
    assert fit_choice([]) == (0.0,) * len(MARK_FEATURES)
