from __future__ import annotations

import pytest

from restore.channel.selection import choose_profile
from tests.tools import SEEDS


def test_a_wish_is_kept() -> None:
    assert choose_profile("typed", "", "PP-OCRv6") == "typed"
    assert choose_profile("", "") == ""


@pytest.mark.parametrize(
    ("engine", "profile"),
    [("PP-OCRv6 small", "ppocr"), ("RapidOCR", "ppocr"), ("tesseract 5.3.0", "tesseract")],
)
def test_the_engine_tells(engine: str, profile: str) -> None:
    assert choose_profile("auto", "", engine) == profile


def test_signs_of_tesseract_tell() -> None:
    text = "坚持稳中求进, 加快发展。推动| 全面落实，各项工作。" * 30
    assert choose_profile("auto", text) == "tesseract"
    assert choose_profile("auto", text.replace("|", "").replace(",", "，")) == "auto"


def test_a_converted_text_is_not_taken_for_a_misread_one() -> None:
    assert choose_profile("auto", "坚持稳中求进,加快发展,推动落实.各项工作." * 30) == "auto"


def test_the_reports_are_of_no_known_engine() -> None:
    for seed in sorted(SEEDS.glob("*.txt")):
        assert choose_profile("auto", seed.read_text(encoding="utf-8")) == "auto"
