from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from restore.language import counts as module
from restore.language.counts import CorpusCounts, count_ngrams, learn_vocabulary

paragraphs_of = st.lists(st.text("甲乙丙丁", min_size=1, max_size=12), min_size=1, max_size=12)


def _by_words(counts: CorpusCounts) -> list[dict[tuple[str, ...], int]]:
    words, base = counts.vocabulary.words, counts.vocabulary.size
    found = []
    for n, part in enumerate(counts.orders, 1):
        table = {}
        for key, count in zip(part.keys.tolist(), part.counts.tolist(), strict=True):
            ids = [key // base**i % base for i in reversed(range(n))]
            table[tuple(words[i] for i in ids)] = count
        found.append(table)
    return found


def _slowly(paragraphs: list[str], known: str, order: int) -> list[dict[tuple[str, ...], int]]:
    found: list[Counter[tuple[str, ...]]] = [Counter() for _ in range(order)]
    for paragraph in paragraphs:
        tokens = ["<s>", *(c if c in known else "<unk>" for c in paragraph), "</s>"]
        for n in range(1, order + 1):
            found[n - 1].update(tuple(tokens[i : i + n]) for i in range(len(tokens) - n + 1))
    return [dict(part) for part in found]


@given(paragraphs_of, st.sampled_from([1, 5, 4_000_000]))
def test_counts_equal_the_obvious_way_in_chunks_of_any_size(
    paragraphs: list[str], chunk: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_CHUNK_CHARACTERS", chunk)
        vocabulary = learn_vocabulary(paragraphs, order=4, min_count=2)
        counts = count_ngrams(paragraphs, vocabulary, order=4)
    assert _by_words(counts) == _slowly(paragraphs, vocabulary.characters, 4)
    assert counts.paragraphs == len(paragraphs)
    assert counts.characters == sum(map(len, paragraphs))
    for part in counts.orders:
        assert np.all(part.keys[1:] > part.keys[:-1])


def test_vocabulary_keeps_frequent_characters_first() -> None:
    vocabulary = learn_vocabulary(["甲乙甲", "甲乙丙"], order=3, min_count=2)
    assert vocabulary.words == ("<unk>", "<s>", "</s>", "甲", "乙")
    assert learn_vocabulary(["甲乙甲"], order=3, min_count=1, max_size=4).characters == "甲"


def test_keys_of_the_longest_order_fit_64_bits() -> None:
    many = "".join(map(chr, range(0x4E00, 0x4E00 + 9000)))
    assert learn_vocabulary([many], order=5, min_count=1).size ** 5 < 2**64
