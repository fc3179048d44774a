from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from restore.errors import InputError, SettingsError
from restore.language import LanguageModel
from restore.language.training import TrainingOptions, train
from tests.language.test_kneser_ney import CORPUS


@pytest.fixture
def text(tmp_path: Path) -> Path:
    path = tmp_path / "text.txt"
    path.write_text("\n".join(CORPUS), encoding="utf-8")
    return path


@pytest.mark.parametrize("name", ["m.klm", "m.arpa", "m.arpa.gz"])
def test_trains_a_model_that_loads(text: Path, tmp_path: Path, name: str) -> None:
    done: list[int] = []
    summary = train([text], tmp_path / name, TrainingOptions(order=4), progress=done.append)
    assert sum(done) == summary.characters == sum(map(len, CORPUS))
    assert summary.paragraphs == len(CORPUS)
    assert all(
        kept <= seen for kept, seen in zip(summary.kept[1:], summary.counted[1:], strict=True)
    )
    assert summary.kept[-1] < summary.counted[-1]
    assert summary.bytes == (tmp_path / name).stat().st_size
    model = LanguageModel.load(tmp_path / name)
    assert model.order == 4
    assert model.score("甲乙") < 0
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted([name, "text.txt"])


def test_packed_text_gives_the_same_model(text: Path, tmp_path: Path) -> None:
    packed = tmp_path / "text.gz"
    packed.write_bytes(gzip.compress(text.read_bytes()))
    train([text], tmp_path / "a.klm", TrainingOptions(order=3))
    train([packed], tmp_path / "b.klm", TrainingOptions(order=3))
    assert (tmp_path / "a.klm").read_bytes() == (tmp_path / "b.klm").read_bytes()


def test_a_model_trained_anew_is_loaded_anew(text: Path, tmp_path: Path) -> None:
    out = tmp_path / "m.klm"
    train([text], out, TrainingOptions(order=2))
    assert LanguageModel.load(out) is LanguageModel.load(out)
    train([text], out, TrainingOptions(order=3))
    assert LanguageModel.load(out).order == 3


def test_blocked_sentences_are_left_out(text: Path, tmp_path: Path) -> None:
    summary = train([text], tmp_path / "m.klm", TrainingOptions(order=3), block=[CORPUS[0]])
    assert summary.paragraphs == sum(CORPUS[0] not in p for p in CORPUS)


def test_a_short_text_gives_a_model_of_lower_order(tmp_path: Path) -> None:
    short = tmp_path / "short.txt"
    short.write_text("甲乙\n甲乙\n", encoding="utf-8")
    assert train([short], tmp_path / "m.klm", TrainingOptions(min_count=1)).order == 3
    assert LanguageModel.load(tmp_path / "m.klm").order == 3
    short.write_text("甲\n", encoding="utf-8")
    with pytest.raises(SettingsError, match="too little text"):
        train([short], tmp_path / "m.klm")


def test_errors_say_what_to_do(text: Path, tmp_path: Path) -> None:
    out = tmp_path / "m.klm"
    empty = tmp_path / "empty.txt"
    empty.write_text("\n \n", encoding="utf-8")
    with pytest.raises(SettingsError, match="order"):
        train([text], out, TrainingOptions(order=6))
    with pytest.raises(SettingsError, match="rising"):
        train([text], out, TrainingOptions(order=3, prune=(3, 2)))
    with pytest.raises(SettingsError, match="bits"):
        train([text], out, TrainingOptions(order=3, prob_bits=40))
    with pytest.raises(InputError, match="missing"):
        train([tmp_path / "missing.txt"], out)
    with pytest.raises(InputError, match="no text"):
        train([empty], out)
    (tmp_path / "bad.gz").write_bytes(b"no gzip")
    with pytest.raises(InputError, match="readable"):
        train([tmp_path / "bad.gz"], out)
    assert not out.exists()
