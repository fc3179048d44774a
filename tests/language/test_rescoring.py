from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from restore.language import LanguageModel
from restore.language.rescoring import rescored

MODEL = LanguageModel.load()
texts = st.text("中华人民共和国 \n5a，。未末\ud800𠮷", max_size=60)


@given(texts, texts)
def test_scores_are_those_of_the_model(text: str, other: str) -> None:
    found = rescored(MODEL, text, other, MODEL.char_scores(other))
    assert found.dtype == np.float32
    assert found.tobytes() == MODEL.char_scores(text).tobytes()


@given(texts, st.integers(0, 60), st.integers(0, 4), texts)
def test_of_a_text_with_one_change(text: str, place: int, size: int, put: str) -> None:
    changed = text[:place] + put[:size] + text[place + size :]
    found = rescored(MODEL, changed, text, MODEL.char_scores(text))
    assert found.tobytes() == MODEL.char_scores(changed).tobytes()


@pytest.mark.parametrize(("letters", "little"), [(7128, True), (7129, False)])
def test_only_what_is_new_is_asked_about(
    letters: int, little: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A base of up to 7131 leaves the numbers of five characters below 2**64.
    many = "".join(map(chr, range(0x4E00, 0x4E00 + letters)))
    text = many + "。" + many
    changed = many + "！" + many
    known = MODEL.char_scores(text)
    seen: list[str] = []
    scores = MODEL.char_scores

    def ask(_: LanguageModel, part: str) -> object:
        seen.append(part)
        return scores(part)

    monkeypatch.setattr(LanguageModel, "char_scores", ask)
    assert rescored(MODEL, changed, text, known).tobytes() == scores(changed).tobytes()
    # The mark and the four characters behind it, with four before.
    assert [len(part) for part in seen] == [9 if little else len(changed)]
