"""What the desk shows and decides on: every document of an output folder, opened when it is asked for.

A report of many documents keeps each beside its page, as the desk needs it (:class:`Prepared`): it
then starts at once, and holds no more than the documents that were opened last. Else all of it is
made at the start (:class:`Built`).
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import NamedTuple, Protocol

import msgspec

from restore import __version__
from restore.core.decisions import ReviewDecision
from restore.core.document import Document
from restore.core.edits import Edit
from restore.core.log import EditLog, decode_edits
from restore.errors import RestoreError
from restore.report.context import FORMAT, build_context
from restore.report.html import ReportFile, render_prepared, render_served
from restore.report.stored import read_figures, read_views
from restore.review.findings import Finding, findings_of
from restore.review.known_again import adopt
from restore.writers.output import read_manifest

__all__ = ["Built", "Material", "Opened", "Prepared", "Shown", "material_of"]

# So many documents stay open.
_KEPT = 8


class _Line(msgspec.Struct, frozen=True):
    id: str
    document: str


_LINE = msgspec.json.Decoder(_Line)
_EDIT = msgspec.json.Decoder(Edit)


class Shown(msgspec.Struct, frozen=True):
    """An edit as the report shows it; the fields are those of ``EditContext``."""

    id: str
    partners: tuple[int, ...] = ()
    follows: bool = False
    cause: int = 0


class Opened:
    """A document with its edits.

    Parameters
    ----------
    edits : by their ids
    log : gives them as the run made them
    """

    def __init__(
        self,
        source: str,
        shown: Sequence[Shown],
        edits: Mapping[str, Edit],
        log: Callable[[], EditLog],
    ) -> None:
        self.source = source
        self.shown = shown
        self.edits = edits
        self._log = log

    @cached_property
    def causes(self) -> dict[str, int]:
        """The number of each edit's cause in the report."""
        return {item.id: item.cause for item in self.shown}

    @cached_property
    def document(self) -> Document:
        """The document with its clean text."""
        log = self._log()
        made = Document.from_text(self.source, id=log.document)
        for layer in log.passes:
            made = made.apply(layer.applied)
        return made


class _Lines(Mapping[str, Edit]):
    """Lines of ``edits.jsonl`` by the ids of their edits, decoded when they are asked for."""

    def __init__(self, data: bytes) -> None:
        lines = [line for line in data.split(b"\n") if line]
        self._lines = {_LINE.decode(line).id: line for line in lines}

    def __getitem__(self, name: str) -> Edit:
        return _EDIT.decode(self._lines[name])

    def __iter__(self) -> Iterator[str]:
        return iter(self._lines)

    def __len__(self) -> int:
        return len(self._lines)


class Material(Protocol):
    """The documents of an output folder, by their numbers in the report."""

    ids: tuple[str, ...]

    @property
    def findings(self) -> Mapping[str, Finding]:
        """What the figure check found, by id."""

    def page(self, who: str) -> str:
        """Render the desk's page."""

    def data(self, number: int) -> bytes | None:
        """Return a document as the page takes it, as JSON; of -1 the figures."""

    def open(self, number: int) -> Opened:
        """Return a document with its edits."""

    def number_of(self, edit: str) -> int | None:
        """Return which document an edit is of."""

    def of_cause(self, cause: int) -> Iterable[int]:
        """Return the documents that have edits of a cause."""

    def with_field(self, name: str, value: str) -> Iterable[tuple[int, Collection[str]]]:
        """Return the documents that have edits with a field of this value, and the ids of these, with
        others maybe."""


def material_of(folder: Path, decisions: Iterable[ReviewDecision] = ()) -> Material:
    """Return what an output folder holds.

    Parameters
    ----------
    decisions : what reviewers said; a finding on which they did keeps the id of then

    Raises
    ------
    RestoreError
        If the folder is no output of this version, or its files do not fit together.
    """
    said = tuple(decisions)
    return Prepared.of(folder, said) or Built(folder, said)


class Built:
    """All documents, made at once."""

    def __init__(self, folder: Path, decisions: Iterable[ReviewDecision] = ()) -> None:
        self._views, corpus = read_views(folder)
        self.findings: Mapping[str, Finding] = {}
        if corpus.figures is not None:
            figures = adopt(corpus.figures, decisions)
            corpus = msgspec.structs.replace(corpus, figures=figures)
            self.findings = findings_of(figures)
        self._context = build_context(self._views, corpus)
        self._numbers = {
            edit.id: number
            for number, document in enumerate(self._context.documents)
            for edit in document.edits
        }
        self._opened: dict[int, Opened] = {}
        self.ids = tuple(view.id for view in self._views)

    def page(self, who: str) -> str:
        """Render the desk's page."""
        return render_served(self._context, who=who)

    def data(self, number: int) -> bytes | None:
        """Return a document as the page takes it, as JSON; the figures stand in the page."""
        documents = self._context.documents
        return msgspec.json.encode(documents[number]) if 0 <= number < len(documents) else None

    def open(self, number: int) -> Opened:
        """Return a document with its edits."""
        if number not in self._opened:
            view = self._views[number]
            edits = self._context.documents[number].edits
            shown = [Shown(item.id, item.partners, item.follows, item.cause) for item in edits]
            known = {edit.id: edit for edit in view.log.edits}
            self._opened[number] = Opened(view.source, shown, known, lambda: view.log)
        return self._opened[number]

    def number_of(self, edit: str) -> int | None:
        """Return which document an edit is of."""
        return self._numbers.get(edit)

    def of_cause(self, cause: int) -> Iterable[int]:
        """Return the documents that have edits of a cause."""
        return self._context.causes[cause].documents

    def with_field(self, name: str, value: str) -> Iterable[tuple[int, Collection[str]]]:
        """Return all documents with all their edits."""
        return ((number, self.open(number).edits) for number in range(len(self.ids)))


class _Title(msgspec.Struct, frozen=True):
    id: str


class _Cause(msgspec.Struct, frozen=True):
    documents: tuple[int, ...]


class _Corpus(msgspec.Struct, frozen=True):
    format: int
    version: str
    documents: tuple[_Title, ...]
    causes: tuple[_Cause, ...]


class _Kept(msgspec.Struct, frozen=True):
    source: str
    edits: tuple[Shown, ...]


class _Span(NamedTuple):
    start: int
    end: int


class Prepared:
    """The documents as the report keeps them, each opened when it is asked for."""

    def __init__(
        self,
        folder: Path,
        report: ReportFile,
        corpus: _Corpus,
        decisions: Iterable[ReviewDecision] = (),
    ) -> None:
        self._folder = folder
        self._decisions = decisions
        self._report = report
        self._causes = corpus.causes
        self._opened: OrderedDict[int, Opened] = OrderedDict()
        # Requests are answered side by side.
        self._one = Lock()
        self.ids = tuple(item.id for item in corpus.documents)
        self._edits = folder / "edits.jsonl"
        self._stamp = self._state()
        self._numbers, self._spans = self._lines()

    @classmethod
    def of(cls, folder: Path, decisions: Iterable[ReviewDecision] = ()) -> Prepared | None:
        """Return the documents of a folder, None if no report of this version keeps them apart."""
        manifest = read_manifest(folder)
        index = folder / "report" / "index.html"
        if manifest is None or any(item.output.startswith("rows/") for item in manifest.inputs):
            return None
        if not (folder / "report" / "documents").is_dir() or not index.is_file():
            return None
        data = index.read_bytes()
        if manifest.files.get("report/index.html") != sha256(data).hexdigest() and (
            index.stat().st_mtime_ns < (folder / "manifest.json").stat().st_mtime_ns
        ):
            return None
        try:
            report = ReportFile.of(data.decode("utf-8"))
            corpus = msgspec.json.decode(report.corpus, type=_Corpus)
        except (ValueError, msgspec.DecodeError):
            return None
        if (corpus.format, corpus.version) != (FORMAT, __version__):
            return None
        return cls(folder, report, corpus, decisions)

    @cached_property
    def findings(self) -> Mapping[str, Finding]:
        """What the figure check found: by the ids of this run, and by those of earlier decisions."""
        figures = read_figures(self._folder)
        if figures is None:
            return {}
        return findings_of(figures) | findings_of(adopt(figures, self._decisions))

    def page(self, who: str) -> str:
        """Render the desk's page."""
        return render_prepared(self._report, who=who)

    def data(self, number: int) -> bytes | None:
        """Return a document as the page takes it, as JSON; of -1 the figures."""
        if number >= len(self.ids) or self._state() != self._stamp:
            return None
        name = "figures" if number < 0 else f"{number:05}"
        try:
            script = (self._folder / "report" / "documents" / f"{name}.js").read_bytes()
        except OSError:
            return None
        return script[script.index(b", ") + 2 : script.rindex(b");")]

    def open(self, number: int) -> Opened:
        """Return a document with its edits.

        Raises
        ------
        RestoreError
            If the folder was written again since.
        """
        if self._state() != self._stamp:
            raise RestoreError(f"{self._folder} was written again meanwhile; load the page again")
        with self._one:
            return self._open(number)

    def _open(self, number: int) -> Opened:
        found = self._opened.get(number)
        if found is None:
            name = self.ids[number]
            start, end = self._spans.get(number, _Span(0, 0))
            with self._edits.open("rb") as stream:
                stream.seek(start)
                data = stream.read(end - start)
            kept = msgspec.json.decode(self.data(number) or b"", type=_Kept)
            found = Opened(
                kept.source, kept.edits, _Lines(data), lambda: EditLog.of(name, decode_edits(data))
            )
            self._opened[number] = found
        self._opened.move_to_end(number)
        while len(self._opened) > _KEPT:
            self._opened.popitem(last=False)
        return found

    def number_of(self, edit: str) -> int | None:
        """Return which document an edit is of."""
        return self._numbers.get(edit)

    def of_cause(self, cause: int) -> Iterable[int]:
        """Return the documents that have edits of a cause."""
        return self._causes[cause].documents

    def with_field(self, name: str, value: str) -> Iterable[tuple[int, Collection[str]]]:
        """Return the documents that have edits with a field of this value, and the ids of these, with
        others maybe."""
        wanted = msgspec.json.encode({name: value})[1:-1]
        found: dict[int, set[str]] = {}
        with self._edits.open("rb") as stream:
            for line in stream:
                if wanted in line:
                    known = _LINE.decode(line)
                    found.setdefault(self._numbers[known.id], set()).add(known.id)
        return sorted(found.items())

    def _state(self) -> tuple[int, int]:
        state = (self._folder / "manifest.json").stat()
        return state.st_mtime_ns, state.st_ino

    def _lines(self) -> tuple[dict[str, int], dict[int, _Span]]:
        """Return which document each edit is of, and where each document's edits stand (bytes)."""
        numbers = {name: number for number, name in enumerate(self.ids)}
        held: dict[str, int] = {}
        spans: dict[int, _Span] = {}
        position = 0
        with self._edits.open("rb") as stream:
            for line in stream:
                known = _LINE.decode(line)
                number = held[known.id] = numbers[known.document]
                spans[number] = _Span(spans.get(number, (position, 0))[0], position + len(line))
                position += len(line)
        return held, spans
