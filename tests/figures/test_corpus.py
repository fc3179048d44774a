from __future__ import annotations

from collections.abc import Callable, Sequence
from math import log
from pathlib import Path

import msgspec
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from restore.core.claims import Claim, FigureReport, FigureSource
from restore.figures import check_figures
from restore.figures.corpus import FigureCheck
from restore.figures.dictionary import load_dictionary
from restore.figures.index import POSTING, Postings
from restore.figures.store import RecordFile, Spill
from restore.figures.workers import Pages, Tasks, read_pages
from restore.files import decode, encode

_SENTENCES = [
    "全区三级政协{}名特邀调解员，参与调解案件{}件，成功调解{}件。",
    "特邀调解员达到{}名，参与调解案件{}件。",
    "共提出12条具体措施，收到提案{}件，立案{}件。",
    "地区生产总值增长{}%，城镇新增就业{}万人。",
    "共有委员{}人，其中男委员{}人、女委员{}人。",
    "中央第一指导组给予肯定，办结{}件。",
    "中央第一督导组给予肯定，办结{}件。",
]


@st.composite
def corpora(draw: st.DrawFn) -> list[FigureSource]:
    numbers = st.integers(min_value=2, max_value=60)
    sources = []
    for place in range(draw(st.integers(1, 4))):
        lines = draw(st.lists(st.sampled_from(_SENTENCES), min_size=1, max_size=6))
        filled = [line.format(*(draw(numbers) for _ in range(line.count("{}")))) for line in lines]
        year = draw(st.integers(2023, 2025))
        sources.append(
            FigureSource(str(place), f"{year}年工作报告\n过去一年，" + "\n".join(filled))
        )
    return sources


def results(sources: Sequence[FigureSource], *, batch: int, workers: int = 1) -> tuple[object, ...]:
    with FigureCheck(batch=batch, workers=workers) as check:
        check.run(sources)
        return found_by(check)


def found_by(check: FigureCheck) -> tuple[object, ...]:
    return (
        list(check.claims()),
        list(check.groups()),
        list(check.series()),
        list(check.checks()),
        list(check.facts()),
        list(check.dates()),
        check.counts,
    )


def test_batches_that_are_kept_are_not_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sources = [
        FigureSource(
            name,
            f"{2020 + place}年工作报告\n" + "\n".join(_SENTENCES).replace("{}", f"{place + 3}1"),
        )
        for place, name in enumerate("甲乙丙丁")
    ]
    dictionary = load_dictionary()
    pages = [read_pages(source, dictionary) for source in sources]
    assert [decode(encode(item), Pages) for item in pages] == pages
    made: list[str] = []
    for name in ("pairs", "edges"):
        monkeypatch.setattr(Tasks, name, _noted(made, name, getattr(Tasks, name)))

    def compared() -> tuple[object, ...]:
        with FigureCheck(batch=8) as check:
            check.compare(pages, tmp_path / "kept")
            return found_by(check)

    expected = results(sources, batch=8)
    made.clear()
    assert compared() == expected
    whole, lost = len(made), sorted((tmp_path / "kept").glob("edges-*.rows"))[1]
    lost.unlink()
    assert compared() == expected
    assert made[whole:] == ["edges"]


def _noted(made: list[str], name: str, task: Callable[..., object]) -> Callable[..., object]:
    def noted(*given: object) -> object:
        made.append(name)
        return task(*given)

    return noted


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(corpora(), st.integers(1, 9))
def test_the_size_of_the_batches_changes_nothing(corpus: list[FigureSource], batch: int) -> None:
    assert results(corpus, batch=batch) == results(corpus, batch=1000)


def test_the_number_of_processes_changes_nothing(seeds: list[FigureSource]) -> None:
    assert results(seeds, batch=50, workers=2) == results(seeds, batch=333)


def test_two_runs_are_byte_identical(seeds: list[FigureSource], report: FigureReport) -> None:
    again = check_figures(seeds)
    assert msgspec.json.encode(again) == msgspec.json.encode(report)


@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(corpora())
def test_a_report_is_whole(corpus: list[FigureSource]) -> None:
    texts = {source.document: source.text for source in corpus}
    report = check_figures(corpus)
    claims = {claim.id: claim for claim in report.claims}
    assert len(claims) == len(report.claims)
    for claim in report.claims:
        assert texts[claim.document][slice(*claim.span)] == claim.text
    named = [i for g in report.groups for i in g.claims]
    named += [i for s in report.series for i in s.claims]
    named += [i for c in report.checks for i in c.claims]
    assert set(named) <= set(claims)
    facts = [i for g in report.groups if g.verdict in {"agree", "conflict"} for i in g.claims]
    assert len(facts) == len(set(facts)), "a figure states one fact"


@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(corpora())
def test_reading_a_document_does_not_hang_on_the_others(corpus: list[FigureSource]) -> None:
    together = check_figures(corpus)
    alone = [check_figures([source]) for source in corpus]
    assert list(together.claims) == [claim for report in alone for claim in report.claims]
    assert list(together.checks) == [check for report in alone for check in report.checks]


def test_nothing_to_read() -> None:
    assert check_figures([]).claims == ()
    assert check_figures([FigureSource("a", "")]).groups == ()


def test_files_are_removed(tmp_path: Path) -> None:
    with FigureCheck(folder=tmp_path) as check:
        check.run([FigureSource("a", "收到提案1190件，立案893件。")])
        assert list(tmp_path.iterdir())
    assert not list(tmp_path.iterdir())


def test_records_come_back(tmp_path: Path, report: FigureReport) -> None:
    records = RecordFile(tmp_path / "claims.bin", Claim, cache=3)
    for claim in report.claims:
        records.append(claim)
    assert len(records) == len(report.claims)
    assert list(records) == list(report.claims)
    for number in (5, 0, 7, 5, 1, 2, 3, 4, 5):
        assert records[number] == report.claims[number]
    again = RecordFile.reopen(tmp_path / "claims.bin", Claim)
    assert again[9] == report.claims[9]
    again.close()
    records.close()


_ROW = np.dtype([("bucket", "<u4"), ("number", "<u4")])


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 99)), max_size=40), st.integers(1, 8))
def test_spilled_rows_keep_their_bucket_and_order(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[int, int]], room: int
) -> None:
    spill = Spill(tmp_path_factory.mktemp("spill") / "rows", _ROW, room=room)
    for start in range(0, len(rows), 3):
        part = np.array(rows[start : start + 3], _ROW)
        spill.add(part, part["bucket"].astype(np.int64))
        # What is read between is there again, in its order, with what is added later.
        for bucket in range(6):
            wanted = [row for row in rows[: start + 3] if row[0] == bucket]
            assert spill.read(bucket).tolist() == wanted


def test_a_claim_keeps_the_partners_that_share_the_rarest_tokens(tmp_path: Path) -> None:
    path = tmp_path / "members.bin"
    np.array([0, 1, 0, 1, 2], "<u4").tofile(path)
    postings = Postings(path)
    shared = np.array([(0, 0, 2, 0), (0, 2, 3, 0)], POSTING)
    assert postings.pairs(shared, 100).tolist() == [(0, 1), (0, 2)]
    assert postings.pairs(shared, 100, width=1).tolist() == [(0, 1)]
    postings.close()


def _pairs_one_by_one(
    shared: list[tuple[int, int, int, int]], members: list[int], total: int, width: int
) -> list[tuple[int, int]]:
    """The plain form: weigh each partner of a claim, token by token."""
    found = []
    for claim in sorted({row[0] for row in shared}):
        weights: dict[int, float] = {}
        for _, start, size, strong in [row for row in shared if row[0] == claim]:
            weight = log((total + 1) / size) * (3.0 if strong else 1.0)
            for other in members[start : start + size]:
                weights[other] = weights.get(other, 0.0) + weight
        weights.pop(claim, None)
        best = sorted((-weight, other) for other, weight in weights.items())[:width]
        found += [(min(claim, other), max(claim, other)) for _, other in best]
    return found


@settings(deadline=None)
@given(st.data())
def test_partners_are_those_of_weighing_one_by_one(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    members = data.draw(st.lists(st.integers(0, 12), min_size=1, max_size=40))
    row = st.integers(0, len(members) - 1).flatmap(
        lambda start: st.tuples(
            st.integers(0, 12),
            st.just(start),
            st.integers(1, min(9, len(members) - start)),
            st.integers(0, 1),
        )
    )
    shared = data.draw(st.lists(row, max_size=30))
    width, at_once = data.draw(st.integers(1, 6)), data.draw(st.integers(1, 50))
    path = tmp_path_factory.mktemp("members") / "members.bin"
    np.array(members, "<u4").tofile(path)
    postings = Postings(path)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("restore.figures.index._MEMBERS_AT_ONCE", at_once)
        found = postings.pairs(np.array(shared, POSTING), 13, width=width)
    postings.close()
    assert found.tolist() == _pairs_one_by_one(shared, members, 13, width)


def test_no_postings_yield_no_pairs(tmp_path: Path) -> None:
    path = tmp_path / "members.bin"
    path.write_bytes(b"")
    assert len(Postings(path).pairs(np.empty(0, POSTING), 0)) == 0
