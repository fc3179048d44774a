"""What the neighbours of two figures add to their likeness."""

from __future__ import annotations

from pathlib import Path

import pytest

from restore.figures import matching
from restore.figures.dictionary import FigureDictionary
from restore.figures.likeness import Context
from restore.figures.matching import edges_between
from restore.figures.pairs import RELATIONS, Thresholds
from restore.figures.store import RecordFile
from tests.figures.made_claims import context


def edge(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    dictionary: FigureDictionary,
    score: float,
    neighbour: tuple[str, float] = ("56", 90.0),
    apart: int = 1,
) -> tuple[str, int] | None:
    """Return relation and tenths of likeness of the first claims of two documents, beside others
    of the value and likeness of ``neighbour`` so many claims on."""
    scores = {("5633", "5633"): score, (neighbour[0], neighbour[0]): neighbour[1]}
    monkeypatch.setattr(
        matching,
        "likeness",
        lambda a, b: scores.get((str(a.claim.value), str(b.claim.value)), 0.0),
    )
    own = [context(d, "5633") for d in "ab"]
    others = [context(d, neighbour[0]) for d in "ab"]
    between = [context(d, "7") for d in "ab"]
    records = RecordFile(tmp_path / "claims.bin", Context)
    for document in range(2):
        records.append(own[document])
        for _ in range(apart - 1):
            records.append(between[document])
        records.append(others[document])
    records.seal()
    size = apart + 1
    pairs = [(0, size), (apart, size + apart)]
    rows = edges_between(pairs, 0, 1, records, dictionary, Thresholds())
    records.close()
    return next(
        ((RELATIONS[row["relation"]], int(row["score"])) for row in rows if row["first"] == 0), None
    )


def test_a_neighbour_that_agrees_adds_to_the_likeness(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, dictionary: FigureDictionary
) -> None:
    assert edge(tmp_path, monkeypatch, dictionary, 50.0, ("56", 0.0)) == ("agree", 500)
    assert edge(tmp_path, monkeypatch, dictionary, 42.0) == ("agree", 510)
    assert edge(tmp_path, monkeypatch, dictionary, 42.0, apart=2) == ("agree", 510)
    assert edge(tmp_path, monkeypatch, dictionary, 95.0) == ("agree", 1000)


def test_what_is_no_support(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, dictionary: FigureDictionary
) -> None:
    assert edge(tmp_path, monkeypatch, dictionary, 42.0, ("5", 90.0)) is None, (
        "one digit tells little"
    )
    assert edge(tmp_path, monkeypatch, dictionary, 42.0, ("56", 55.9)) is None, "not alike"
    assert edge(tmp_path, monkeypatch, dictionary, 42.0, ("56", 56.0)) == ("agree", 510)
    assert edge(tmp_path, monkeypatch, dictionary, 42.0, apart=3) is None, "too far away"


def test_what_is_hardly_alike_is_not_looked_at_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, dictionary: FigureDictionary
) -> None:
    assert edge(tmp_path, monkeypatch, dictionary, 41.99) is None
