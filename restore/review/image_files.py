"""Which file shows a page: the one that its source names, or one of the same name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

__all__ = ["SUFFIXES", "images_below", "images_beside", "name_below", "page_number", "safe_image"]

#: What shows pages; of several files of one name the first is taken.
SUFFIXES = (".png", ".jpg", ".jpeg", ".webp", ".gif", ".tif", ".tiff", ".bmp", ".jp2", ".pdf")
# Files that may show several pages.
_OF_SEVERAL = frozenset({".tif", ".tiff", ".pdf"})
# How tools number the images of one file (pdftoppm: book-1.png or, of ten pages, book-01.png).
_JOINTS, _WIDTHS = ("-", "_", "."), (1, 2, 3, 4)
# ``restore ocr`` calls the third page of scan.tif scan.tif.3.json.
_NUMBERED = re.compile(r"(.+)\.(\d{1,4})")


def images_beside(source: Path, pages: int) -> list[Path | None]:
    """Return the file that shows each page of an OCR file and lies beside it: ``p1.hocr`` or
    ``p1.page.xml`` → ``p1.png``; ``book.hocr`` → ``book-1.png`` … or ``book.tif`` for all pages."""
    names = _names(source)
    if pages > 1:
        for name in names:
            for joint in _JOINTS:
                for width in _WIDTHS:
                    for suffix in SUFFIXES:
                        found = [
                            source.with_name(f"{name}{joint}{number:0{width}}{suffix}")
                            for number in range(1, pages + 1)
                        ]
                        if found[0].is_file():
                            return [path if path.is_file() else None for path in found]
    for name in names:
        for path in (source.with_name(name), *(source.with_name(name + end) for end in SUFFIXES)):
            suffix = path.suffix.lower()
            if suffix in (SUFFIXES if pages == 1 else _OF_SEVERAL) and path.is_file():
                return [path] * pages
    return [None] * pages


def images_below(root: Path, source: Path, named: Sequence[str]) -> list[str]:
    """Return the file below a folder that shows each page of an OCR file, as a path from the folder;
    empty where there is none.

    It is the one that the source names, as it names it, or by its last part beside the source or in
    the folder above (engines put their files into ``alto/`` or ``page/``); else the one beside it.

    Parameters
    ----------
    source : where the OCR file lies, or would lie among the images
    named : for each page what the source calls its image
    """
    root, found = root.resolve(), []
    for name, beside in zip(named, images_beside(source, len(named)), strict=True):
        last = re.split(r"[/\\]", name)[-1]
        stated = (source.parent / name, source.parent / last, source.parent.parent / last)
        tried = (*(stated if last else ()), *((beside,) if beside else ()))
        below = (name_below(root, path) for path in tried)
        found.append(next((item for item in below if safe_image(root, item)), ""))
    return found


def safe_image(root: Path, name: str) -> Path | None:
    """Return an image's path below a folder, or None if it is none or lies elsewhere."""
    try:
        path = root.joinpath(*PurePosixPath(name).parts).resolve()
        inside = path.is_relative_to(root.resolve())
        return path if inside and path.suffix.lower() in SUFFIXES and path.is_file() else None
    except (OSError, ValueError):
        # A name of a source that no file can have: too long, or with U+0000.
        return None


def name_below(root: Path, image: Path) -> str:
    """Return an image's path from a folder (which is resolved), empty if it does not lie below."""
    path = image.resolve()
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else ""


def page_number(source: Path) -> int | None:
    """Return which page (from 0) of an image file an OCR file's own name says that it holds."""
    found = _NUMBERED.fullmatch(source.stem)
    return max(0, int(found[2]) - 1) if found else None


def _names(source: Path) -> Sequence[str]:
    numbered = _NUMBERED.fullmatch(source.stem)
    names = (source.stem, Path(source.stem).stem, source.name.split(".")[0])
    return tuple(dict.fromkeys((*names, *((numbered[1],) if numbered else ()))))
