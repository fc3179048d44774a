"""``restore ocr``: page images to native pages, which ``restore clean`` reads."""

from __future__ import annotations

import glob
from base64 import b64encode
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from restore.commands.console import complain, note, progress_bar
from restore.commands.options import PATH
from restore.errors import InputError, RestoreError
from restore.files import write_file
from restore.readers import printable
from restore.writers.names import shortened

if TYPE_CHECKING:
    from restore.core.native_page import Page
    from restore.recognition.rapid import Image

__all__ = ["ocr"]

# What every native page begins with; see docs/native-page.md.
_OWN = b"restore-page/"
_HEAD = 4096
# Of the pictures' JPEG: print stays sharp, a newspaper page takes a few megabytes.
_QUALITY = 80


@click.command()
@click.argument("images", nargs=-1, required=True, metavar="IMAGE...")
@click.option("-o", "--output", type=PATH, required=True, metavar="DIR", help="Folder for pages.")
@click.option(
    "--show", type=PATH, metavar="DIR", help="Folder for pictures: lines numbered in reading order."
)
@click.option("--threads", type=click.IntRange(1), help="Threads of the network; all cores.")
@click.option("--force", is_flag=True, help="Replace files that are no pages of ours, too.")
def ocr(
    images: tuple[str, ...], output: Path, show: Path | None, threads: int | None, force: bool
) -> int:
    """Read page images with PP-OCR (extra rapidocr): lines, boxes, candidates.

    \b
    restore ocr scans/ -o pages              one native page for each image
    restore ocr scans/ -o pages --show look  and a picture of each: look/page.png.svg
    restore clean pages -o out               the clean corpus
    """
    from restore.recognition.rapid import IMAGE_SUFFIXES, PageReader
    from restore.review.order_picture import MARK

    # ``sub/page.png`` becomes ``OUT/sub/page.png.json``; of a file with several pages each gets its
    # number: ``scan.tif.2.json``. What cannot be read is told, the others are still written.
    found = list(_images(images))
    if not found:
        kinds = ", ".join(sorted(IMAGE_SUFFIXES))
        raise RestoreError(f"no images among the inputs; expected files ending in {kinds}")
    reader = PageReader(threads)
    failed = 0
    with progress_bar() as progress:
        for number, (name, path) in enumerate(found, 1):
            try:
                for ending, image in _pages_of(path):
                    target = shortened(name) + ending
                    page = reader.read(image)
                    _write(_encoded(page), output / f"{target}.json", _OWN, force)
                    if show is not None:
                        picture = _picture(page, image).encode()
                        _write(picture, show / f"{target}.svg", MARK.encode(), force)
            except InputError as error:
                complain(error)
                failed += 1
            if progress is not None:
                progress("ocr", number, len(found))
    note(f"{len(found) - failed} images read into {output}; next: restore clean {output} -o …")
    return 2 if failed else 0


def _pages_of(path: Path) -> Iterator[tuple[str, Image]]:
    """Yield the pages of an image file, with what each adds to its name: nothing if it is alone."""
    from restore.recognition.rapid import load_images

    waiting: Image | None = None
    number = 0
    for number, image in enumerate(load_images(path), 1):
        if number == 1:
            waiting = image
            continue
        if waiting is not None:
            yield ".1", waiting
            waiting = None
        yield f".{number}", image
    if waiting is not None:
        yield "", waiting


def _picture(page: Page, image: Image) -> str:
    """Draw the lines of a page in the order in which restore reads it.

    On pointing at a line its number in the page file is told, from 0.
    """
    import PIL.Image

    from restore.readers.compose import compose
    from restore.readers.native import read_native
    from restore.review.order_picture import DrawnLine, order_picture

    read = compose(read_native(_encoded(page), "page"))
    numbers = {
        read.spans[atom][0]: number for number, line in enumerate(read.file_lines) for atom in line
    }
    lines = [
        DrawnLine(
            line.box, f"lines[{numbers[line.start]}] {read.text[line.start : line.end]}", line.start
        )
        for line in read.lines
        if line.box is not None
    ]
    file = BytesIO()
    PIL.Image.fromarray(image[:, :, ::-1]).save(file, "JPEG", quality=_QUALITY)
    data = b64encode(file.getvalue()).decode()
    return order_picture(lines, page.size, f"data:image/jpeg;base64,{data}")


def _encoded(page: Page) -> bytes:
    return msgspec.json.format(msgspec.json.encode(page), indent=0) + b"\n"


def _write(data: bytes, target: Path, mark: bytes, force: bool) -> None:
    target = target.with_name(shortened(target.name))
    if not force and target.exists() and not _is_ours(target, mark):
        raise InputError(
            printable(target),
            "stands in the way and is no page that restore ocr wrote",
            "name another folder with -o, or give --force to replace it",
        )
    target.parent.mkdir(parents=True, exist_ok=True)
    write_file(target, data)


def _is_ours(path: Path, mark: bytes) -> bool:
    try:
        with path.open("rb") as stream:
            return mark in stream.read(_HEAD)
    except OSError:
        return False


def _images(inputs: tuple[str, ...]) -> Iterator[tuple[str, Path]]:
    """Yield the images that inputs name (files, folders, patterns), each with its output name."""
    from restore.recognition.rapid import IMAGE_SUFFIXES

    for item in inputs:
        path = Path(item)
        if path.is_dir():
            for member in sorted(path.rglob("*")):
                if member.suffix.lower() in IMAGE_SUFFIXES and member.is_file():
                    yield member.relative_to(path).as_posix(), member
        elif not path.exists() and glob.has_magic(item):
            for name in sorted(glob.glob(item, recursive=True)):  # noqa: PTH207
                yield Path(name).name, Path(name)
        else:
            yield path.name, path
