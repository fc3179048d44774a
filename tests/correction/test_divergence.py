"""Where two passages diverge: each threshold from both sides, by a scripted model."""

from __future__ import annotations

import pytest

from restore.channel.base import ChannelBase
from restore.correction.divergence import Divergence, confidence_in
from restore.correction.passages import Alternative, Place
from restore.lexicon.lexicon import Lexicon
from tests.correction.helpers import ScriptedModel, lexicon_of

SURE, UNSURE, NOT = 0.93, 0.6, 0.0
LEFT, RIGHT = "各级党委政府要加强和改进", "工作机制推动各项任务落实"
EMPTY = lexicon_of()
STRANGE = -9.0


def judged(
    read: str,
    other: str,
    margin: float = 9.0,
    *,
    shared: tuple[int, int] = (12, 12),
    often: int = 1,
    elsewhere: int = 1,
    bonds: dict[str, float] | None = None,
    usual: float = STRANGE,
    lexicon: Lexicon = EMPTY,
    left: str = LEFT,
    right: str = RIGHT,
) -> float:
    """Judge ``read`` between two sides of which so many characters stand elsewhere too."""
    first, last = shared
    text = f"会议指出，{left}{read}{right}。"
    before = "某" * (len(left) - first) + left[len(left) - first :]
    source = f"大会提到，{before}{other}{right[:last]}{'某' * (len(right) - last)}；"
    start = 5 + len(left)
    place = Place("page", start, start + len(read), often, (4, 3), ())
    there = Alternative(other, elsewhere, "other", start, start + len(other))
    model = ScriptedModel(bonds=bonds, usual=usual)
    return confidence_in(text, Divergence(place, there, source), margin, lexicon, model)


# 洽 looks like 治, 绘 like neither.
ALIKE, UNLIKE = ("洽", "治"), ("绘", "治")


@pytest.mark.parametrize(
    ("margin", "confidence"), [(5.0, SURE), (4.99, UNSURE), (3.0, UNSURE), (2.99, NOT)]
)
def test_a_look_alike(margin: float, confidence: float) -> None:
    assert judged(*ALIKE, margin) == confidence


@pytest.mark.parametrize(
    ("shared", "confidence"),
    [((5, 5), SURE), ((4, 5), UNSURE), ((5, 4), UNSURE), ((10, 0), SURE), ((0, 10), SURE)],
)
def test_the_same_clause_has_ten_equal_characters(
    shared: tuple[int, int], confidence: float
) -> None:
    assert judged(*ALIKE, shared=shared) == confidence


@pytest.mark.parametrize(
    ("shared", "confidence"), [((8, 8), UNSURE), ((8, 7), NOT), ((7, 8), NOT), ((12, 12), UNSURE)]
)
def test_a_plausible_look_alike_is_told_by_the_same_passage(
    shared: tuple[int, int], confidence: float
) -> None:
    assert judged(*ALIKE, shared=shared, bonds={"进洽": -1.0}) == confidence


def test_twelve_characters_count_on_each_side() -> None:
    left, right = "甲" + LEFT, RIGHT + "乙"
    long = {"left": left, "right": right, "bonds": {"进洽": -1.0}}
    assert judged(*ALIKE, shared=(13, 4), **long) == UNSURE  # type: ignore[arg-type]
    assert judged(*ALIKE, shared=(13, 3), **long) == NOT  # type: ignore[arg-type]
    assert judged(*ALIKE, shared=(3, 13), **long) == NOT  # type: ignore[arg-type]


def test_a_line_end_is_no_equal_character() -> None:
    left, right = f"{LEFT[:3]}\n{LEFT[4:]}", f"{RIGHT[:1]}\n{RIGHT[2:]}"
    assert judged(*ALIKE, left=left, right=right) == UNSURE
    assert judged(*ALIKE, left=left, right=RIGHT) == SURE


@pytest.mark.parametrize(
    ("context", "seen"),
    [("进洽", True), ("洽工", True), ("和改进洽", True), ("强和改进洽", False), ("洽工作", False)],
)
def test_what_goes_with_a_neighbour_is_plausible(context: str, seen: bool) -> None:
    for bond, confidence in ((-3.3, UNSURE), (-3.31, SURE)):
        found = judged(*ALIKE, bonds={context: bond})
        assert found == (confidence if seen else SURE)


def test_two_characters_that_go_together_are_a_word() -> None:
    assert judged("洽谈", "治理", shared=(5, 5)) == UNSURE
    assert judged("洽谈", "治理", shared=(5, 5), bonds={"洽谈": -3.3}) == NOT
    assert judged("洽谈", "治理", shared=(5, 5), bonds={"洽谈": -3.31}) == UNSURE


@pytest.mark.parametrize(
    ("shared", "elsewhere", "confidence"),
    [((5, 5), 1, UNSURE), ((4, 5), 1, NOT), ((4, 5), 2, UNSURE)],
)
def test_what_is_not_alike_stands_in_the_same_clause_or_more_than_once_elsewhere(
    shared: tuple[int, int], elsewhere: int, confidence: float
) -> None:
    assert judged(*UNLIKE, shared=shared, elsewhere=elsewhere) == confidence
    plausible = judged(*UNLIKE, shared=shared, elsewhere=elsewhere, bonds={"进绘": -1.0})
    assert plausible == NOT


def test_what_a_term_or_a_protected_expression_holds_is_plausible() -> None:
    assert judged(*UNLIKE, lexicon=lexicon_of("改进绘")) == NOT
    assert judged(*UNLIKE, lexicon=lexicon_of("改进")) == UNSURE
    assert judged(*ALIKE, lexicon=lexicon_of("改进洽")) == UNSURE
    assert judged(*ALIKE, lexicon=lexicon_of(protected="改进洽")) == NOT
    # A term that is no more than the place says nothing.
    assert judged("绘画", "治理", lexicon=lexicon_of("绘画")) == UNSURE
    assert judged("绘画", "治理", lexicon=lexicon_of("绘画工")) == NOT


@pytest.mark.parametrize(
    ("other", "shared", "confidence"),
    [
        ("治", (5, 5), UNSURE),
        ("治", (5, 4), NOT),
        ("治理", (8, 8), UNSURE),
        ("治理", (8, 7), NOT),
    ],
)
def test_what_is_lost_here(other: str, shared: tuple[int, int], confidence: float) -> None:
    assert judged("", other, shared=shared) == confidence
    assert judged("", other, 2.99, shared=shared) == NOT
    # Not where the seam holds, nor where a character would only be doubled.
    assert judged("", other, shared=shared, bonds={"进工": -3.31}) == confidence
    assert judged("", other, shared=shared, bonds={"进工": -3.3}) == NOT
    assert judged("", other, shared=shared, bonds={"和改进工": -1.0}) == NOT
    assert judged("", "进", shared=(12, 12)) == NOT


@pytest.mark.parametrize(
    ("margin", "elsewhere", "often", "shared", "confidence"),
    [
        (5.0, 3, 1, (5, 5), UNSURE),
        (4.99, 3, 1, (5, 5), NOT),
        (5.0, 2, 1, (5, 5), NOT),
        (5.0, 6, 2, (5, 5), UNSURE),
        (5.0, 5, 2, (5, 5), NOT),
        (5.0, 3, 1, (5, 4), NOT),
    ],
)
def test_a_protected_double_that_the_run_writes_singly(
    margin: float, elsewhere: int, often: int, shared: tuple[int, int], confidence: float
) -> None:
    words = lexicon_of(protected="多元化化解")
    options = {"left": "民商事纠纷多元化", "right": "解机制走深走实", "lexicon": words}
    counts = {"elsewhere": elsewhere, "often": often, "shared": shared}
    assert judged("化", "", margin, **options, **counts) == confidence  # type: ignore[arg-type]
    # What is no double stays whatever stands elsewhere.
    other = {"left": "民商事纠纷多", "right": "化解机制走深走实", "lexicon": words}
    assert judged("元化", "", margin, **other, **counts) == NOT  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("read", "other", "right", "confidence"),
    [
        ("胡锦涛", "习近平", "同志为核心的各项任务落实", NOT),
        ("胡锦涛", "习近平", "为核心的各项任务落实到位", UNSURE),
        ("闽", "粤", RIGHT, NOT),
        ("闽", "治", RIGHT, UNSURE),
    ],
)
def test_another_person_or_province_is_no_error(
    read: str, other: str, right: str, confidence: float
) -> None:
    assert judged(read, other, right=right) == confidence


@pytest.mark.parametrize(
    ("margin", "often", "confidence"),
    [(2.0, 1, SURE), (1.99, 1, NOT), (2.0, 2, UNSURE), (9.0, 1, SURE)],
)
def test_a_repeat_that_stands_once_elsewhere(margin: float, often: int, confidence: float) -> None:
    for read in ("改进", "工作"):
        assert judged(read, "", margin, often=often, usual=-2.0) == confidence
    # In talk repeats are often meant.
    assert judged("改进", "", 9.0, often=1, usual=-2.0, left="你们要" + LEFT[3:]) == UNSURE
    # What is no whole repeat is judged as other words.
    assert judged("改正", "", 9.0, usual=-2.0) == NOT


@pytest.mark.parametrize(
    ("margin", "often", "confidence"),
    [
        (5.0, 1, SURE),
        (4.99, 1, UNSURE),
        (5.0, 2, UNSURE),
        (2.0, 1, UNSURE),
        (1.99, 1, NOT),
    ],
)
def test_what_repeats_a_neighbour_where_another_character_stands_elsewhere(
    margin: float, often: int, confidence: float
) -> None:
    for read in ("进", "工", "进好", "好工"):
        other = "治理"[: len(read)]
        assert judged(read, other, margin, often=often, usual=-1.0) == confidence


@pytest.mark.parametrize(
    ("name", "kind", "confidence"),
    [
        ("进治工作机制推动", "body", UNSURE),
        ("进治工作机制推", "body", NOT),
        ("进治工作机制推动", "policy", NOT),
        ("治工作机制推动各", "office", UNSURE),
        ("改进治", "body", NOT),
        # It holds what stands elsewhere, up to its last character.
        ("政府要加强和改进治", "body", UNSURE),
        ("政府要加强和改进", "body", NOT),
        ("作机制推动各项任务", "body", NOT),
    ],
)
def test_a_long_name_elsewhere_tells_a_fluent_wrong_word(
    name: str, kind: str, confidence: float
) -> None:
    lexicon = lexicon_of(name, kind=kind)
    fluent = {"进绘": -1.0}
    assert judged(*UNLIKE, bonds=fluent, lexicon=lexicon) == confidence
    # Not if another length stands there, nor if a term explains what stands here.
    assert judged("绘好", "治", bonds={"绘好": -1.0}, lexicon=lexicon) == NOT
    both = lexicon_of(name, "进绘工", kind=kind)
    assert judged(*UNLIKE, bonds=fluent, lexicon=both) == NOT


@pytest.mark.parametrize(
    ("left", "right", "confidence"),
    [
        ("召开党组会议50次、", "会议24次", UNSURE),
        ("召开党组会议50 次、", "会议 24次", UNSURE),
        ("召开党组会议50次，", "会议24次", NOT),
        ("召开党组会议多次、", "会议24次", NOT),
        ("召开党组会议50次、", "会议多次", NOT),
        ("召开党组会议50人次多、", "会议24次", NOT),
    ],
)
def test_a_name_in_a_counted_list(left: str, right: str, confidence: float) -> None:
    """In 党组会议50次、内蒙会议24次 a list elsewhere has 主席会议."""
    lexicon = lexicon_of("主席会议", kind="body")
    sides = {"left": left, "right": right, "shared": (len(left), len(right))}
    found = judged("内蒙", "主席", bonds={"内蒙": -1.0}, lexicon=lexicon, **sides)  # type: ignore[arg-type]
    assert found == confidence
    nameless = judged("内蒙", "主席", bonds={"内蒙": -1.0}, **sides)  # type: ignore[arg-type]
    assert nameless == NOT


def test_twenty_four_look_alikes_count() -> None:
    base = ChannelBase.load()
    for character in "治未己":
        looks = [one for one, _ in base.look_alikes(character)]
        sounds = [*base.sound_alikes(character)[0], *base.sound_alikes(character)[1]]
        for rank, other in enumerate(looks):
            if other not in sounds and other not in "进工":
                expected = SURE if rank < 24 else UNSURE
                assert judged(character, other) == expected, (character, other, rank)
    same, near = base.sound_alikes("治")
    for other in (*tuple(same)[:3], *tuple(near)[:3]):
        assert judged("治", other) == SURE


@pytest.mark.parametrize(
    ("read", "between", "margin", "often", "confidence"),
    [
        ("中心组", "学习", 5.0, 1, UNSURE),
        ("中心组", "学习", 4.9, 1, NOT),
        ("中心组", "学习", 5.0, 2, NOT),
        ("中心组", "学习的", 5.0, 1, UNSURE),
        # A word further off, or a character, comes again by right.
        ("中心组", "集体学习", 5.0, 1, NOT),
        ("组", "学习", 5.0, 1, NOT),
    ],
)
def test_a_word_that_stands_again_a_word_later(
    read: str, between: str, margin: float, often: int, confidence: float
) -> None:
    right = f"{between}{read}工作机制推动各项任务落实"
    # All that stands there is plausible.
    found = judged(read, "", margin, often=often, usual=-1.0, right=right)
    assert found == confidence


@pytest.mark.parametrize(("elsewhere", "confidence"), [(1, UNSURE), (2, SURE)])
def test_two_clauses_without_the_echo_are_sure(elsewhere: int, confidence: float) -> None:
    right = "学习中心组工作机制推动各项任务落实"
    found = judged("中心组", "", 5.0, elsewhere=elsewhere, usual=-1.0, right=right)
    assert found == confidence


def test_a_word_that_is_lacking_elsewhere_may_begin_as_the_one_before_ends() -> None:
    assert judged("进好", "", 9.0, usual=-1.0) == UNSURE
    assert judged("进好", "治理", 9.0, usual=-1.0) == SURE


@pytest.mark.parametrize(
    ("margin", "shared", "elsewhere", "confidence"),
    [
        (5.0, (8, 8), 2, UNSURE),
        (4.99, (8, 8), 2, NOT),
        (5.0, (8, 7), 2, NOT),
        (5.0, (8, 8), 1, NOT),
    ],
)
def test_another_word_in_the_same_passage(
    margin: float, shared: tuple[int, int], elsewhere: int, confidence: float
) -> None:
    found = judged("围绕", "开展", margin, shared=shared, elsewhere=elsewhere, usual=-1.0)
    assert found == confidence
    assert judged("围绕", "开", margin, shared=shared, elsewhere=elsewhere, usual=-1.0) == NOT
    assert judged("围绕", "开展", margin, shared=shared, often=2, elsewhere=3, usual=-1.0) == NOT
