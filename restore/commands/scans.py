"""What ``--ocr`` does before a run: page images, and pages of PDF without text, are read.

What was read is kept by the file's SHA-256 in the user's cache (``$XDG_CACHE_HOME/restore/pages``), so
that the next run over the same scans begins at once.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from restore.commands.console import complain, note, progress_bar
from restore.errors import InputError, RestoreError
from restore.files import write_file
from restore.readers import discover
from restore.readers.blob import file_blob
from restore.readers.images import IMAGE_SUFFIXES, NEEDS_OCR, target

if TYPE_CHECKING:
    from restore.recognition.rapid import Image, PageReader

__all__ = ["MODES", "recognise"]

MODES = ("auto", "never", "always")
# Of a page drawn from PDF: 200 dots an inch, as most scans have them.
_SCALE = 200 / 72
_MOST_TOLD = 5


def recognise(inputs: Sequence[str], output: Path | None, mode: str) -> Path | None:
    """Read what among the inputs is an image; return the folder of what was read.

    None where nothing is to be read, or may be: an image is then left out, or told as a failure.

    Parameters
    ----------
    inputs : as a run has them
    mode : one of :data:`MODES`; ``always`` reads pages of PDF that have text, and images beside
        which an OCR file lies, too

    Raises
    ------
    RestoreError
        If ``always`` is asked for and no engine is installed.
    """
    if mode == "never":
        return None
    found = discover(inputs, output=output, images=mode)
    paths = [item.path for item in found.found if item.path is not None]
    scans = [path for path in paths if path.suffix.lower() in IMAGE_SUFFIXES]
    books = [path for path in paths if path.suffix.lower() == ".pdf"]
    if not scans and not books:
        return None
    folder = _cache()
    if find_spec("rapidocr") is None:
        if mode == "always":
            raise RestoreError(f"--ocr always needs an OCR engine; {NEEDS_OCR}")
        if scans:
            names = ", ".join(path.name for path in scans[:_MOST_TOLD])
            more = " …" if len(scans) > _MOST_TOLD else ""
            note(f"restore: {len(scans)} × image without a reading ({names}{more}); {NEEDS_OCR}")
        return None
    _Scans(folder, mode).read(scans, books)
    return folder


def _cache() -> Path:
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "restore" / "pages"


class _Scans:
    def __init__(self, folder: Path, mode: str) -> None:
        self._folder, self._mode = folder, mode
        self._reader: PageReader | None = None

    def read(self, scans: Sequence[Path], books: Sequence[Path]) -> None:
        """Read what was not read before; a file that cannot be read is told, the others are."""
        with progress_bar() as progress:
            for number, path in enumerate([*scans, *books], 1):
                try:
                    digest = sha256(file_blob(path).read()).hexdigest()
                    if path.suffix.lower() == ".pdf":
                        self._book(path, digest)
                    elif not target(self._folder, digest, 0).exists():
                        self._images(path, digest)
                except InputError as error:
                    complain(error)
                if progress is not None:
                    progress("ocr", number, len(scans) + len(books))

    def _images(self, path: Path, digest: str) -> None:
        from restore.recognition.rapid import load_images

        pages = [self._page(image) for image in load_images(path)]
        # The first is written last: where it stands, the others do.
        for number in range(len(pages) - 1, -1, -1):
            self._write(pages[number], digest, number)

    def _book(self, path: Path, digest: str) -> None:
        for number, draw in _pages_to_read(path, always=self._mode == "always"):
            if not target(self._folder, digest, number).exists():
                self._write(self._page(draw()), digest, number)

    def _page(self, image: Image) -> bytes:
        if self._reader is None:
            from restore.recognition.rapid import PageReader

            self._reader = PageReader()
        return msgspec.json.encode(self._reader.read(image))

    def _write(self, data: bytes, digest: str, number: int) -> None:
        path = target(self._folder, digest, number)
        path.parent.mkdir(parents=True, exist_ok=True)
        write_file(path, data)


def _pages_to_read(path: Path, *, always: bool) -> Iterator[tuple[int, Any]]:
    """Yield the number of each page that shows an image and no text, and what draws it."""
    from restore.readers.pdf import open_pdf, shows_image_alone

    document = open_pdf(file_blob(path))
    try:
        for number in range(len(document)):
            page = document[number]
            try:
                if always or shows_image_alone(page):
                    yield (
                        number,
                        lambda page=page: page.render(scale=_SCALE).to_numpy()[:, :, :3].copy(),
                    )
            finally:
                page.close()
    finally:
        document.close()
