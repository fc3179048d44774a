"""``restore merge``: several readings of one page made one text."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec

from restore.commands.console import emit, note
from restore.edits import Decision
from restore.errors import InputError, SettingsError
from restore.language.model import LanguageModel
from restore.merge import Reading, merge_readings
from restore.readers import ReadOptions, read_blob
from restore.readers.blob import file_blob
from restore.settings import find_settings_file, load_settings
from restore.writers.atomic import write_file

__all__ = ["merge"]


def merge(
    paths: Sequence[Path],
    *,
    base: Path | None,
    output: Path | None,
    edits: Path | None,
    encoding: str | None,
    settings: Path | None,
    language_model: Path | None,
) -> int:
    """Print or write the merged text; say what was done.

    Parameters
    ----------
    base : the reading whose lines and order are kept; None: the best
    edits : where to write the edit log, over the base as source
    """
    if len(paths) < 2:
        raise SettingsError("two readings or more are needed")
    if base is not None and base not in paths:
        raise SettingsError(f"--base {base} is none of the readings")
    chosen = load_settings(settings or find_settings_file(Path.cwd()))
    wished = language_model or chosen.correction.language_model
    model = LanguageModel.load(Path(wished) if wished else None)
    readings = [Reading(str(path), _text(path, encoding)) for path in paths]
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
    shares = ", ".join(
        f"{reading.name} holds {share:.0%} of it"
        for number, (reading, share) in enumerate(zip(readings, merged.shares, strict=True))
        if number != merged.base
    )
    counts = [sum(edit.decision is decision for edit in merged.edits) for decision in Decision]
    told = ", ".join(
        f"{count} {decision.value}"
        for count, decision in zip(counts, Decision, strict=True)
        if count
    )
    note(
        f"base {readings[merged.base].name}; {shares}; "
        f"{merged.differences} differences: {told or 'nothing to change'}"
    )
    return 0


def _text(path: Path, encoding: str | None) -> str:
    """Return the text of a reading; of an OCR file (hOCR, ALTO …) in its reading order."""
    found = list(read_blob(file_blob(path), ReadOptions(encoding=encoding)))
    for item in found:
        if isinstance(item, InputError):
            raise item
    if len(found) != 1:
        cure = "give one file for each reading of the page"
        raise InputError(str(path), f"holds {len(found)} documents", cure)
    return "".join(item.document.source for item in found if not isinstance(item, InputError))
