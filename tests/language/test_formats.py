from __future__ import annotations

import random
import struct
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from restore.language.arpa import write_arpa
from restore.language.trie import pack_records, trie_bytes, write_trie
from tests.language.test_kneser_ney import CORPUS, make


def _open(path: Path) -> Any:
    import kenlm

    config = kenlm.Config()
    config.show_progress = False
    config.arpa_complain = kenlm.ARPALoadComplain.NONE
    return kenlm.Model(str(path), config)


@given(st.integers(1, 64), st.data())
def test_packed_records_are_the_bits_in_a_row(width: int, data: st.DataObject) -> None:
    values = data.draw(st.lists(st.integers(0, 2**width - 1), max_size=20))
    whole = sum(value << i * width for i, value in enumerate(values))
    packed = pack_records(np.array(values, dtype=np.uint64), width)
    assert packed == whole.to_bytes((len(values) * width + 7) // 8, "little")


@pytest.mark.parametrize(
    ("order", "keep"), [(2, (1,)), (3, (1, 1)), (4, (2, 2, 2)), (5, (1, 1, 1, 2))]
)
def test_binary_scores_equal_those_of_the_arpa(
    tmp_path: Path, order: int, keep: tuple[int, ...]
) -> None:
    model = make(CORPUS, order, keep)
    write_arpa(model, tmp_path / "m.arpa")
    write_trie(model, tmp_path / "m.klm", prob_bits=16, backoff_bits=16)
    write_trie(model, tmp_path / "small.klm")
    text, exact, small = (_open(tmp_path / name) for name in ("m.arpa", "m.klm", "small.klm"))
    assert text.order == exact.order == order
    rng = random.Random(1)
    for _ in range(300):
        sentence = " ".join(rng.choices("甲乙丙丁戊己庚辛", k=rng.randrange(1, 12)))
        wanted = list(text.full_scores(sentence))
        # Fewer values than codes: each has a code of its own and only rounding is left.
        assert [s[0] for s in exact.full_scores(sentence)] == pytest.approx(
            [s[0] for s in wanted], abs=1e-5
        )
        assert [s[1:] for s in exact.full_scores(sentence)] == [s[1:] for s in wanted]
        assert [s[0] for s in small.full_scores(sentence)] == pytest.approx(
            [s[0] for s in wanted], abs=0.1
        )


def test_compressed_arpa_holds_the_same(tmp_path: Path) -> None:
    model = make(CORPUS, 3, (1, 1))
    write_arpa(model, tmp_path / "m.arpa")
    write_arpa(model, tmp_path / "m.arpa.gz")
    plain, packed = _open(tmp_path / "m.arpa"), _open(tmp_path / "m.arpa.gz")
    assert plain.score("甲 乙 丙") == packed.score("甲 乙 丙")
    head = (tmp_path / "m.arpa").read_text(encoding="utf-8").splitlines()[:4]
    assert head == ["\\data\\", *(f"ngram {n}={size}" for n, size in enumerate(model.sizes, 1))]


def test_header_says_what_the_file_holds() -> None:
    model = make(CORPUS, 4, (1, 1, 1))
    data = trie_bytes(model)
    assert data.startswith(b"mmap lm http://kheafield.com/code format version 5\n\0")
    assert struct.unpack_from("<4Q", data, 108) == model.sizes
    assert data.endswith(b"\0")


@pytest.mark.parametrize("bits", [(1, 8), (8, 17)])
def test_impossible_numbers_of_bits_are_refused(bits: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="bits"):
        trie_bytes(make(CORPUS, 2, (1,)), prob_bits=bits[0], backoff_bits=bits[1])
