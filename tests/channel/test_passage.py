from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from restore.channel.passage import BREAK, read_passage
from restore.language.model import LanguageModel
from restore.language.normalise import normalise

MODEL = LanguageModel.load()


@given(st.text(st.sampled_from("治党5aＡ 　，\n\t\u200b"), max_size=40))
def test_every_character_is_found_again(text: str) -> None:
    scores = MODEL.char_scores(text)
    passage = read_passage(text, scores)
    assert [line.folded for line in passage.lines] == [
        normalise(part) for part in text.split("\n") if normalise(part)
    ]
    assert len(passage.folded) == len(passage.codes) == len(passage.scores) == len(passage.pairs)
    assert passage.size == len(passage.folded.replace(BREAK, ""))
    for line in passage.lines:
        assert passage.folded[line.first :].startswith(line.folded + BREAK)
        assert passage.folded[line.first - 1] == BREAK
        assert [normalise(text[place]) for place in line.places] == list(line.folded)
        assert line.scores.tolist() == scores[list(line.places)].tolist()
        row = slice(line.first, line.first + len(line.folded))
        assert passage.scores[row].tolist() == line.scores.tolist()
        together = line.scores + np.append(line.scores[1:], np.float32(-1))
        assert passage.pairs[row].tolist() == pytest.approx(together.tolist())


def test_breaks_have_no_score() -> None:
    passage = read_passage("从严\n\n治党", MODEL.char_scores("从严\n\n治党"))
    breaks = passage.codes == ord(BREAK)
    assert not passage.scores[breaks].any()
    assert not passage.pairs[breaks].any()
