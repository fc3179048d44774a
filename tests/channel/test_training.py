from __future__ import annotations

import msgspec
import numpy as np
import pytest

from restore.channel.calibration import calibrate, fit_logistic, held_out_findings
from restore.channel.features import FEATURES, probability
from restore.channel.profile import Profile
from restore.channel.profile_data import ProfileData
from restore.channel.shapes import Shapes
from restore.channel.training import held_out, learn, tally
from restore.errors import InputError
from restore.language.model import LanguageModel

PAIRS = [
    ("全面从严冶党", "全面从严治党"),
    ("环境冶理成效", "环境治理成效"),
    ("社会治理,", "社会治理。"),
    ("经济发展展", "经济发展"),
    ("合格达到", "合格率达到"),
]


def test_operations_are_counted() -> None:
    found = tally(PAIRS)
    assert found.seen["冶", "治"] == 2
    assert found.seen["，", "。"] == 1
    assert found.extra == {"展": 1}
    assert found.missing == {"率": 1}
    assert found.kinds == {"han": 2, "mark": 1, "repeat": 1, "missing": 1}


def test_what_was_seen_weighs_most() -> None:
    data = learn([PAIRS[:2], PAIRS[2:]], name="own")
    profile = Profile(data)
    assert profile.candidates("冶")[0][0] == "治"
    assert profile.candidates("，")[0][0] == "。"
    assert profile.missing("率") > profile.missing("党")
    assert profile.extra("展") > profile.extra("党")
    assert profile.candidates("冶")[0][1] > profile.other("冶")


def test_what_is_usual_is_lost_more_often() -> None:
    """One loss of a rare character tells as much as many of a common one."""
    profile = Profile(learn([PAIRS[:2], PAIRS[2:]], name="own"))
    seen, unseen = profile.missing("率", -3.0), profile.missing("党", -3.0)
    assert seen > unseen
    assert profile.missing("率", -1.0) < seen
    # What was never seen to be lost is lost like others, and one loss makes little of it.
    assert abs(unseen - profile.rate("missing")) < 0.001
    assert seen - unseen < 0.1


def test_a_profile_survives_writing() -> None:
    data = learn([PAIRS], name="own")
    assert msgspec.json.decode(msgspec.json.encode(data), type=ProfileData) == data


def test_shares_sum_to_one() -> None:
    mixture = learn([PAIRS[:2], PAIRS[2:]], name="own").mixture
    total = mixture.shape + mixture.sound + mixture.near_sound + mixture.other
    assert total == pytest.approx(1, abs=0.02)


def test_held_back_errors_are_covered_by_shape() -> None:
    mixture = learn([PAIRS], name="own").mixture
    likelihood, covered = held_out([tally(PAIRS[:1]), tally([("末来", "未来")])], mixture)
    assert likelihood < 0
    assert covered == 1.0


def test_nothing_to_learn_from_is_no_error() -> None:
    data = learn([[]], name="own")
    assert Profile(data).candidates("冶")


def test_shipped_profiles_are_calibrated() -> None:
    for name in ("general", "ppocr", "tesseract", "typed"):
        data = Profile.load(name).data
        assert data.name == name
        assert data.calibration is not None
        assert len(data.calibration.weights) == len(FEATURES)
    with pytest.raises(InputError, match="no-such-profile"):
        Profile.load("no-such-profile")


def test_logistic_regression_finds_the_odds() -> None:
    values = np.array([[1.0, 0.0]] * 40 + [[1.0, 1.0]] * 40)
    right = np.array([1.0] * 10 + [0.0] * 30 + [1.0] * 30 + [0.0] * 10)
    weights = fit_logistic(values, right, np.ones(80), ridge=1e-6)
    assert probability(weights, [1.0, 0.0]) == pytest.approx(0.25, abs=0.01)
    assert probability(weights, [1.0, 1.0]) == pytest.approx(0.75, abs=0.01)


def test_calibration_has_a_weight_for_each_feature() -> None:
    data = learn([PAIRS[:2], PAIRS[2:]], name="own")
    found = list(held_out_findings(LanguageModel.load(), [[PAIRS[:2]], [PAIRS[2:]]], data.mixture))
    fit = calibrate(found)
    assert len(fit.weights) == len(FEATURES)
    assert 0 <= fit.threshold <= 1
    assert 0 <= fit.f1 <= 1


def test_what_was_confused_in_rendered_text_is_likelier() -> None:
    rendered = {"治": {"沿": 3.0}, "党": {"觉": 9.0, "琦": 1.0}}
    others = {"一": {"二": 1.0}}
    plain = Profile(learn([PAIRS[:2], PAIRS[2:]], name="own", rendered=others))
    data = learn([PAIRS[:2], PAIRS[2:]], name="own", rendered=rendered)
    assert msgspec.json.decode(msgspec.json.encode(data), type=ProfileData) == data
    profile = Profile(msgspec.structs.replace(data, mixture=plain.data.mixture))
    for read, truth in (("沿", "治"), ("觉", "党"), ("琦", "党")):
        before = dict(plain.candidates(read)).get(truth, plain.other(read))
        assert dict(profile.candidates(read))[truth] > before
    # Arrays and the slow way agree.
    found = profile.han("觉")
    weights = dict(zip(found.characters, found.weights.tolist(), strict=True))
    assert weights == pytest.approx(
        {truth: weight for truth, weight in profile.candidates("觉") if truth in weights}
    )


def test_shares_of_a_character_sum_to_one() -> None:
    rendered = {"党": {"觉": 9.0, "常": 0.5}}
    profile = Profile(learn([PAIRS], name="own", rendered=rendered))
    total = sum(profile.shape_shares(read).get("党", 0.0) for read in profile.base.characters)
    assert total == pytest.approx(1.0, abs=1e-6)


def test_profiles_of_rendered_text_think_of_characters_by_learned_likeness() -> None:
    profile = Profile.load("tesseract")
    chances = Shapes.load().probabilities("沿")
    assert chances is not None
    assert chances[profile.base.rows("沿")[0]] == 0
    assert chances[profile.base.rows("治")[0]] > 100 * chances[profile.base.rows("鼎")[0]]
    assert Shapes.load().probabilities("A") is None
    # The likeliest 256 for their shape, and what was counted; the 64 of the drawings otherwise.
    assert 256 <= len(profile.han("沿").characters) <= 350
    assert len(Profile(learn([PAIRS], name="own")).base.look_alikes("沿")) == 64
    text = {truth: share for truth, share in profile.shape_shares("沿").items() if share > 0.001}
    assert "治" in text


def test_learned_likeness_weighs_as_much_as_ten_counts() -> None:
    profile = Profile(learn([PAIRS], name="own", rendered={"党": {"觉": 10.0}}))
    chances = Shapes.load().probabilities("觉")
    assert chances is not None
    alike = float(chances[profile.base.rows("党")[0]])
    assert profile.shape_shares("觉")["党"] == pytest.approx((10 * alike + 10) / 20, rel=1e-6)
