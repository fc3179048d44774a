"""hOCR: pages, lines and words by class; ``bbox``, ``x_wconf`` and choices in ``title``.

After the hOCR specification 1.2 (kba.github.io/hocr-spec); tesseract's ``hocr_char_boxes`` and
``lstm_choice_mode=2`` give characters (``ocrx_cinfo``) and their alternatives (``x_confs``).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator

from restore.errors import InputError
from restore.readers.geometry import Box, Candidates, Facsimile, OcrFile
from restore.readers.markup import Markup
from restore.readers.pages import PageBuilder, box_of, number, share
from restore.readers.tree import Element, Run

__all__ = ["read_hocr"]

_LINES = {"ocr_line", "ocrx_line", "ocr_header", "ocr_footer", "ocr_caption", "ocr_textfloat"}
_BOX = re.compile(r"\b(?:bbox|x_bboxes)\s+(-?[\d.]+)\s+(-?[\d.]+)\s+(-?[\d.]+)\s+(-?[\d.]+)")
_BASELINE = re.compile(r"\bbaseline\s+(-?[\d.]+)\s")
# As bytes.strip takes it: the place of the text is found in the bytes.
_WHITE = " \t\n\r\v\f"
_IMAGE = re.compile(r"\bimage\s+(?:\"([^\"]*)\"|'([^']*)'|([^;\"']+))")
_CONFIDENCE = re.compile(r"\b(?:x_wconf|x_confs?)\s+(-?[\d.]+)")


def read_hocr(markup: Markup, source: str) -> OcrFile:
    """Read a file.

    Raises
    ------
    InputError
        If it has no page.
    """
    builder = PageBuilder()
    pages = [markup.root] if _has("ocr_page")(markup.root) else []
    pages = pages or list(markup.root.outermost(_has("ocr_page")))
    if not pages:
        raise InputError(source, "has no ocr_page", "give the hOCR file as the engine wrote it")
    for index, page in enumerate(pages):
        lines = list(page.outermost(_has(*_LINES)))
        areas = [item.low for item in page.walk() if "ocr_carea" in _classes(item)]
        for line in lines:
            _line(line, markup.data, builder, bisect_left(areas, line.low))
        box = _box(page)
        builder.page(
            (box.right, box.bottom) if box else None,
            ordered=len(areas) > 1,
            facsimile=Facsimile(_image(page), index),
        )
    return builder.file()


def _has(*names: str) -> Callable[[Element], bool]:
    wanted = set(names)
    return lambda item: not wanted.isdisjoint(_classes(item))


def _classes(item: Element) -> set[str]:
    return set(item.attributes.get("class", "").split())


def _box(item: Element) -> Box | None:
    match = _BOX.search(item.attributes.get("title", ""))
    return box_of(*match.groups()) if match else None


def _image(page: Element) -> str:
    match = _IMAGE.search(page.attributes.get("title", ""))
    return next(filter(None, match.groups()), "").strip() if match else ""


def _confidence(item: Element) -> float | None:
    match = _CONFIDENCE.search(item.attributes.get("title", ""))
    return share(match.group(1), 100) if match else None


def _line(line: Element, data: bytes, builder: PageBuilder, block: int) -> None:
    words = list(line.outermost(_has("ocrx_word")))
    atoms: list[int] = []
    for word in words or [line]:
        found = _word(word, data, builder)
        if atoms and found:
            builder.words([atoms[-1], found[0]])
        atoms += found
    baseline = _BASELINE.search(line.attributes.get("title", ""))
    slope = number(baseline.group(1)) if baseline else None
    builder.line(atoms, _box(line), block, slope=slope)


def _word(word: Element, data: bytes, builder: PageBuilder) -> list[int]:
    """Add the runs of text of a word; each is an atom with its own place."""
    choices = [_choices(item) for item in word.walk() if _is_choice_list(item)]
    runs = [(run, owner) for run, owner in _runs(word) if run.text.strip()]
    length = sum(len(run.text.strip(_WHITE)) for run, _ in runs)
    sure = _confidence(word)
    atoms = []
    position = 0
    for run, owner in runs:
        text = run.text.strip(_WHITE)
        own = _confidence(owner) if owner is not word else None
        chances: list[float | None] = [sure if own is None else own] * len(text)
        candidates: dict[int, Candidates] = {}
        if len(choices) == length:
            for place in range(len(text)):
                listed = dict(choices[position + place])
                # The beam may drop what was read: then the character's own confidence stands.
                chances[place] = listed.pop(text[place], 0.0) or chances[place]
                rest = tuple((item, chance) for item, chance in listed.items() if chance > 0)
                if rest and chances[place] is not None:
                    candidates[place] = rest
        position += len(text)
        known = chances if any(chance is not None for chance in chances) else ()
        box = (_box(owner) if owner is not word else None) or _box(word)
        index = builder.atom(text, box, probabilities=known, candidates=candidates)
        raw = data[run.low : run.high]
        low = run.low + len(raw) - len(raw.lstrip())
        builder.slot(low, run.low + len(raw.rstrip()), "text", [index])
        atoms.append(index)
    return atoms


def _runs(word: Element) -> Iterator[tuple[Run, Element]]:
    """Yield the runs of text that were read, and not those that are alternatives."""
    waiting: list[tuple[Element | Run, Element]] = [(word, word)]
    while waiting:
        here, owner = waiting.pop()
        if isinstance(here, Run):
            yield here, owner
        elif not _is_choice_list(here):
            inner = here if "ocrx_cinfo" in _classes(here) else owner
            waiting += [(child, inner) for child in reversed(here.children)]


def _is_choice_list(item: Element) -> bool:
    return "ocrx_cinfo" in _classes(item) and any(
        "ocrx_cinfo" in _classes(child) for child in item.elements()
    )


def _choices(item: Element) -> list[tuple[str, float]]:
    found: dict[str, float] = {}
    for child in item.elements():
        text, chance = child.text.strip(), _confidence(child)
        if len(text) == 1 and chance is not None:
            found.setdefault(text, chance)
    return sorted(found.items(), key=lambda pair: -pair[1])
