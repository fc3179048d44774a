"""The library's door: one text, a stream of texts, a batch of rows, a pandas column."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import msgspec

from restore.core.document import Document
from restore.errors import RestoreError
from restore.pipeline import Failure, Restored, restore_corpus
from restore.pipeline.corpus import restore_each
from restore.pipeline.in_step import groups
from restore.processes import ENDED, pool
from restore.settings import Settings

if TYPE_CHECKING:
    import pandas

__all__ = ["Restorer", "map_batch", "restore_series"]

_ENCODER = msgspec.json.Encoder(order="sorted")
# Texts that are taken together, where nobody says how many: of a hundred characters each 64 take 3 %
# more time. Long ones are fewer (:func:`restore.pipeline.in_step.groups`), for all of a batch is in memory.
_BATCH = 256
OnError = Callable[[str, RestoreError], None]


class Restorer:
    """Restores texts, each by itself.

    What only a corpus shows (repeats across documents, witnesses, figures that disagree) is the
    work of :func:`restore.restore_corpus`; here a result depends on its text and the settings
    alone, not on its neighbours in the stream or on the size of a batch.

    Parameters
    ----------
    settings : switches and thresholds; the defaults if None

    Examples
    --------
    >>> from restore import Restorer
    >>> restorer = Restorer()
    >>> restorer("持续加强水污染防治防治工作。").text
    '持续加强水污染防治工作。'
    >>> [item.text for item in restorer.pipe(["严明记律。", "铸铸牢共同体意识。"])]
    ['严明纪律。', '铸牢共同体意识。']
    """

    def __init__(self, settings: Settings | None = None) -> None:
        self.settings = settings if settings is not None else Settings()

    def __call__(self, text: str, *, name: str = "text") -> Restored:
        """Restore one text; ``name`` is the document's in its edits.

        Raises
        ------
        RestoreError
            If the text cannot be restored.
        """
        result = restore_corpus(
            [Document.from_text(text, id=name)], settings=self.settings, check_figures=False
        )
        for failure in result.failures:
            raise RestoreError(failure.message)
        return result.restored[0]

    def pipe(
        self,
        texts: Iterable[str],
        *,
        batch_size: int = _BATCH,
        processes: int = 1,
        on_error: OnError | None = None,
    ) -> Iterator[Restored]:
        """Restore a stream; results come in the order of the texts.

        Parameters
        ----------
        texts : may be endless: no more than a few batches are read ahead
        batch_size : texts that one process gets at a time, at most: of long ones it gets fewer
        processes : 1 works in this process
        on_error : called with the text and the error of one that cannot be restored, which is
            then left out; without it the error is raised

        Raises
        ------
        ValueError
            If ``batch_size`` or ``processes`` is less than 1.
        """
        if batch_size < 1 or processes < 1:
            raise ValueError("batch_size and processes are at least 1")
        with pool(partial(_Batches, self.settings), processes) as own:
            for batch in own.map("restored", groups(texts, len, batch_size), _died):
                for text, outcome in batch:
                    if isinstance(outcome, Restored):
                        yield outcome
                    elif on_error is None:
                        raise outcome
                    else:
                        on_error(text, outcome)


_Batch = list[tuple[str, "Restored | RestoreError"]]


class _Batches:
    """Restores batches, in the process that made it."""

    def __init__(self, settings: Settings, alone: bool) -> None:
        self._settings = settings

    def restored(self, batch: Sequence[str]) -> _Batch:
        try:
            done = list(restore_each(batch, self._settings))
        except RestoreError as error:
            # Errors of our own have constructors of their own and do not all pickle.
            return [(text, RestoreError(str(error))) for text in batch]
        return [
            (text, RestoreError(found.message) if isinstance(found, Failure) else found)
            for text, found in zip(batch, done, strict=True)
        ]


def _died(batch: Sequence[str]) -> _Batch:
    return [(text, RestoreError(f"not restored: {ENDED}")) for text in batch]


def map_batch(
    batch: dict[str, list[Any]], *, text_field: str = "text", settings: Settings | None = None
) -> dict[str, list[str | None]]:
    """Restore a batch of rows: the function for ``datasets.Dataset.map(batched=True)``.

    Adds the columns ``restored`` (the clean text) and ``edits`` (JSON: a list in which every row
    has one type, whatever its edits). None stays None.

    Raises
    ------
    RestoreError
        If the batch has no such field (names those there are), or it holds no text.

    Examples
    --------
    >>> from restore import map_batch
    >>> rows = map_batch({"text": ["严明记律。", None]})
    >>> rows["restored"]
    ['严明纪律。', None]

    With datasets: ``ds.map(map_batch, batched=True, fn_kwargs={"text_field": "body"})``.
    """
    if text_field not in batch:
        known = ", ".join(map(str, batch)) or "none"
        raise RestoreError(f"the batch has no field {text_field!r} (there are: {known})")
    restorer = Restorer(settings)
    rows = list(_rows(batch[text_field], restorer, text_field))
    return {"restored": [text for text, _ in rows], "edits": [edits for _, edits in rows]}


def restore_series(series: pandas.Series, *, settings: Settings | None = None) -> pandas.DataFrame:
    """Restore a pandas column: a frame with ``restored`` and ``edits``, index and order kept.

    Missing values stay missing.

    Raises
    ------
    RestoreError
        If a value is neither text nor missing.

    Examples
    --------
    >>> import pandas
    >>> from restore import restore_series
    >>> frame = pandas.DataFrame({"body": ["严明记律。"]}, index=["a"])
    >>> frame.join(restore_series(frame["body"]))["restored"].to_dict()
    {'a': '严明纪律。'}
    """
    import pandas

    restorer = Restorer(settings)
    texts = series.astype(object).where(series.notna(), None).tolist()
    rows = list(_rows(texts, restorer, str(series.name)))
    return pandas.DataFrame(rows, index=series.index, columns=["restored", "edits"])


def _rows(
    texts: Sequence[object], restorer: Restorer, field: str
) -> Iterator[tuple[str | None, str | None]]:
    """Yield the clean text and the edits of each."""
    for text in texts:
        if text is not None and not isinstance(text, str):
            raise RestoreError(f"field {field!r} holds {type(text).__name__}, not text")
    restored = restorer.pipe(text for text in texts if isinstance(text, str))
    for text in texts:
        done = None if text is None else next(restored)
        yield (None, None) if done is None else (done.text, _ENCODER.encode(done.edits).decode())
