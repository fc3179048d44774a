from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from restore.language.normalise import DROPPED, kept, normalise, spaced


def test_folds_digits_letters_and_half_width_punctuation() -> None:
    assert normalise("增长5.2%，GDP 达１２．6万亿") == "增长0．0％，aaa达00．0万亿"
    assert normalise("café Ｋ") == "aaaaa"
    assert normalise("a\t\u3000\u200b\r\nb") == "aa"


def test_keeps_chinese_punctuation_and_han() -> None:
    text = "“一府两院”——《宪法》（修正案）…；：、·〇①"
    assert normalise(text) == text


@given(st.text(st.characters(codec=None)))
def test_one_code_point_for_each_that_is_not_dropped(text: str) -> None:
    kept = DROPPED.sub("", text)
    assert len(normalise(text)) == len(kept)
    assert normalise(text) == normalise(kept)
    assert normalise(normalise(text)) == normalise(text)
    normalise(text).encode()


@given(st.text(st.characters(codec=None)), st.text(st.characters(codec=None), min_size=1))
def test_a_long_text_is_folded_as_its_parts_are(text: str, other: str) -> None:
    parts = [text, *[other] * (1 + 250 // len(other))]
    long = "".join(parts)
    assert normalise(long) == "".join(map(normalise, parts))
    assert kept(long).tolist() == [place for part in parts for place in kept(part).tolist()]


@given(st.text(st.characters(codec=None), max_size=300))
def test_the_spaced_text_has_each_code_point_in_its_place(text: str) -> None:
    read = spaced(text)
    assert read[::2] == "".join(normalise(character) or "\n" for character in text)
    assert read[1::2] == " " * len(text)
