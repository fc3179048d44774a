"""``restore merge``: several readings of one page made one text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from restore.channel.selection import AUTO, choose_profile
from restore.commands.console import emit, note
from restore.commands.options import ENCODING, FILE, LANGUAGE_MODEL, OUTPUT_FILE, PATH, SETTINGS
from restore.core.edits import Decision, Reason
from restore.errors import InputError, SettingsError
from restore.files import write_file
from restore.messages import translated
from restore.readers import ReadOptions, read_blob
from restore.readers.blob import file_blob
from restore.settings import find_settings_file, load_settings

if TYPE_CHECKING:
    from restore.core.native_page import Lattice
    from restore.core.ocr_metadata import Hints
    from restore.merge import Merged, Reading

__all__ = ["merge"]


@click.command()
@click.argument("paths", nargs=-1, required=True, type=FILE, metavar="READING...")
@click.option("--base", type=PATH, help="The reading whose lines are kept; the best if not given.")
@OUTPUT_FILE
@click.option("--edits", type=PATH, metavar="FILE", help="Write the edit log over the base here.")
@ENCODING
@SETTINGS
@LANGUAGE_MODEL
def merge(
    paths: tuple[Path, ...],
    base: Path | None,
    output: Path | None,
    edits: Path | None,
    encoding: str | None,
    settings: Path | None,
    language_model: Path | None,
) -> int:
    """Merge readings of one page by two or more OCR engines, character by character.

    They may cut lines and order blocks differently. Figures are never
    changed: what others read there is suggested or flagged in the edit log.
    """
    from restore.language.model import LanguageModel
    from restore.merge import merge_readings

    if len(paths) < 2:
        raise SettingsError("two readings or more are needed")
    if base is not None and base not in paths:
        raise SettingsError(f"--base {base} is none of the readings")
    chosen = load_settings(settings or find_settings_file(Path.cwd()))
    wished = language_model or chosen.correction.language_model
    model = LanguageModel.load(Path(wished) if wished else None)
    readings = [_reading(path, encoding) for path in paths]
    merged = merge_readings(
        readings,
        model=model,
        base=None if base is None else list(paths).index(base),
        gate=chosen.gate,
    )
    if edits is not None:
        write_file(edits, msgspec.json.Encoder(order="sorted").encode_lines(merged.edits))
    if output is not None:
        write_file(output, merged.text.encode("utf-8"))
    else:
        emit(merged.text)
    note(_account(readings, merged, listed=edits is not None))
    return 0


def _account(readings: Sequence[Reading], merged: Merged, *, listed: bool) -> str:
    """Say what was done: what each reading holds, and what became of the differences."""
    others = [number for number in range(len(readings)) if number != merged.base]
    parts = [f"base {readings[merged.base].name}"]
    for number in others:
        told = f"{readings[number].name} holds {merged.shares[number]:.0%} of it"
        if number in merged.strangers:
            told += ": left out, it does not look like a reading of this page"
        parts.append(told)
    decided = Counter(edit.decision for edit in merged.edits if edit.rule != "merge.unseen")
    figures = sum(edit.reason is Reason.LOCKED_FIGURE and not edit.applied for edit in merged.edits)
    lines = sum(edit.rule == "merge.unseen" for edit in merged.edits)
    doubtful = decided[Decision.SUGGESTED] + decided[Decision.FLAGGED]
    parts.append(
        f"{merged.differences} differences: {decided[Decision.APPLIED]} changes made, "
        f"{doubtful} left open ({figures} in figures)"
    )
    if lines:
        parts.append(f"{lines} lines of others are not in the base")
    if (doubtful or lines) and not listed:
        parts.append("--edits FILE lists them")
    return translated("; ").join(map(translated, parts))


def _reading(path: Path, encoding: str | None) -> Reading:
    """Return a reading; of an OCR file (hOCR, ALTO …) in its reading order."""
    from restore.merge import Reading

    found = list(read_blob(file_blob(path), ReadOptions(encoding=encoding)))
    for item in found:
        if isinstance(item, InputError):
            raise item
    sources = [item for item in found if not isinstance(item, InputError)]
    if len(sources) != 1:
        cure = "give one file for each reading of the page"
        raise InputError(str(path), f"holds {len(sources)} documents", cure)
    (source,) = sources
    lattice = None if source.page is None else _lattice(source.page.hints())
    return Reading(str(path), source.document.source, lattice=lattice)


def _lattice(hints: Hints) -> Lattice | None:
    """Return what PP-OCR knew of each character; how sure other engines say they are of a word or
    a line does not tell their errors.
    """
    known = hints.lattice
    if known is None or choose_profile(AUTO, "", hints.engine) != "ppocr":
        return None
    return known if any(item is not None and item.candidates for item in known.readings) else None
