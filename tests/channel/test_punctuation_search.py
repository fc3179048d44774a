from __future__ import annotations

import numpy as np
import pytest

from restore.channel.profile import Profile
from restore.channel.punctuation_calibration import fit_choice, punctuation_choices
from restore.channel.punctuation_search import (
    MIN_NOISE_SHARE,
    PUNCTUATION_FEATURES,
    find_punctuation,
    propose_punctuation,
    weigh_punctuation,
)
from restore.core.native_page import Lattice, Reading
from restore.language.model import LanguageModel

MODEL = LanguageModel.load()
PROFILE = Profile.load("ppocr")
MISREAD = "会议强调，要坚持党的领导·人民当家作主、依法治国有机统一，不断推进法治建设。"
NOISE = 0.2


def test_a_misread_mark_is_found_in_a_noisy_text() -> None:
    (found,) = find_punctuation(MISREAD, NOISE, MODEL, PROFILE)
    assert (found.start, found.before, found.after) == (MISREAD.index("·"), "·", "、")
    assert found.chance > 0.5
    assert found.margin > 0


def test_marks_of_a_clean_text_are_not_weighed() -> None:
    assert find_punctuation(MISREAD, MIN_NOISE_SHARE / 2, MODEL, PROFILE) == []


def test_a_profile_without_weights_finds_nothing() -> None:
    assert find_punctuation(MISREAD, NOISE, MODEL, Profile.load("typed")) == []


@pytest.mark.parametrize("text", ["", "。", "，，", "1，2", "增长7，8%", "\n\n", "　"])
def test_ends_and_figures_have_no_marks_to_weigh(text: str) -> None:
    assert all(mark.choices[0] != "，" for mark in weigh_punctuation(text, NOISE, MODEL, PROFILE))


def test_offsets_are_those_of_the_text_not_of_the_folded_one() -> None:
    text = "第一段。\n 会议 强调，要坚持党的领导·人民当家作主。"
    places = [mark.start for mark in weigh_punctuation(text, NOISE, MODEL, PROFILE)]
    assert [text[place] for place in places] == ["，", "·"]


def test_a_lattice_decides_where_it_is_known() -> None:
    known = Lattice(tuple(Reading(0.99) for _ in MISREAD))
    assert propose_punctuation(MISREAD, NOISE, MODEL, PROFILE, known) == []
    unknown = Lattice((None,) * len(MISREAD))
    (proposal,) = propose_punctuation(MISREAD, NOISE, MODEL, PROFILE, unknown)
    assert (proposal.start, proposal.after) == (MISREAD.index("·"), "、")


def test_choices_are_compared_with_what_was_printed() -> None:
    noise = "囗亍丨彐匚卩冫攵爿丬" * 3
    pairs = [(MISREAD + noise, MISREAD.replace("·", "、") + noise)]
    taken = [number for _, number in punctuation_choices(MODEL, PROFILE, [pairs])]
    assert sum(number > 0 for number in taken) == 1


def test_a_conditional_logit_finds_the_weights_that_made_the_choices() -> None:
    generator = np.random.default_rng(1)
    weights = np.array([1.5, -0.5, 0.0, 1.0, 0.3])
    items = []
    for _ in range(3000):
        values = generator.normal(size=(4, len(PUNCTUATION_FEATURES)))
        chances = np.exp(values @ weights)
        items.append((values, int(generator.choice(4, p=chances / chances.sum()))))
    assert np.abs(np.array(fit_choice(items)) - weights).max() < 0.12
    assert fit_choice([]) == (0.0,) * len(PUNCTUATION_FEATURES)
