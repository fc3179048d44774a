from __future__ import annotations

import hashlib
import pickle
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from restore.errors import InputError
from restore.language import LanguageModel
from restore.language import model as language_model

texts = st.text("中华人民共和国 \n5a，。未末", max_size=20)


@pytest.fixture(scope="module")
def model() -> LanguageModel:
    return LanguageModel.load()


def test_the_shipped_model_is_small_and_loaded_once(model: LanguageModel) -> None:
    assert model is LanguageModel.load()
    assert model.order == 5
    assert model.path.stat().st_size <= 28_000_000
    assert model.digest == hashlib.sha256(model.path.read_bytes()).hexdigest()


def test_the_model_card_names_the_shipped_model(model: LanguageModel) -> None:
    card = model.path.with_name("MODEL_CARD.md").read_text(encoding="utf-8")
    assert model.digest in card


def test_char_scores_stand_at_their_characters(model: LanguageModel) -> None:
    text = "\n 推动 高质量\u3000发展。\t"
    scores = model.char_scores(text)
    assert scores.dtype == np.float32
    assert scores.shape == (len(text),)
    blank = np.array([c.isspace() for c in text])
    assert (scores[blank] == 0).all()
    assert (scores[~blank] < 0).all()
    assert model.char_scores("").shape == (0,)


@given(texts)
def test_what_begins_a_paragraph_is_likelier_there_than_anywhere(head: str) -> None:
    model = LanguageModel.load()
    gain = model.score(head, bos=True) - model.score(head)
    assert model.begins(head) == pytest.approx(gain, abs=1e-4)


@given(texts)
def test_char_scores_add_up_to_the_score(text: str) -> None:
    model = LanguageModel.load()
    assert float(model.char_scores(text).sum()) == pytest.approx(model.score(text), abs=1e-3)
    assert model.advance(None, text)[0] == pytest.approx(model.score(text), abs=1e-3)
    with_begin = float(model.char_scores(text, bos=True).sum())
    assert with_begin == pytest.approx(model.score(text, bos=True), abs=1e-3)


@given(texts, st.integers(1, 9), st.booleans())
def test_a_long_text_is_scored_in_parts(text: str, size: int, bos: bool) -> None:
    model = LanguageModel.load()
    whole = model.char_scores(text, bos=bos)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(language_model, "_SCORED_AT_ONCE", size)
        assert model.char_scores(text, bos=bos).tobytes() == whole.tobytes()


@given(texts, texts, texts, texts)
def test_margin_is_the_difference_of_whole_scores(
    left: str, before: str, after: str, right: str
) -> None:
    model = LanguageModel.load()
    whole = model.score(left + after + right) - model.score(left + before + right)
    assert model.margin(left, before, after, right) == pytest.approx(whole, abs=1e-3)


def test_margins_of_many_equal_those_of_each(model: LanguageModel) -> None:
    items = [("切实加强", "记", "纪", "律建设"), ("我们的", "末", "未", "来"), ("", "", "", "")]
    assert model.margins(items) == [model.margin(*item) for item in items]


@given(texts, st.sampled_from("中华未 \n5a，"))
def test_what_follows_is_scored_as_in_its_text(left: str, character: str) -> None:
    model = LanguageModel.load()
    assert model.follows(left, character) == float(model.char_scores(left + character)[-1])


@pytest.mark.parametrize(
    ("left", "wrong", "right_one", "right"),
    [
        ("严明党的", "记", "纪", "律和规矩"),
        ("创造美好", "末", "未", "来"),
        ("推动高质", "里", "量", "发展"),
    ],
)
def test_margin_prefers_the_right_character(
    model: LanguageModel, left: str, wrong: str, right_one: str, right: str
) -> None:
    assert model.margin(left, wrong, right_one, right) > 3
    assert model.margin(left, right_one, wrong, right) < -3


def test_a_seam_inside_an_expression_beats_a_false_one(model: LanguageModel) -> None:
    halves = [
        ("坚持以人民为", "中心的发展思想"),
        ("全面贯彻党的二十大", "精神"),
        ("实施乡村", "振兴战略"),
    ]
    for i, (left, _) in enumerate(halves):
        scores = [model.seam(left, right) for _, right in halves]
        assert int(np.argmax(scores)) == i
        assert scores[i] > 1.3
    assert model.seam("", "精神") == model.seam("精神", " ") == 0


def test_open_ends_are_told_from_closed_ones(model: LanguageModel) -> None:
    for open_end in ("中共中央政治局召", "坚持以人民为中", "会议强"):
        assert model.ends_open(open_end) > 2
    for closed in ("推动经济社会高质量发展。", "本条例自公布之日起施行"):
        assert model.ends_open(closed) < 0.5


def test_states_are_equal_where_the_model_cannot_tell(model: LanguageModel) -> None:
    one = model.advance(None, "甲甲甲全面从严治党")[1]
    other = model.advance(None, "乙乙乙全面从严治党")[1]
    assert one == other
    assert hash(one) == hash(other)
    assert model.advance(one, "永远")[0] < 0


def test_a_copy_in_another_process_loads_the_same_file(model: LanguageModel) -> None:
    assert pickle.loads(pickle.dumps(model)) is model


def test_errors_name_the_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="nowhere"):
        LanguageModel.load(tmp_path / "nowhere.klm")
    for data in (b"no model", b"\\data\\\nngram 1=5\n", bytes(range(128, 256)) * 3, b""):
        (tmp_path / "bad.klm").write_bytes(data)
        with pytest.raises(InputError, match=r"bad\.klm"):
            LanguageModel.load(tmp_path / "bad.klm")


@given(texts, texts)
def test_a_seam_is_what_one_side_adds_to_the_other(left: str, right: str) -> None:
    model = LanguageModel.load()
    tail, head = model.tail(left), model.head(right)
    apart = model.score(tail) + model.score(head)
    wanted = model.score(tail + head) - apart if tail and head else 0.0
    assert model.joint(tail, head) == pytest.approx(wanted, abs=1e-4)
    assert model.joint(tail, head) <= model.most(head) + 1e-4
    # To the last bit, whoever asks.
    assert model.seam(left, right) == model.joint(tail, head)


def test_a_character_alone_is_one_without_context() -> None:
    model = LanguageModel.load()
    for character in "党，0":
        for _ in range(2):
            assert model.alone(character) == model.advance(None, character)[0]
