from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from restore.recognition.ctc import BLANK, decode

CHARACTERS = ["blank", "甲", "乙", "丙", "丁", "戊", "己", "庚", " "]
steps = st.lists(
    st.lists(st.integers(1, 50), min_size=len(CHARACTERS), max_size=len(CHARACTERS)),
    min_size=1,
    max_size=12,
)


def reference(distribution: list[list[float]]) -> list[tuple[str, float]]:
    """Merge repeats, drop blanks: the definition, step by step."""
    read = []
    last = BLANK
    for row in distribution:
        best = row.index(max(row))
        if best not in (BLANK, last):
            read.append((CHARACTERS[best], row[best]))
        last = best
    return read


@given(steps)
def test_the_greedy_reading_and_its_probabilities(rows: list[list[int]]) -> None:
    weights = np.array(rows, dtype=float)
    distribution = weights / weights.sum(axis=1, keepdims=True)
    read = decode(distribution, CHARACTERS)
    expected = reference(distribution.tolist())
    assert str(read) == "".join(char for char, _ in expected)
    assert list(read.probability) == [
        None if char.isspace() else round(chance, 6) for char, chance in expected
    ]
    for place, rivals in read.candidates.items():
        chances = [chance for _, chance in rivals]
        assert len(rivals) == 5
        assert chances == sorted(chances, reverse=True)
        assert read[place] not in dict(rivals)
        own = read.probability[place]
        assert own is not None
        assert max(chances) <= own + 1e-6


def test_the_blank_is_nothing() -> None:
    row = np.full(len(CHARACTERS), 0.0)
    row[1], row[BLANK], row[2] = 0.6, 0.3, 0.1
    read = decode(np.array([row]), CHARACTERS)
    assert read == "甲"
    assert read.candidates == {0: (("", 0.3), ("乙", 0.1))}


def test_nothing_read() -> None:
    row = np.zeros((3, len(CHARACTERS)))
    row[:, BLANK] = 1
    read = decode(row, CHARACTERS)
    assert (read, read.probability, read.candidates) == ("", (), {})
