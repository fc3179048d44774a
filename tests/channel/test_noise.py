"""How noisy a document is: what counts, and what is thought of a text too short to tell."""

from __future__ import annotations

import pytest

from restore.channel.findings import Finding
from restore.channel.noise import Noise, is_slip
from restore.channel.profile import Profile
from restore.channel.search import Searcher
from restore.language.model import LanguageModel


def finding(
    gain: float = 6.0, *, kind: str = "han", alike: bool = True, weight: float = -2.0
) -> Finding:
    return Finding(0, 1, "冶", "治", kind, gain - weight, weight, -7.0, -1.0, alike)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("item", "counts"),
    [
        (finding(4.0), True),
        (finding(3.99), False),
        (finding(kind="word"), True),
        (finding(kind="mark"), False),
        (finding(kind="missing"), False),
        # What is strange, but looks and sounds like nothing usual, may be the author's style.
        (finding(alike=False), False),
    ],
)
def test_what_counts_as_noise(item: Finding, counts: bool) -> None:
    assert is_slip(item) is counts


def test_a_short_text_is_clean() -> None:
    assert Noise().beside(finding()) == pytest.approx(-1.0, abs=0.001)
    assert Noise.of([finding()], 40).beside(finding()) == pytest.approx(-1.033, abs=0.001)


def test_the_noise_of_two_texts() -> None:
    one, other = Noise(2, 100, 1), Noise(3, 50, 2)
    assert one.together(other) == Noise(5, 150, 3)
    assert one.together(other).without(other) == one


def test_a_finding_says_nothing_of_itself() -> None:
    fewer, more = (Noise.of([finding()] * count, 1000) for count in (5, 6))
    assert 0 < fewer.beside(finding()) < more.beside(finding())
    # A finding that does not count is none of those that do.
    assert fewer.beside(finding(1.0)) == more.beside(finding())


def test_two_findings_do_not_vouch_for_each_other() -> None:
    alone, pair, three = (Noise.of([finding()] * count, 30) for count in (1, 3, 4))
    assert alone.beside(finding()) == pair.beside(finding()) < three.beside(finding())


@pytest.mark.parametrize(
    ("slips", "characters", "value"),
    [(0, 500, -1.301), (0, 9_500, -2.301), (10, 2_000, 0.974), (10, 20_000, -0.032)],
)
def test_how_noisy(slips: int, characters: int, value: float) -> None:
    text = Noise(slips, characters)
    assert text.beside(finding(1.0)) == pytest.approx(value, abs=0.001)


@pytest.mark.parametrize(
    ("slips", "shapes", "scanned"), [(3, 3, True), (2, 2, False), (5, 3, True), (6, 3, False)]
)
def test_slips_of_shape_tell_of_an_engine(slips: int, shapes: int, scanned: bool) -> None:
    assert Noise(slips, 2_000, shapes).was_scanned is scanned


def test_a_few_slips_of_shape_in_a_book_tell_of_no_engine() -> None:
    assert not Noise(3, 4_000, 3).was_scanned
    assert not Noise(6, 200_000, 4).was_scanned
    assert Noise(40, 200_000, 30).was_scanned


def test_a_search_tells_how_noisy_a_text_is() -> None:
    searcher = Searcher(LanguageModel.load(), Profile.load("general"))
    clean = "推动全面从严治党向纵深发展，坚持稳中求进工作总基调。"
    faulty = clean.replace("治", "冶")
    assert searcher.search(clean).misread == Noise(0, len(clean))
    found = searcher.search("\n".join([faulty, clean, faulty])).misread
    # 冶 looks like 治 and sounds otherwise.
    assert (found.slips, found.shapes) == (2, 2)
    typed = searcher.search("要坚持实事求是的元泽，推动各项任务落地见效。").misread
    assert (typed.slips, typed.shapes) == (1, 0)
