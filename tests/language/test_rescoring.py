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


@given(st.lists(st.sampled_from([*"中华人民", "国家发展规划", "经济社会"]), max_size=60), st.data())
def test_of_a_longer_text_with_many_changes(parts: list[str], data: st.DataObject) -> None:
    text = "".join(parts)
    gone = data.draw(st.sets(st.integers(0, 59), max_size=6))
    changed = "".join(part + "新" for place, part in enumerate(parts) if place not in gone)
    for one, other in ((changed, text), (text, changed)):
        found = rescored(MODEL, one, other, MODEL.char_scores(other))
        assert found.tobytes() == MODEL.char_scores(one).tobytes()


@pytest.mark.parametrize("new", ["！", "", "，又，", "多" * 40])
def test_only_what_is_new_is_asked_about(new: str, monkeypatch: pytest.MonkeyPatch) -> None:
    many = "".join(map(chr, range(0x4E00, 0x4E00 + 3000)))
    text, changed = many + "。" + many, many + new + many
    known = MODEL.char_scores(text)
    seen: list[str] = []
    scores = MODEL.char_scores

    def ask(_: LanguageModel, part: str) -> object:
        seen.append(part)
        return scores(part)

    monkeypatch.setattr(LanguageModel, "char_scores", ask)
    assert rescored(MODEL, changed, text, known).tobytes() == scores(changed).tobytes()
    # What is new and the four characters behind it, with four before.
    assert [len(part) for part in seen] == [len(new) + 8]
