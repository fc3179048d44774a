"""The figures of finished documents, read shard by shard and kept for when all are compared."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from restore.core.blame import ends_the_run
from restore.core.claims import FigureSource
from restore.executors.gathering import Located
from restore.executors.records import Done, FigureShard, Final
from restore.executors.work import Trace, WorkFolder
from restore.files import WholeFile, encode, read_record, record_at, records
from restore.pipeline import phases
from restore.pipeline.run import Failure, failure

if TYPE_CHECKING:
    from restore.figures.dictionary import FigureDictionary
    from restore.figures.workers import Pages

__all__ = ["load_reader", "pages_of", "read_figures"]


def load_reader() -> FigureDictionary:
    """Load what reads figures, and return the dictionary that it goes by; once a process."""
    # numpy loads on use.
    import restore.figures.workers  # noqa: F401
    from restore.figures.dictionary import load_dictionary

    return load_dictionary()


def read_figures(work: WorkFolder, number: int, trace: Trace) -> FigureShard:
    """Read the figures of the finished documents of a shard; keep them in a file.

    Parameters
    ----------
    trace : is told at which document it is
    """
    dictionary = load_reader()
    from restore.figures.workers import read_pages

    index = read_record(work.file("correct", number, "index"), list[Done])
    failed: list[Failure] = []
    characters = 0
    with (
        WholeFile(work.file("figures", number, "pages")) as file,
        work.file("correct", number, "finals").open("rb") as finals,
    ):
        for done in index:
            name = done.record.document
            try:
                trace.at("figures", name)
                text = record_at(finals, done.final, Final).document.text
                characters += len(text)
                pages = encode(
                    read_pages(FigureSource(name, text, done.title, done.date), dictionary)
                )
            except BaseException as error:
                # One document's trouble must not end a run of many.
                if ends_the_run(error):
                    raise
                failed.append(failure("figures", name, error, phases.FIGURES_LEFT_OUT))
            else:
                file.append(pages)
    return FigureShard(number, len(index), characters, tuple(failed))


def pages_of(work: WorkFolder, documents: Sequence[Located]) -> Iterator[Pages]:
    """Yield what was read of some documents, in their order, which is that of the input."""
    from restore.figures.workers import Pages

    for number, members in groupby(documents, key=lambda item: item.shard):
        wanted = {item.id for item in members}
        for pages in records(work.file("figures", number, "pages"), Pages):
            if pages.document in wanted:
                yield pages
