"""What the commands of ``restore evaluate`` share: options, inputs, and how results are told."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from restore.commands.console import emit
from restore.commands.options import FILE, LANGUAGE_MODEL, PATH, together
from restore.errors import InputError, RestoreError
from restore.messages import language, translated
from restore.settings import Settings, find_settings_file, load_settings

if TYPE_CHECKING:
    from restore.core.document import Document
    from restore.core.edits import Edit
    from restore.core.ocr_metadata import Hints
    from restore.evaluation.readings import Reading

__all__ = [
    "CONFIGURED",
    "CORE",
    "HARMS",
    "JSON",
    "SEED",
    "chosen_settings",
    "files_of",
    "publish",
    "readings_of",
    "whole_pipeline",
]

# Between the cells of a row of Markdown.
_BARS = re.compile(r"(?<!\\)\|")
JSON = click.option("--json", type=PATH, metavar="FILE", help="Write the numbers there.")
SEED = click.option("--seed", default=1, show_default=True, help="Seed of all that is drawn.")
HARMS = click.option(
    "--harms", default=20, show_default=True, help="The most wrong changes listed."
)
CORE = click.option(
    "--core", "manifest", type=FILE, help="Only ids that this JSON list marks core."
)
#: The settings of what is measured; for :func:`chosen_settings`.
CONFIGURED = together(
    click.option("--settings", type=FILE, help="Settings file; found if not given."),
    LANGUAGE_MODEL,
)


def chosen_settings(path: Path | None, language_model: Path | None) -> Settings:
    """Read the settings given, or found, with the language model given in place of theirs."""
    settings = load_settings(path or find_settings_file(Path.cwd()))
    if language_model is None:
        return settings
    chosen = msgspec.structs.replace(settings.correction, language_model=str(language_model))
    return msgspec.structs.replace(settings, correction=chosen)


def files_of(paths: Sequence[Path], *suffixes: str) -> list[Path]:
    """Return the files given, and of folders those with one of the suffixes, sorted."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            found += sorted(item for item in path.iterdir() if item.name.endswith(suffixes))
        else:
            found.append(path)
    if not found:
        named = ", ".join(map(str, paths))
        raise InputError(named, f"holds no {' or '.join(suffixes)}", "name files or other folders")
    return found


def readings_of(paths: Sequence[Path], manifest: Path | None) -> list[Reading]:
    """Read readings of page images; with a manifest only those that it marks core."""
    from restore.evaluation.readings import read_reading

    readings = [read_reading(path) for path in files_of(paths, ".json")]
    if manifest is None:
        return readings
    rows = msgspec.json.decode(manifest.read_bytes())
    core = {row["id"] for row in rows if row.get("core")}
    return [reading for reading in readings if reading.id in core]


def whole_pipeline(
    settings: Settings, hints: Callable[[str], Hints] | None = None
) -> Callable[[str, str], tuple[Document, Sequence[Edit]]]:
    """Return a function that restores a text, given its name, by all passes but the figure check.

    Parameters
    ----------
    hints : gives, by the name of a text, what is known beyond its words
    """
    from restore.core.document import Document
    from restore.core.ocr_metadata import no_hints
    from restore.pipeline import restore_corpus

    def restore(name: str, text: str) -> tuple[Document, Sequence[Edit]]:
        result = restore_corpus(
            [Document.from_text(text, id=name)],
            settings=settings,
            check_figures=False,
            hints=hints or no_hints,
        )
        for failure in result.failures:
            raise RestoreError(failure.message)
        (restored,) = result.restored
        return restored.document, restored.edits

    return restore


def _in_words(line: str) -> str:
    """Return a line of Markdown in the user's language, a row cell by cell."""
    cells = _BARS.split(line)
    if len(cells) == 1:
        return translated(line)
    return "|".join(f" {translated(cell.strip())} " if cell.strip() else cell for cell in cells)


def publish(markdown: str, results: object, json: Path | None) -> int:
    """Print the tables and write the numbers to ``json``; return the exit code."""
    from restore.evaluation.report import to_json

    emit(markdown if language() == "en" else "\n".join(map(_in_words, markdown.split("\n"))))
    if json is not None:
        json.write_bytes(to_json(results))
    return 0
