from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from restore.channel.base import ChannelBase
from restore.channel.features import FEATURES, FEATURES_AT_FIRST, features
from restore.channel.fit import Fit, fit_of
from restore.channel.profile import Profile
from restore.channel.search import Searcher
from restore.errors import InputError
from restore.language.model import LanguageModel

MODEL, BASE = LanguageModel.load(), ChannelBase.load()
HAN = st.text(st.sampled_from("全面从严治冶党坚持发展的和"), max_size=6)


def test_a_known_expression_fits_better_than_a_misreading() -> None:
    right, wrong = (fit_of(MODEL, BASE, "全面从严", word, "党。") for word in "治冶")
    assert right.known == 5
    assert wrong.known < right.known
    assert wrong.total < right.total
    assert wrong.least < right.least
    assert wrong.beside < right.beside


def test_nothing_between_two_sides_has_the_fit_of_what_follows() -> None:
    fit = fit_of(MODEL, BASE, "人民", "", "群众")
    assert fit == Fit(fit.known, fit.total, fit.least, 0.0, (0, 0))
    assert fit.total == pytest.approx(MODEL.char_scores("人民群众")[2:].sum())


@given(HAN, HAN, HAN)
def test_the_difference_of_totals_is_the_margin(left: str, word: str, right: str) -> None:
    put, stood = (fit_of(MODEL, BASE, left, item, right) for item in (word, "治"))
    assert put.total - stood.total == pytest.approx(MODEL.margin(left, "治", word, right), abs=1e-3)


def test_fit_counts_by_kind() -> None:
    findings, _, _, misread = Searcher(MODEL, Profile.load("general")).search("全面从严冶党。")
    stood, put = Fit(2, -9.0, -5.0, -4.0, (3, 7)), Fit(5, -4.0, -12.0, -3.0, (9, 12))
    found = findings[0]._replace(lead=9.0, stood=stood, put=put)
    values = features(found, "全面从严冶党。", misread)[FEATURES_AT_FIRST:]
    assert values == pytest.approx([2.0, 0.3, 1.2, -1, 2, -1.0, -0.75, -0.5, -2.0])
    values = features(found._replace(kind="word"), "全面从严冶党。", misread)[FEATURES_AT_FIRST:]
    assert values == pytest.approx([0, 0, 0, -1, 2, -1.0, -0.75, -0.5, -2.0])
    values = features(found._replace(kind="missing"), "", misread)[FEATURES_AT_FIRST:]
    assert values == pytest.approx([0, 0, 0, 0, 0, 0, 0, -0.5, -2.0])


def test_a_profile_of_before_has_no_weight_for_fit(tmp_path: Path) -> None:
    shipped = Profile.load("tesseract").data
    calibration = shipped.calibration
    assert calibration is not None
    old = calibration.weights[:FEATURES_AT_FIRST]

    def load(weights: tuple[float, ...], name: str) -> tuple[float, ...]:
        changed = msgspec.structs.replace(calibration, weights=weights)
        path = tmp_path / name
        path.write_bytes(msgspec.json.encode(msgspec.structs.replace(shipped, calibration=changed)))
        loaded = Profile.load(str(path)).data.calibration
        assert loaded is not None
        return loaded.weights

    assert load(old, "old.json") == old + (0.0,) * (len(FEATURES) - FEATURES_AT_FIRST)
    with pytest.raises(InputError, match="weights where this version"):
        load(old[:-1], "older.json")
