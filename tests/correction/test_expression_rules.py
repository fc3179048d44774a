"""What a window is weighed by, and what comes of it: with scripted scores, margins and weights."""

from __future__ import annotations

import math

import numpy as np
import pytest
from numpy.typing import NDArray

from restore.core.edits import Proposal
from restore.core.evidence import LanguageMargin, LexiconEntry
from restore.correction import expressions as module
from restore.correction.corpus import CorpusStatistics
from restore.correction.expression_candidates import FEATURES, Candidate, find_expressions
from restore.correction.expressions import Weights, propose_expressions
from restore.lexicon.entries import Term
from restore.lexicon.lexicon import Lexicon
from tests.correction.helpers import ScriptedModel

TEXT = "加快形农成绿色生产生活方式，推动发展"
EXPRESSION = "形成绿色生产生活"


def lexicon_of(*terms: str, **counted: int) -> Lexicon:
    return Lexicon([], [Term(term, "policy", "用法", "terms") for term in terms], [], "", counted)


def scored(
    text: str, scores: dict[int, float] | None = None, usual: float = -3.0
) -> NDArray[np.float32]:
    found = np.full(len(text), usual, np.float32)
    for at, score in (scores or {}).items():
        found[at] = score
    return found


def candidates(
    text: str,
    lexicon: Lexicon,
    *,
    scores: dict[int, float] | None = None,
    usual: float = -3.0,
    model: ScriptedModel | None = None,
) -> list[Candidate]:
    return list(
        find_expressions(text, scored(text, scores, usual), lexicon, model or ScriptedModel(4.0))
    )


def features(*args: object, **options: object) -> dict[str, float]:
    """Return the features of the smallest region that explains the window."""
    found = min(
        candidates(*args, **options),  # type: ignore[arg-type]
        key=lambda item: item.miss.right - item.miss.left + item.miss.cut,
    )
    return dict(zip(FEATURES, found.values, strict=True))


def test_the_features_of_one_character_too_many() -> None:
    bonds = {"快形农": -1.5, "形农": -2.0, "农成": -2.5}
    found = features(
        TEXT,
        lexicon_of(**{EXPRESSION: 57}),
        scores={3: -4.0, 4: -2.5, 5: -1.0},
        model=ScriptedModel(7.0, bonds),
    )
    assert found == {
        "one": 1.0,
        "margin": pytest.approx(7.0),
        "margin_to_six": 6.0,
        "best_bond": -1.5,
        "worst_bond": -2.5,
        "least_score": -4.0,
        "sum_of_scores": -7.5,
        "length": 8,
        "frequency": pytest.approx(math.log10(57)),
        "at_an_end": False,
        "of_four": False,
        "repeats": False,
        "two_for_two": False,
        "one_too_many": True,
        "two_too_many": False,
        "one_too_few": False,
        "two_too_few": False,
        "reads_small_word": False,
        "stands_twice": False,
    }
    assert features(TEXT, lexicon_of(**{EXPRESSION: 57}))["margin_to_six"] == pytest.approx(4.0)


def test_what_arrives_is_foreseen_by_three_characters() -> None:
    lexicon = lexicon_of(**{EXPRESSION: 57})
    for context, bond in (("加快形农", -1.0), ("，加快形农", -9.0)):
        model = ScriptedModel(4.0, {context: -1.0})
        assert features("，" + TEXT, lexicon, model=model)["best_bond"] == bond


@pytest.mark.parametrize(
    ("text", "expression", "kind"),
    [
        ("加快形成绿色生方式", "绿色生产方式", "one_too_few"),
        ("加快形成绿色生活方式", "绿色生产生活方式", "two_too_few"),
        ("加快绿色生产的好生活方式", "绿色生产生活方式", "two_too_many"),
        ("加快绿生色产方式", "绿色生产方式", "two_for_two"),
        ("加快绿农生产方式", "绿色生产方式", ""),
    ],
)
def test_kinds_of_slips(text: str, expression: str, kind: str) -> None:
    kinds = ("two_for_two", "one_too_many", "two_too_many", "one_too_few", "two_too_few")
    found = features(text, lexicon_of(**{expression: 9}))
    assert [name for name in kinds if found[name]] == ([kind] if kind else [])


def test_a_seam_has_one_bond() -> None:
    model = ScriptedModel(4.0, {"色生方": -1.5, "生方": -2.0})
    found = features("加快形成绿色生方式", lexicon_of(绿色生产方式=9), model=model)
    assert (found["best_bond"], found["worst_bond"]) == (-1.5, -1.5)
    model = ScriptedModel(4.0, {"绿色生方": -1.5, "生方式": -1.0})
    assert (
        features("加快形成绿色生方式", lexicon_of(绿色生产方式=9), model=model)["best_bond"] == -1.5
    )
    model = ScriptedModel(4.0, {"成绿色生方": -1.5, "方式": -1.0})
    assert (
        features("加快形成绿色生方式", lexicon_of(绿色生产方式=9), model=model)["best_bond"] == -9.0
    )


@pytest.mark.parametrize(
    ("often", "weight"), [(1, 0.0), (10, 1.0), (999, math.log10(999)), (1000, 3.0), (5000, 3.0)]
)
def test_counts_above_a_thousand_count_alike(often: int, weight: float) -> None:
    assert features(TEXT, lexicon_of(**{EXPRESSION: often}))["frequency"] == pytest.approx(weight)


def test_a_term_compiled_by_hand_counts_as_a_thousand() -> None:
    assert features(TEXT, lexicon_of(EXPRESSION))["frequency"] == 3.0


@pytest.mark.parametrize(("length", "value"), [(9, 9), (10, 10), (11, 10)])
def test_lengths_above_ten_count_alike(length: int, value: int) -> None:
    expression = "形成绿色生产生活方式发展"[:length]
    text = f"加快{expression[:4]}农{expression[4:]}，推动"
    assert features(text, lexicon_of(**{expression: 9}))["length"] == value


@pytest.mark.parametrize(
    ("text", "expression", "at_an_end"),
    [
        ("加快农成绿色发展", "形成绿色发展", True),
        ("加快形成绿色发屎", "形成绿色发展", True),
        ("加快形农绿色发展", "形成绿色发展", False),
        ("加快形成绿色屎展", "形成绿色发展", False),
    ],
)
def test_ends(text: str, expression: str, at_an_end: bool) -> None:
    found = features(text, lexicon_of(**{expression: 9}))
    assert found["at_an_end"] is at_an_end
    assert found["of_four"] is False


def test_expressions_of_four_characters() -> None:
    assert features("加快绿农发展", lexicon_of(绿色发展=9))["of_four"] is True
    assert features("加快绿农发展好", lexicon_of(绿色发展好=9))["of_four"] is False


@pytest.mark.parametrize(
    ("text", "repeats"), [("加快绿色色发展", True), ("加快绿发发展", True), ("加快绿农发展", False)]
)
def test_repeats(text: str, repeats: bool) -> None:
    assert features(text, lexicon_of(绿色发展=9))["repeats"] is repeats


def test_small_words_and_passages_that_stand_twice() -> None:
    lexicon = lexicon_of(绿色生产方式=9)
    assert features("加快绿的生产方式", lexicon)["reads_small_word"] is True
    # Two characters on both sides, inside the window, make a passage.
    assert features("加快绿农生产方式，绿农生产", lexicon)["stands_twice"] is True
    assert features("加快绿农生产方式，绿农生", lexicon)["stands_twice"] is False
    assert features("加快绿农生产方式，绿农生产品", lexicon)["stands_twice"] is True


@pytest.mark.parametrize(("at", "found"), [(2, False), (3, True), (4, True), (5, True), (6, False)])
def test_a_doubtful_character_stands_in_the_region_or_just_behind(at: int, found: bool) -> None:
    lexicon = lexicon_of(**{EXPRESSION: 9})
    for score, doubtful in ((-2.21, True), (-2.2, False)):
        result = candidates(TEXT, lexicon, scores={at: score}, usual=-1.0)
        assert bool(result) is (found and doubtful)


@pytest.mark.parametrize(("margin", "found"), [(1.501, True), (1.499, False)])
def test_the_least_margin(margin: float, found: bool) -> None:
    model = ScriptedModel(margin)
    assert bool(candidates(TEXT, lexicon_of(**{EXPRESSION: 9}), model=model)) is found


@pytest.mark.parametrize(
    ("text", "expression"),
    [
        ("加快形、绿色生产生活", EXPRESSION),
        ("知道或者应当知道的", "知道或应当知道"),
        ("加快形三绿色生产生活", EXPRESSION),
        ("加快推动三项改革", "推动几项改革"),
        ("会议听取和的报告意见", "会议听取了的报告意见"),
    ],
)
def test_marks_figures_and_small_words_are_no_slips(text: str, expression: str) -> None:
    assert candidates(text, lexicon_of(**{expression: 9})) == []


def test_what_a_right_expression_covers_is_none() -> None:
    assert candidates(TEXT, lexicon_of("形农成", **{EXPRESSION: 9})) == []
    assert candidates(TEXT, lexicon_of("形农", **{EXPRESSION: 9}))


def test_candidates_stand_in_the_order_of_the_text() -> None:
    lexicon = lexicon_of(绿色发展=9, 形成绿色=9)
    found = candidates("形农绿色发展，绿农发展，形农绿色", lexicon)
    assert [item.miss.left for item in found] == [1, 8, 13]
    assert [(item.expression, item.written) for item in found][:2] == [
        ("形成绿色", "成"), ("绿色发展", "色"),
    ]  # fmt: skip


# --- proposals ------------------------------------------------------------------------------------


@pytest.fixture
def chance(monkeypatch: pytest.MonkeyPatch) -> object:
    """Give every window one probability, which a test sets."""

    def give(probability: float) -> None:
        weight = math.log(probability / (1 - probability))
        weights = Weights(FEATURES, (weight,) + (0.0,) * (len(FEATURES) - 1), "test")
        monkeypatch.setattr(module, "_weights", lambda: weights)

    return give


def proposed(
    text: str,
    lexicon: Lexicon,
    margin: float = 2.0,
    corpus: CorpusStatistics | None = None,
) -> list[Proposal]:
    return propose_expressions(text, scored(text), lexicon, ScriptedModel(margin), corpus)


@pytest.mark.parametrize(
    ("probability", "confidence"),
    [
        (0.751, 0.751),
        (0.749, None),
        (0.8499, 0.85),
        (0.86, 0.85),
        (0.9899, 0.85),
        (0.9901, 0.95),
        (0.80049, 0.8),
        (0.80051, 0.801),
    ],
)
def test_what_is_shown_and_what_is_applied(
    probability: float, confidence: float | None, chance: object
) -> None:
    chance(probability)  # type: ignore[operator]
    found = proposed(TEXT, lexicon_of(**{EXPRESSION: 57}))
    assert [item.confidence for item in found] == ([] if confidence is None else [confidence])


def test_the_evidence(chance: object) -> None:
    chance(0.8)  # type: ignore[operator]
    (found,) = proposed(TEXT, lexicon_of(**{EXPRESSION: 57}), margin=3.14159)
    assert (found.stage, found.rule) == ("correction", "expression")
    assert (found.start, found.end, found.after) == (3, 4, "")
    entry = LexiconEntry("expressions", EXPRESSION, "57 次", similarity=0.875)
    assert found.evidence == (entry, LanguageMargin(3.142))
    (found,) = proposed(TEXT, lexicon_of(EXPRESSION))
    assert found.evidence[0] == LexiconEntry("terms", EXPRESSION, "用法", similarity=0.875)
    # The greater of what is read and what is written counts.
    (found,) = proposed("加快形成绿色生方式", lexicon_of(绿色生产方式=9))
    assert isinstance(found.evidence[0], LexiconEntry)
    assert found.evidence[0].similarity == 0.833


@pytest.mark.parametrize(
    ("text", "margin", "confidence"),
    [
        ("加快形成色绿生产生活方式", 4.0, 0.95),
        ("加快形成色绿生产生活方式", 3.99, 0.8),
        # Two other characters, of which one alone is in both.
        ("加快形成红绿生产生活方式", 4.0, 0.8),
    ],
)
def test_two_neighbours_that_change_places_are_sure(
    text: str, margin: float, confidence: float, chance: object
) -> None:
    chance(0.8)  # type: ignore[operator]
    found = proposed(text, lexicon_of(**{EXPRESSION: 57}), margin=margin)
    assert [item.confidence for item in found] == [confidence]
    chance(0.74)  # type: ignore[operator]
    assert proposed(text, lexicon_of(**{EXPRESSION: 57}), margin=margin) == []


def test_what_is_written_three_times_is_its_own_usage(chance: object) -> None:
    chance(0.995)  # type: ignore[operator]
    lexicon = lexicon_of(**{EXPRESSION: 57})
    assert len(proposed(f"{TEXT}\n{TEXT}", lexicon)) == 2
    assert proposed(f"{TEXT}\n{TEXT}\n{TEXT}", lexicon) == []
    # The whole run counts, where it is known.
    twice = CorpusStatistics({"a": TEXT, "b": TEXT})
    assert len(proposed(TEXT, lexicon, corpus=twice)) == 1
    thrice = CorpusStatistics({"a": TEXT, "b": f"{TEXT}，{TEXT}"})
    assert proposed(TEXT, lexicon, corpus=thrice) == []


@pytest.mark.parametrize(
    ("text", "expressions", "margin", "found"),
    [
        # 制 sounds as 置 does: inside an expression from 2.5 on, at its ends from 3.5 on.
        ("市场在资源配制中发挥", ("资源配置中",), 2.5, True),
        ("市场在资源配制中发挥", ("资源配置中",), 2.49, False),
        ("市场在资源配制发挥", ("资源配置",), 3.5, True),
        ("市场在资源配制发挥", ("资源配置",), 3.49, False),
        ("市场制放在资源", ("置放在资源",), 3.5, True),
        ("市场制放在资源", ("置放在资源",), 3.49, False),
        # What sounds otherwise is weighed alone, and so are two characters.
        ("市场在资源配屎中发挥", ("资源配置中",), 9.0, False),
        ("市场在资源制配中发挥", ("资源配置中",), 9.0, False),
        ("市场在资源配制置中发挥", ("资源配置中",), 9.0, False),
        ("市场在资源配中发挥", ("资源配置中",), 9.0, False),
    ],
)
def test_what_sounds_the_same_is_a_slip_of_typing(
    text: str, expressions: tuple[str, ...], margin: float, found: bool, chance: object
) -> None:
    chance(0.1)  # type: ignore[operator]
    result = proposed(text, lexicon_of(**dict.fromkeys(expressions, 9)), margin)
    assert [item.confidence for item in result] == ([0.75] if found else [])


def test_of_two_expressions_at_one_place_the_likelier_is_offered(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # The longer an expression the likelier.
    weights = [0.0] * len(FEATURES)
    weights[FEATURES.index("length")] = 0.4
    monkeypatch.setattr(module, "_weights", lambda: Weights(FEATURES, tuple(weights), "test"))
    lexicon = lexicon_of(形成绿色生产=9, 快形成绿色生产=9)
    (found,) = proposed(TEXT, lexicon)
    assert isinstance(found.evidence[0], LexiconEntry)
    assert found.evidence[0].entry == "快形成绿色生产"
    # Of equals the first; places that touch are one, places apart two.
    two = lexicon_of(形成绿色生产=9, 绿色发展方式=9)
    for text, count in (
        ("形农绿色生产绿农发展方式", 2),
        ("快形农绿色生产", 1),
    ):
        assert len(proposed(text, two)) == count


@pytest.mark.parametrize(("gap", "count"), [("", 1), ("与", 1), ("与好", 2)])
def test_places_side_by_side_are_one(gap: str, count: int, chance: object) -> None:
    """The last character of one expression and the first of the next are misread: one slip."""
    chance(0.8)  # type: ignore[operator]
    text = f"加快形成农{gap}屎生产方式"
    lexicon = lexicon_of(加快形成绿=9, 色生产方式=9)
    assert len(proposed(text, lexicon)) == count


@pytest.mark.parametrize("total", [-40.0, -30.0, 0.0, 30.0, 40.0])
def test_probabilities_stay_probabilities(total: float, monkeypatch: pytest.MonkeyPatch) -> None:
    """However far the weights go, no number overflows."""
    weights = Weights(FEATURES, (total * 100,) + (0.0,) * (len(FEATURES) - 1), "test")
    monkeypatch.setattr(module, "_weights", lambda: weights)
    found = proposed(TEXT, lexicon_of(**{EXPRESSION: 57}))
    assert [item.confidence for item in found] == ([0.95] if total > 0 else [])
