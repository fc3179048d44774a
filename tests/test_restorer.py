from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from restore import Restorer, Settings, map_batch, restore_series, restore_text
from restore.channel.search import Searcher
from restore.core.document import Document
from restore.errors import RestoreError
from restore.pipeline import phases
from restore.settings import CorrectionSettings

TEXTS = ["严明记律。", "铸铸牢共同体意识。", "今天天气很好。", "严明记律。", "末来可期。"]


def test_a_text_is_restored_as_by_the_function() -> None:
    assert Restorer()(TEXTS[0], name="x").edits == restore_text(TEXTS[0], name="x").edits


def test_a_stream_does_not_depend_on_batches_or_processes() -> None:
    restorer = Restorer()
    alone = [restorer(text).log for text in TEXTS]
    for size in (1, 2, 64):
        assert [item.log for item in restorer.pipe(TEXTS, batch_size=size)] == alone
    assert [item.log for item in restorer.pipe(TEXTS, batch_size=2, processes=2)] == alone


def test_one_text_that_fails_leaves_the_others_of_its_batch(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read = phases.read

    def fails(document: Document, *rest: Any, **given: Any) -> Any:
        if document.text == TEXTS[1]:
            raise ValueError("no")
        return read(document, *rest, **given)

    monkeypatch.setattr(phases, "read", fails)
    failed: list[tuple[str, str]] = []
    kept = Restorer().pipe(TEXTS, on_error=lambda text, error: failed.append((text, str(error))))
    assert [item.text for item in kept] == [
        Restorer()(text).text for text in TEXTS if text != TEXTS[1]
    ]
    ((text, message),) = failed
    assert text == TEXTS[1]
    assert "made the phase 'layout' fail (ValueError: no)" in message


SLIPS = [*TEXTS, "全面从严冶党。", "推进依法冶国。"]


@pytest.mark.parametrize("step", ["propose_corrections", "propose_misreadings", "finish"])
def test_one_text_that_fails_on_its_way_leaves_those_in_step_with_it(
    monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    alone = [restore_text(text) for text in SLIPS]
    original = getattr(phases, step)

    def fails(item: Any, *rest: Any, **given: Any) -> Any:
        if "国" in getattr(item, "text", item):
            raise MemoryError
        return original(item, *rest, **given)

    monkeypatch.setattr(phases, step, fails)
    failed: list[str] = []
    kept = Restorer().pipe(SLIPS, on_error=lambda text, error: failed.append(f"{text} {error}"))
    assert list(kept) == alone[:-1]
    (message,) = failed
    assert message.startswith(SLIPS[-1])
    assert "(MemoryError)" in message


def test_every_pass_over_the_texts_of_a_batch_is_searched_together(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    alone = [restore_text(text) for text in SLIPS]
    searched: list[int] = []
    search = Searcher._search

    def counted(self: Searcher, texts: Any, scores: Any) -> Any:
        searched.append(len(texts))
        return search(self, texts, scores)

    monkeypatch.setattr(Searcher, "_search", counted)
    assert list(Restorer().pipe(SLIPS)) == alone
    # Two are equal; the second time those that were changed, the third time none.
    assert searched == [6, 5]


def test_a_search_together_that_fails_costs_time_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    alone = [restore_text(text) for text in SLIPS]

    def fails(*given: Any) -> None:
        raise RecursionError

    monkeypatch.setattr(Searcher, "look_ahead", fails)
    assert list(Restorer().pipe(SLIPS)) == alone


PARAGRAPH = (
    "会议指出，要坚持稳中求进工作总基调，持续加强水污染防治防治工作，全面推进各项任务落到实处。"
)
SENTENCES = (
    "持续加强水污染防治防治工作。",
    "严明政治记律。",
    "2023年，全市生产总值增长4,5%。",
    "會議強調，要加強統籌協調，推動高質量發展。",
    "",
)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from([PARAGRAPH, *SENTENCES]), max_size=4).map("\n".join), st.data())
def test_a_text_comes_out_of_a_stream_as_by_itself(text: str, data: st.DataObject) -> None:
    other = data.draw(st.sampled_from([text, PARAGRAPH, f"{PARAGRAPH}\n{PARAGRAPH}", "记律。"]))
    texts = [text, other, text]
    assert list(Restorer().pipe(texts)) == [restore_text(item) for item in texts]


@pytest.mark.parametrize(("size", "characters", "read"), [(3, 1000, 3), (256, 3, 2), (256, 2, 1)])
def test_a_stream_is_not_read_ahead_of_need(
    monkeypatch: pytest.MonkeyPatch, size: int, characters: int, read: int
) -> None:
    monkeypatch.setattr("restore.pipeline.in_step._MOST_CHARACTERS", characters)
    taken = 0

    def endless() -> object:
        nonlocal taken
        while True:
            taken += 1
            yield "好。"

    stream = Restorer().pipe(endless(), batch_size=size)  # type: ignore[arg-type]
    next(stream)
    assert taken == read


def test_an_error_is_raised_or_handed_over() -> None:
    settings = Settings(correction=CorrectionSettings(proposers=("not-there",)))
    with pytest.raises(RestoreError, match="no proposer 'not-there' is installed"):
        list(Restorer(settings).pipe(["好。"]))
    failed = []
    rest = list(Restorer(settings).pipe(["好。"], on_error=lambda text, error: failed.append(text)))
    assert (rest, failed) == ([], ["好。"])


def test_sizes_are_checked() -> None:
    with pytest.raises(ValueError, match="at least 1"):
        next(Restorer().pipe([], batch_size=0))


def test_a_batch_of_rows() -> None:
    rows = map_batch({"body": [TEXTS[0], None, ""], "n": [1, 2, 3]}, text_field="body")
    assert rows["restored"] == ["严明纪律。", None, ""]
    assert [edits and len(msgspec.json.decode(edits)) for edits in rows["edits"]] == [1, None, 0]
    with pytest.raises(RestoreError, match=r"no field 'text' \(there are: body\)"):
        map_batch({"body": ["x"]})
    with pytest.raises(RestoreError, match="holds int, not text"):
        map_batch({"text": [1]})


def test_datasets_keep_one_type_for_all_batches() -> None:
    datasets = pytest.importorskip("datasets")
    datasets.disable_progress_bars()
    table = datasets.Dataset.from_dict({"text": ["好。", None, TEXTS[0]], "n": [1, 2, 3]})
    done = table.map(map_batch, batched=True, batch_size=1, load_from_cache_file=False)
    assert done["restored"][:] == ["好。", None, "严明纪律。"]
    assert done["n"][:] == [1, 2, 3]


def test_a_pandas_column_keeps_its_index() -> None:
    pandas = pytest.importorskip("pandas")
    column = pandas.Series([TEXTS[0], None, TEXTS[1]], index=[7, 3, 7], name="body")
    frame = restore_series(column)
    assert list(frame.index) == [7, 3, 7]
    assert frame["restored"].isna().tolist() == [False, True, False]
    assert frame["restored"].iloc[2] == "铸牢共同体意识。"
