"""What the report shows, drawn from a run or from an output folder: both give the same page."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import takewhile
from pathlib import Path
from typing import TypeVar

import msgspec

from restore import __version__
from restore.blocks import Article, Block
from restore.claims import FigureReport
from restore.commands.run import CorpusRun
from restore.errors import RestoreError
from restore.evidence import CopyKept
from restore.log import EditLog, decode_edits, logs_by_document
from restore.readers.blob import Blob
from restore.report.model import CorpusView, DocumentView, FailedDocument, Repeat, Variant
from restore.writers.output import read_manifest
from restore.writers.records import ArticleRecord, FailureRecord, InputRecord, Manifest
from restore.writers.rows import restored_texts

__all__ = ["RepeatsFile", "read_views", "run_views", "text_before_dedup"]


_T = TypeVar("_T")


class RepeatsFile(msgspec.Struct, frozen=True):
    """The content of ``repeats.json``."""

    repeats: tuple[Repeat, ...] = ()
    variants: tuple[Variant, ...] = ()


def run_views(run: CorpusRun) -> tuple[list[DocumentView], CorpusView]:
    """Return the views of a run: one for each document, one for the whole."""
    documents = [
        _document_view(
            source=restored.document.source,
            text=restored.text,
            log=restored.log,
            articles=restored.articles,
            encoding=restored.document.encoding.name,
        )
        for restored in run.result.restored
    ]
    seen = {view.id: text_before_dedup(view.source, view.log) for view in documents}
    corpus = _corpus_view(
        version=__version__,
        settings_digest=run.settings.digest(),
        refused=run.refused,
        repeats=RepeatsFile(_repeats(documents, seen), _variants(run, seen)),
        figures=run.result.figures,
        failed=run.failures,
    )
    return documents, corpus


def text_before_dedup(source: str, log: EditLog) -> str:
    """Return the text that the dedup stage was given: its spans index this text."""
    stages = {"dedup", "correction"}
    before = takewhile(lambda layer: layer.stage not in stages, log.passes)
    return EditLog(document=log.document, passes=tuple(before)).replay(source)


def _repeats(documents: Sequence[DocumentView], seen: Mapping[str, str]) -> tuple[Repeat, ...]:
    """Return the applied removals that name the copy they rest on."""
    return tuple(
        Repeat(
            document=edit.document,
            span=edit.span,
            text=edit.before,
            kept_document=evidence.document,
            kept_span=evidence.span,
            kept_text=seen.get(evidence.document, "")[slice(*evidence.span)] or evidence.text,
            similarity=evidence.similarity,
            edit=edit.id,
        )
        for view in documents
        for edit in view.log.edits
        if edit.applied
        for evidence in edit.evidence
        if isinstance(evidence, CopyKept)
    )


def _variants(run: CorpusRun, seen: Mapping[str, str]) -> tuple[Variant, ...]:
    return tuple(
        Variant(
            document=pair.first.document,
            span=pair.first.span,
            text=seen[pair.first.document][slice(*pair.first.span)],
            other_document=pair.second.document,
            other_span=pair.second.span,
            other_text=seen[pair.second.document][slice(*pair.second.span)],
            similarity=pair.similarity,
            differs=tuple((item.kind, item.first, item.second) for item in pair.differs),
        )
        for pair in run.result.dedup.variants
        if pair.first.document in seen and pair.second.document in seen
    )


def read_views(folder: Path) -> tuple[list[DocumentView], CorpusView]:
    """Read the views back from an output folder; sources come from reverting the clean text.

    Raises
    ------
    RestoreError
        If the folder is no output of this version, or its files do not fit together.
    """
    manifest = read_manifest(folder)
    if manifest is None:
        raise RestoreError(
            f"{folder}: holds no manifest.json of this version; give a folder that "
            "`restore clean -o` wrote"
        )
    logs = logs_by_document(decode_edits(_read(folder / "edits.jsonl"), "edits.jsonl"))
    articles = _articles(folder / "articles.jsonl")
    documents = []
    rows: dict[str, dict[str, str]] = {}
    for record in manifest.inputs:
        if record.output.startswith("rows/"):
            if record.output not in rows:
                blob = Blob(record.output, str(folder / record.output), folder / record.output)
                rows[record.output] = restored_texts(blob)
            text = _row_text(rows[record.output], record)
        else:
            text = _read(folder / record.output).decode("utf-8")
        log = logs.get(record.document, EditLog(document=record.document))
        documents.append(
            _document_view(
                source=log.revert(text),
                text=text,
                log=log,
                articles=articles.get(record.document, ()),
                encoding=record.encoding.name,
            )
        )
    return documents, _stored_corpus(folder, manifest)


def _row_text(texts: Mapping[str, str], record: InputRecord) -> str:
    """Return the clean text of a row: the one with the digest of the manifest."""
    if record.output_digest not in texts:
        raise RestoreError(
            f"{record.output}: no longer holds the text of {record.document}; run clean again"
        )
    return texts[record.output_digest]


def _stored_corpus(folder: Path, manifest: Manifest) -> CorpusView:
    figures = None
    if "figures.json" in manifest.files:
        figures = _decode(folder / "figures.json", FigureReport)
    return _corpus_view(
        version=manifest.version,
        settings_digest=manifest.settings_digest,
        refused=manifest.refused,
        repeats=_decode(folder / "repeats.json", RepeatsFile),
        figures=figures,
        failed=manifest.failed,
    )


def _document_view(
    *, source: str, text: str, log: EditLog, articles: tuple[Article, ...], encoding: str
) -> DocumentView:
    title = next((article.title for article in articles if article.title), None)
    return DocumentView(
        id=log.document,
        source=source,
        text=text,
        log=log,
        title=title,
        articles=articles,
        blocks=tuple(block for article in articles for block in article.blocks),
        encoding=encoding,
    )


def _corpus_view(
    *,
    version: str,
    settings_digest: str,
    refused: Mapping[str, int],
    repeats: RepeatsFile,
    figures: FigureReport | None,
    failed: Sequence[FailureRecord],
) -> CorpusView:
    return CorpusView(
        version=version,
        settings_digest=settings_digest,
        refused=dict(sorted(refused.items())),
        repeats=repeats.repeats,
        variants=repeats.variants,
        figures=figures,
        failed=tuple(FailedDocument(item.source, item.message) for item in failed),
    )


def _articles(path: Path) -> dict[str, tuple[Article, ...]]:
    found: dict[str, list[Article]] = {}
    for record in _decoded(path, msgspec.json.Decoder(ArticleRecord).decode_lines):
        blocks = tuple(Block(*item.span, role=item.role) for item in record.paragraphs)
        found.setdefault(record.document, []).append(
            Article(
                ordinal=record.ordinal,
                blocks=blocks,
                title=record.title,
                byline=record.byline,
                date=record.date,
                complete=record.complete,
                missing=record.missing,
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
