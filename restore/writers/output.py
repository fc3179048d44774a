"""The output folder of a run: text, articles, edits, figures, repeats, report, manifest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec

from restore import __version__
from restore.claims import FigureReport
from restore.document import Document
from restore.edits import Edit
from restore.log import encode_edits
from restore.readers.registry import ReadOptions
from restore.readers.text import Source
from restore.review.places import FILE as PLACES
from restore.review.places import places_of
from restore.settings import Settings
from restore.writers.articles import article_records
from restore.writers.atomic import Transaction
from restore.writers.joined import joined_records
from restore.writers.names import output_names
from restore.writers.outcome import Outcome
from restore.writers.records import (
    FORMAT,
    DecisionsRecord,
    EncodingRecord,
    FailureRecord,
    InputRecord,
    Manifest,
)
from restore.writers.results import page_files, row_file, row_files

__all__ = [
    "Outcome",
    "RunOutput",
    "edit_counts",
    "input_record",
    "read_manifest",
    "stale_files",
    "write_run",
]

MANIFEST = "manifest.json"


@dataclass(frozen=True)
class RunOutput:
    """All that a run hands to the writer.

    ``repeats`` and ``variants`` are records that msgspec can encode. ``report`` holds the finished
    report, by file name. ``reading`` is how rows are
    found again in their files; ``write_back`` asks for OCR files with their corrections in place.
    ``input_folder`` is what the images of pages are looked for in. ``run`` holds what differs between two runs over the same input.
    """

    outcomes: Sequence[Outcome]
    settings: Settings
    failures: Sequence[FailureRecord] = ()
    figures: FigureReport | None = None
    repeats: Sequence[Any] = ()
    variants: Sequence[Any] = ()
    refused: Mapping[str, int] = field(default_factory=dict)
    report: Mapping[str, str] = field(default_factory=dict)
    reading: ReadOptions = field(default_factory=ReadOptions)
    write_back: bool = False
    dictionaries_digest: str | None = None
    model_digest: str | None = None
    run: Mapping[str, Any] = field(default_factory=dict)
    decisions: DecisionsRecord | None = None
    input_folder: Path | None = None


def write_run(folder: Path, output: RunOutput) -> Manifest:
    """Write the output folder; either all of it appears or nothing changes.

    Text files that an earlier run left in the folder, unchanged since, and that this run does not
    write again are removed: the folder holds one run.

    Raises
    ------
    RestoreError
        If a file cannot be written.
    """
    names = output_names(
        outcome.document.id for outcome in output.outcomes if outcome.source.row is None
    )
    files: dict[str, str] = {}
    earlier = read_manifest(folder)
    with Transaction(folder) as transaction:
        for name, data in _contents(output, names):
            files[name] = sha256(data).hexdigest()
            transaction.write(name, data)
        for name in stale_files(folder, earlier, files):
            transaction.remove(name)
        manifest = _manifest(output, names, files)
        transaction.write(MANIFEST, _pretty(manifest))
    return manifest


def read_manifest(folder: Path) -> Manifest | None:
    """Return the manifest that lies in a folder, or None if there is none of this format."""
    try:
        return msgspec.json.decode((folder / MANIFEST).read_bytes(), type=Manifest)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return None


def edit_counts(edits: Iterable[Edit]) -> dict[str, dict[str, int]]:
    """Count edits: stage → decision → number."""
    counted = Counter((edit.stage, edit.decision.value) for edit in edits)
    counts: dict[str, dict[str, int]] = {}
    for (stage, decision), number in sorted(counted.items()):
        counts.setdefault(stage, {})[decision] = number
    return counts


def _contents(output: RunOutput, names: Mapping[str, str]) -> Iterator[tuple[str, bytes]]:
    for outcome in output.outcomes:
        if outcome.source.row is None:
            yield f"text/{names[outcome.document.id]}", outcome.document.text.encode("utf-8")
    yield from row_files(output.outcomes, output.reading)
    if output.write_back:
        yield from page_files(output.outcomes)
    articles = [
        record
        for outcome in output.outcomes
        for record in article_records(outcome.document, outcome.articles)
    ]
    yield "articles.jsonl", msgspec.json.Encoder().encode_lines(articles)
    joined = joined_records((outcome.document, outcome.articles) for outcome in output.outcomes)
    yield "joined.jsonl", msgspec.json.Encoder().encode_lines(joined)
    yield "edits.jsonl", encode_edits(edit for item in output.outcomes for edit in item.edits)
    if output.figures is not None:
        yield "figures.json", _pretty(output.figures)
    yield "repeats.json", _pretty({"repeats": output.repeats, "variants": output.variants})
    if output.input_folder is not None:
        found = [places_of(item.source, output.input_folder) for item in output.outcomes]
        if any(found):
            yield PLACES, msgspec.json.Encoder().encode_lines([item for item in found if item])
    for name, text in output.report.items():
        yield f"report/{name}", text.encode("utf-8")


def _manifest(output: RunOutput, names: Mapping[str, str], files: dict[str, str]) -> Manifest:
    return Manifest(
        format=FORMAT,
        version=__version__,
        settings_digest=output.settings.digest(),
        settings=output.settings,
        dictionaries_digest=output.dictionaries_digest,
        model_digest=output.model_digest,
        inputs=tuple(
            msgspec.structs.replace(
                input_record(
                    outcome.source, outcome.document, outcome.edits, output.reading.text_field
                ),
                output=_output_of(outcome, names),
            )
            for outcome in output.outcomes
        ),
        failed=tuple(output.failures),
        counts=edit_counts(edit for outcome in output.outcomes for edit in outcome.edits),
        refused=dict(output.refused),
        files=files,
        run=dict(output.run),
        decisions=output.decisions,
    )


def _output_of(outcome: Outcome, names: Mapping[str, str]) -> str:
    """Return the output file that holds a document's clean text."""
    blob = outcome.source.blob
    if outcome.source.row is not None and blob is not None:
        return row_file(blob)
    return f"text/{names[outcome.document.id]}"


def input_record(
    source: Source, document: Document, edits: Iterable[Edit], text_field: str
) -> InputRecord:
    """Return the manifest's record of a restored document, all but the file that it stands in.

    Parameters
    ----------
    source, document : what was read, and what became of it
    text_field : the field of a row that holds its text
    """
    return InputRecord(
        document=document.id,
        digest=document.digest,
        bytes=source.size,
        characters=len(document.source),
        encoding=EncodingRecord(*document.encoding, exact=source.exact),
        output="",
        output_digest=sha256(document.text.encode("utf-8")).hexdigest(),
        output_characters=len(document.text),
        counts=edit_counts(edits),
        text_field=None if source.row is None else text_field,
    )


def stale_files(folder: Path, earlier: Manifest | None, files: Mapping[str, str]) -> Iterator[str]:
    """Yield the files of an earlier run that are as it left them and are not written now."""
    if earlier is None:
        return
    for name, digest in sorted(earlier.files.items()):
        path = folder / name
        if name in files or not path.resolve().is_relative_to(folder.resolve()):
            continue
        try:
            data = path.read_bytes()
        except OSError:
            continue
        if sha256(data).hexdigest() == digest:
            yield name


def _pretty(value: object) -> bytes:
    data = msgspec.json.encode(value, order="sorted")
    return msgspec.json.format(data, indent=2) + b"\n"
