"""``restore evaluate order``: the reading order of real pages, before and after."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from restore.commands.console import progress_bar
from restore.commands.evaluate.common import (
    CONFIGURED,
    JSON,
    chosen_settings,
    publish,
    whole_pipeline,
)
from restore.commands.options import FILE, PATH
from restore.errors import InputError
from restore.files import write_file
from restore.settings import Settings
from restore.writers.names import shortened

if TYPE_CHECKING:
    from restore.core.document import Document
    from restore.evaluation.order_truth import WrittenTruth
    from restore.evaluation.orders import OrderScore
    from restore.readers import Found, Source

    KnownPage = tuple[Found, str, WrittenTruth]

__all__ = ["order"]


@click.command()
@click.argument("pages", nargs=-1, required=True, metavar="PAGES...")
@click.option("--truth", "truths", multiple=True, type=FILE, help="True orders; else beside them.")
@click.option(
    "--show",
    type=PATH,
    metavar="DIR",
    help="Folder for pictures of the pages with an image beside: lines numbered as clean has them.",
)
@CONFIGURED
@JSON
def order(
    pages: tuple[str, ...],
    truths: tuple[Path, ...],
    show: Path | None,
    settings: Path | None,
    language_model: Path | None,
    json: Path | None,
) -> int:
    """Score the reading order of pages whose true order is written down.

    \b
    restore evaluate order pages --truth truth.json
    restore evaluate order pages     truth in NAME.truth.json or NAME.truth_order.txt

    Kendall's tau of the lines, over the page and within its articles, as the reader ordered them
    and after all passes; joins, furniture, and the pages made worse. docs/reading-order.md
    describes the truth.
    """
    from restore.evaluation.page_report import orders_markdown

    chosen = chosen_settings(settings, language_model)
    known = list(_known(pages, truths))
    scores: list[OrderScore] = []
    with progress_bar() as progress:
        for number, page in enumerate(known, 1):
            for source, document, score in _scored(page, chosen):
                scores.append(score)
                if show is not None:
                    _show(source, document, show)
            if progress is not None:
                progress("order", number, len(known))
    return publish(orders_markdown(scores), scores, json)


def _scored(page: KnownPage, settings: Settings) -> Iterator[tuple[Source, Document, OrderScore]]:
    from restore.core.ocr_metadata import no_hints
    from restore.evaluation.orders import page_lines, score_order
    from restore.readers import ReadOptions, blob_of, guarded

    found, name, written = page
    for source in guarded(blob_of(found), ReadOptions()):
        if isinstance(source, InputError):
            raise source
        lines = page_lines(source)
        text = source.document.source
        truth = written.fit(["".join(text[slice(*span)] for span in line) for line in lines])
        hints = no_hints if source.page is None else lambda _, page=source.page: page.hints()
        document, _ = whole_pipeline(settings, hints)(source.document.id, text)
        yield source, document, score_order(name, document, lines, truth)


def _show(source: Source, document: Document, folder: Path) -> None:
    """Write a picture of each page that has an image beside its file."""
    from restore.review.order_picture import drawn_page
    from restore.review.pictures import picture
    from restore.review.places import places_of

    blob = source.blob
    if blob is None or blob.path is None:
        return
    root = blob.path.parent
    places = places_of(source, root)
    if places is None:
        return
    for number, page in enumerate(places.pages):
        image = picture(root / page.image, page.page, page.turn) if page.image else None
        if image is not None:
            held = f"data:{image.type};base64,{b64encode(image.data).decode()}"
            ending = f".{number + 1}.svg" if len(places.pages) > 1 else ".svg"
            target = folder / (shortened(source.document.id) + ending)
            target.parent.mkdir(parents=True, exist_ok=True)
            write_file(target, drawn_page(document, places, number, held).encode())


def _known(pages: tuple[str, ...], truths: tuple[Path, ...]) -> Iterator[KnownPage]:
    """Yield the pages whose truth is given or lies beside them.

    A page is called as its truth is: by its file's name, with or without suffixes. Of folders those
    files are taken that have a truth; a file that was named must have one.
    """
    from restore.evaluation.order_truth import TEXT_SUFFIX, TRUTH_SUFFIX, read_truths
    from restore.readers import discover

    given = {name: truth for path in truths for name, truth in read_truths(path).items()}
    discovery = discover(pages)
    for failure in discovery.failed:
        raise failure
    own = {path.resolve() for path in truths}
    found = 0
    for member in discovery.found:
        path = member.path
        if path is None or path.resolve() in own or path.name.endswith((TRUTH_SUFFIX, TEXT_SUFFIX)):
            continue
        beside = given if truths else _beside(path, (TRUTH_SUFFIX, TEXT_SUFFIX))
        name = next((name for name in _names(path.name) if name in beside), None)
        if name is not None:
            found += 1
            yield member, name, beside[name]
        elif str(path) in pages:
            raise InputError(
                str(path), "has no truth of its reading order", "see docs/reading-order.md"
            )
    if not found:
        raise InputError(
            ", ".join(pages), "holds no page whose order is known", "see docs/reading-order.md"
        )


def _beside(path: Path, suffixes: Iterable[str]) -> Mapping[str, WrittenTruth]:
    from restore.evaluation.order_truth import read_truths

    files = (path.with_name(name + end) for name in _names(path.name) for end in suffixes)
    return next((read_truths(file) for file in files if file.is_file()), {})


def _names(file: str) -> Iterator[str]:
    """Yield what a page may be called: its file's name, and that without its suffixes."""
    while file:
        yield file
        file = file.rpartition(".")[0]
