"""What the report shows, drawn from a run or from an output folder: both give the same page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TypeVar

import msgspec

from restore.core.blocks import Article, Block
from restore.core.claims import FigureReport
from restore.core.decisions import FIGURES_STAGE, ReviewDecision
from restore.core.log import EditLog, decode_edits, logs_by_document
from restore.errors import RestoreError
from restore.readers.blob import Blob
from restore.report.model import (
    CorpusView,
    DocumentView,
    document_view,
)
from restore.writers.output import manifest_of, read_manifest
from restore.writers.records import (
    ArticleRecord,
    InputRecord,
    Manifest,
    RepeatsFile,
)
from restore.writers.rows import restored_texts

__all__ = ["corpus_view", "read_figures", "read_views"]


_T = TypeVar("_T")


def read_views(
    folder: Path, decisions: Iterable[ReviewDecision] = ()
) -> tuple[list[DocumentView], CorpusView]:
    """Read the views back from an output folder; sources come from reverting the clean text.

    Parameters
    ----------
    decisions : what reviewers said; of edits the logs tell it, of figures these

    Raises
    ------
    RestoreError
        If the folder is no output of this version, or its files do not fit together.
    """
    manifest = manifest_of(folder)
    logs = logs_by_document(decode_edits(_read(folder / "edits.jsonl"), "edits.jsonl"))
    articles = _articles(folder / "articles.jsonl")
    documents = []
    rows: dict[str, dict[str, str]] = {}
    for record in manifest.inputs:
        if record.output.startswith("rows/"):
            if record.output not in rows:
                blob = Blob(record.output, str(folder / record.output), folder / record.output)
                rows[record.output] = restored_texts(blob, record.text_field or "")
            text = _row_text(rows[record.output], record)
        else:
            text = _read(folder / record.output).decode("utf-8")
        log = logs.get(record.document, EditLog(document=record.document))
        documents.append(
            document_view(
                source=log.revert(text),
                text=text,
                log=log,
                articles=articles.get(record.document, ()),
                encoding=record.encoding.name,
                notices=record.notices,
            )
        )
    repeats = _decode(folder / "repeats.json", RepeatsFile)
    return documents, corpus_view(manifest, repeats, read_figures(folder), decisions)


def read_figures(folder: Path) -> FigureReport | None:
    """Return what the figure check of an output folder found, None if there was none.

    Raises
    ------
    RestoreError
        If the file is not of this version.
    """
    manifest = read_manifest(folder)
    if manifest is None or "figures.json" not in manifest.files:
        return None
    return _decode(folder / "figures.json", FigureReport)


def _row_text(texts: Mapping[str, str], record: InputRecord) -> str:
    """Return the clean text of a row: the one with the digest of the manifest."""
    if record.output_digest not in texts:
        raise RestoreError(
            f"{record.output}: no longer holds the text of {record.document}; run clean again"
        )
    return texts[record.output_digest]


def corpus_view(
    manifest: Manifest,
    repeats: RepeatsFile,
    figures: FigureReport | None,
    decisions: Iterable[ReviewDecision] = (),
) -> CorpusView:
    """Return the view of a whole run; of ``decisions`` those on figures are kept."""
    record = manifest.decisions
    return CorpusView(
        version=manifest.version,
        settings_digest=manifest.settings_digest,
        refused=dict(sorted(manifest.refused.items())),
        repeats=repeats.repeats,
        variants=repeats.variants,
        figures=figures,
        failed=manifest.failed,
        orphans=() if record is None else record.orphans,
        decisions=tuple(line for line in decisions if line.stage == FIGURES_STAGE),
    )


def _articles(path: Path) -> dict[str, tuple[Article, ...]]:
    found: dict[str, list[Article]] = {}
    for record in _decoded(path, msgspec.json.Decoder(ArticleRecord).decode_lines):
        blocks = tuple(
            Block(*item.span, role=item.role, form=item.form) for item in record.paragraphs
        )
        found.setdefault(record.document, []).append(
            Article(
                ordinal=record.ordinal,
                blocks=blocks,
                title=record.title,
                byline=record.byline,
                date=record.date,
                complete=record.complete,
                missing=record.missing,
                jump_from=record.jump_from,
                jump_to=record.jump_to,
                joined=record.joined,
                part=record.part,
                runs_on=record.runs_on,
            )
        )
    return {document: tuple(articles) for document, articles in found.items()}


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise RestoreError(f"{path}: cannot be read ({error.strerror}); run clean again") from error


def _decode(path: Path, kind: type[_T]) -> _T:
    return _decoded(path, msgspec.json.Decoder(kind).decode)


def _decoded(path: Path, decode: Callable[[bytes], _T]) -> _T:
    try:
        return decode(_read(path))
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise RestoreError(f"{path}: is not of this version ({error}); run clean again") from error
