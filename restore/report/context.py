"""The context of a report: views turned into plain records, the same for HTML and for JSON.

Documents, edits and paragraphs are named by their index; everything a reader may ask about an
edit is here, nothing about how it looks.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from hashlib import blake2b
from typing import NamedTuple

import msgspec

from restore.core.blocks import Block, Role
from restore.core.decisions import ReviewDecision
from restore.core.edits import Edit, Reason, decided_once
from restore.core.evidence import CopyKept, Evidence, Witness
from restore.core.notices import Notice
from restore.messages import translated
from restore.report.causes import Cause, causes
from restore.report.figures import FigureContext, figure_context, figure_queue
from restore.report.kinds import Kind, kind_of, needs_person
from restore.report.locate import Locator, Place
from restore.report.marks import Segment, fold
from restore.report.model import CorpusView, DocumentView
from restore.report.paragraphs import Paragraph, cut_paragraphs

__all__ = [
    "FORMAT",
    "ArticleContext",
    "CauseContext",
    "Context",
    "Count",
    "DocumentContext",
    "EditContext",
    "PairContext",
    "ParagraphContext",
    "RepeatedContext",
    "SegmentContext",
    "build_context",
    "context_json",
]

FORMAT = 2


class SegmentContext(msgspec.Struct, frozen=True, omit_defaults=True):
    """A run of marked text: ``t`` text; indexes of the edits that inserted (``i``), deleted
    (``d``) or moved it here (``m``); edits that only speak of it (``n``); ``g``: a moved text's
    old place."""

    t: str
    i: int | None = None
    d: int | None = None
    m: int | None = None
    n: tuple[int, ...] = ()
    g: bool = False


class ParagraphContext(msgspec.Struct, frozen=True, omit_defaults=True):
    """An entry of the page: ``kind`` text, gone or break; ``form`` where it is no prose; plain text
    stands as a string. ``start`` is where it begins in the clean text (code points)."""

    kind: str
    role: str = "body"
    form: str = ""
    article: int = 0
    start: int = 0
    segments: tuple[SegmentContext | str, ...] = ()


class EditContext(msgspec.Struct, frozen=True, omit_defaults=True):
    """An edit as shown; ``paragraph`` is where, ``links`` lead from evidence (by its index) to
    the paragraph it quotes. ``partners`` are the other edits of its group; ``follows``: one of them
    stands for the decision. ``cause`` is its place among the causes of the report."""

    id: str
    pass_number: int
    stage: str
    rule: str
    kind: str
    decision: str
    reason: str
    confidence: float
    before: str
    after: str
    source: tuple[int, int]
    line: int
    paragraph: int = 0
    evidence: tuple[Evidence, ...] = ()
    links: tuple[tuple[int, int, int], ...] = ()
    partners: tuple[int, ...] = ()
    follows: bool = False
    cause: int = 0


class ArticleContext(msgspec.Struct, frozen=True):
    """An article of a document, and the paragraph it begins with."""

    ordinal: int
    title: str | None
    complete: bool
    missing: str | None
    paragraph: int


class DocumentContext(msgspec.Struct, frozen=True):
    """A document as shown."""

    id: str
    title: str
    encoding: str
    source: str
    articles: tuple[ArticleContext, ...]
    paragraphs: tuple[ParagraphContext, ...]
    edits: tuple[EditContext, ...]
    notices: tuple[Notice, ...] = ()


class Count(msgspec.Struct, frozen=True, array_like=True):
    """How many edits of one sort a document has; a group counts once."""

    document: int
    stage: str
    rule: str
    kind: str
    decision: str
    number: int


class RepeatedContext(msgspec.Struct, frozen=True):
    """The same edit made in several places."""

    before: str
    after: str
    kind: str
    number: int
    documents: tuple[int, ...]


class CauseContext(msgspec.Struct, frozen=True):
    """What came about in one way: how many decisions it would take one by one, and where."""

    sort: str
    number: int
    documents: tuple[int, ...]


class PairContext(msgspec.Struct, frozen=True, omit_defaults=True):
    """Two passages that dedup compared; ``differs`` is empty where one of them was removed."""

    documents: tuple[str, str]
    texts: tuple[str, str]
    similarity: float
    places: tuple[Place | None, Place | None]
    differs: tuple[tuple[str, str, str], ...] = ()


class Context(msgspec.Struct, frozen=True):
    """All of a report.

    ``queue`` are the edits that a person must decide, the most costly and doubtful first, one cause
    after the other: document, id, cause; behind them the findings of the figure check, which have
    no cause (-1). ``decisions`` are those on such findings. ``identity`` tells the sources of one report from those
    of another.
    """

    format: int
    version: str
    settings_digest: str
    documents: tuple[DocumentContext, ...]
    characters: tuple[tuple[int, int], ...]
    counts: tuple[Count, ...]
    repeated: tuple[RepeatedContext, ...]
    refused: tuple[tuple[str, int], ...]
    repeats: tuple[PairContext, ...]
    variants: tuple[PairContext, ...]
    failed: tuple[tuple[str, str, str], ...]
    figures: FigureContext | None
    causes: tuple[CauseContext, ...] = ()
    queue: tuple[tuple[int, str, int], ...] = ()
    orphans: tuple[tuple[str, str, str, str, str], ...] = ()
    identity: str = ""
    decisions: tuple[ReviewDecision, ...] = ()


class _Folded(NamedTuple):
    view: DocumentView
    edits: list[Edit]
    kinds: list[Kind]
    paragraphs: list[Paragraph]


def build_context(views: Sequence[DocumentView], corpus: CorpusView) -> Context:
    """Build the context of a report.

    Raises
    ------
    LogMismatchError
        If a view's log does not fit its source.
    """
    folded = [_fold(view) for view in views]
    locator = Locator([(item.view.id, item.view.text, item.paragraphs) for item in folded])
    numbers, told = _causes(folded)
    return Context(
        format=FORMAT,
        version=corpus.version,
        settings_digest=corpus.settings_digest,
        documents=tuple(_document(item, locator, numbers) for item in folded),
        characters=tuple((len(view.source), len(view.text)) for view in views),
        counts=tuple(_counts(folded)),
        repeated=tuple(_repeated(folded)),
        refused=tuple(sorted(corpus.refused.items(), key=lambda item: (-item[1], item[0]))),
        repeats=tuple(
            PairContext(
                documents=(item.document, item.kept_document),
                texts=(item.text, item.kept_text),
                similarity=round(item.similarity, 4),
                places=(
                    _edit_place(folded, locator, item.document, item.edit),
                    locator.quoted(item.kept_document, item.kept_text),
                ),
            )
            for item in corpus.repeats
        ),
        variants=tuple(
            PairContext(
                documents=(item.document, item.other_document),
                texts=(item.text, item.other_text),
                similarity=round(item.similarity, 4),
                places=(
                    locator.quoted(item.document, item.text),
                    locator.quoted(item.other_document, item.other_text),
                ),
                differs=item.differs,
            )
            for item in corpus.variants
        ),
        failed=tuple(
            (item.source, translated(item.message, "zh"), item.message) for item in corpus.failed
        ),
        figures=None if corpus.figures is None else figure_context(corpus.figures, locator),
        causes=told,
        queue=(*_queue(folded, numbers), *figure_queue(corpus.figures, locator)),
        orphans=tuple(
            (item.document, item.decision, item.before, item.after, item.who)
            for item in corpus.orphans
        ),
        identity=_identity(views),
        decisions=corpus.decisions,
    )


# What a wrong decision costs: text that is lost or stands elsewhere, then facts, then words.
_COSTS = {
    Reason.LOST_TEXT: 0,
    Reason.TRUNCATED: 0,
    Reason.LOCKED_FIGURE: 1,
    Reason.LOCKED_DATE: 1,
    Reason.LOCKED_NAME: 1,
    Reason.LOCKED_QUOTATION: 1,
}


def _queue(folded: Sequence[_Folded], numbers: dict[str, int]) -> Iterable[tuple[int, str, int]]:
    """Yield what a person must decide: the costliest cause first, of equal ones the most doubtful,
    then the one with the most places."""
    members: dict[int, list[tuple[int, float, int, str]]] = {}
    for number, item in enumerate(folded):
        for edit in decided_once(item.edits):
            if needs_person(edit):
                moves = edit.group is not None or "\n" in edit.before.strip()
                cost = (
                    0 if moves else _COSTS.get(edit.reason, 2 if edit.before != edit.after else 3)
                )
                entry = (cost, edit.confidence, number, edit.id)
                members.setdefault(numbers[edit.id], []).append(entry)
    ranked = sorted(
        members.items(),
        key=lambda one: (
            min(e[0] for e in one[1]),
            min(e[1] for e in one[1]),
            -len(one[1]),
            one[0],
        ),
    )
    for cause, entries in ranked:
        for _, _, number, name in entries:
            yield number, name, cause


def _causes(folded: Sequence[_Folded]) -> tuple[dict[str, int], tuple[CauseContext, ...]]:
    """Return the number of every edit's cause, and the causes."""
    found = causes([item.edits for item in folded])
    places: dict[Cause, Counter[int]] = {}
    numbers: dict[str, int] = {}
    order: dict[Cause, int] = {}
    for number, item in enumerate(folded):
        once = {edit.id for edit in decided_once(item.edits)}
        for edit in item.edits:
            cause = found[edit.id]
            numbers[edit.id] = order.setdefault(cause, len(order))
            places.setdefault(cause, Counter())[number] += edit.id in once
    return numbers, tuple(
        CauseContext(cause.sort.value, places[cause].total(), tuple(sorted(places[cause])))
        for cause in order
    )


def _identity(views: Sequence[DocumentView]) -> str:
    digest = blake2b(digest_size=8)
    for view in views:
        digest.update(f"{view.id}\0{len(view.source)}\0".encode("utf-8", "surrogatepass"))
        digest.update(view.source.encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def context_json(context: Context) -> bytes:
    """Encode a context as JSON (UTF-8)."""
    return msgspec.json.encode(context)


def _fold(view: DocumentView) -> _Folded:
    edits = list(view.log.edits)
    kinds = [kind_of(edit) for edit in edits]
    passages = {
        edit.id
        for edit, kind in zip(edits, kinds, strict=True)
        if kind in (Kind.REMOVAL, Kind.MOVE)
    }
    paragraphs = list(cut_paragraphs(fold(view.source, view.log), passages.__contains__))
    return _Folded(view, edits, kinds, paragraphs)


def _document(item: _Folded, locator: Locator, causes: dict[str, int]) -> DocumentContext:
    view = item.view
    numbers = {edit.id: number for number, edit in enumerate(item.edits)}
    blocks, article_of = _blocks(view)
    starts = [block.start for block in blocks]
    places: dict[int, int] = {}
    paragraphs = []
    article = 0
    first: dict[int, int] = {}
    for row, paragraph in enumerate(item.paragraphs):
        role, form = Role.BODY.value, ""
        if paragraph.kind == "text":
            spot = bisect_right(starts, paragraph.start) - 1
            if spot >= 0 and blocks[spot].end >= paragraph.start:
                role = blocks[spot].role.value
                form = getattr(blocks[spot].form, "value", "")
                article = article_of.get(blocks[spot].start, article)
                first.setdefault(article, row)
        for segment in paragraph.segments:
            for edit in (segment.inserted, segment.deleted, segment.moved, *segment.notes):
                if edit is not None and (edit != segment.deleted or not segment.ghost):
                    places.setdefault(numbers[edit], row)
            if segment.ghost and segment.deleted is not None:
                places[numbers[segment.deleted]] = row
        paragraphs.append(
            ParagraphContext(
                kind=paragraph.kind,
                role=role,
                form=form,
                article=article,
                start=paragraph.start,
                segments=tuple(_segment(segment, numbers) for segment in paragraph.segments),
            )
        )
    return DocumentContext(
        id=view.id,
        title=view.title or next((a.title for a in view.articles if a.title), None) or view.id,
        encoding=view.encoding,
        source=view.source,
        articles=tuple(
            ArticleContext(a.ordinal, a.title, a.complete, a.missing, first.get(a.ordinal, 0))
            for a in view.articles
        ),
        paragraphs=tuple(paragraphs),
        edits=tuple(_edits(item, locator, places, causes)),
        notices=view.notices,
    )


def _blocks(view: DocumentView) -> tuple[list[Block], dict[int, int]]:
    article_of = {block.start: a.ordinal for a in view.articles for block in a.blocks}
    known = {block.start: block for a in view.articles for block in a.blocks}
    known.update((block.start, block) for block in view.blocks)
    return [known[start] for start in sorted(known)], article_of


def _segment(segment: Segment, numbers: dict[str, int]) -> SegmentContext | str:
    if segment[2:] == (None, None, None, (), False):
        return segment.text
    return SegmentContext(
        t=segment.text,
        i=None if segment.inserted is None else numbers[segment.inserted],
        d=None if segment.deleted is None else numbers[segment.deleted],
        m=None if segment.moved is None else numbers[segment.moved],
        n=tuple(numbers[note] for note in segment.notes),
        g=segment.ghost,
    )


def _edits(
    item: _Folded, locator: Locator, places: dict[int, int], causes: dict[str, int]
) -> Iterable[EditContext]:
    breaks = [index for index, char in enumerate(item.view.source) if char == "\n"]
    groups: dict[tuple[int, str], list[int]] = {}
    for number, edit in enumerate(item.edits):
        if edit.group is not None:
            groups.setdefault((edit.pass_number, edit.group), []).append(number)
    leads = {edit.id for edit in decided_once(item.edits)}
    for number, edit in enumerate(item.edits):
        group = groups.get((edit.pass_number, edit.group), []) if edit.group is not None else []
        links = []
        for index, evidence in enumerate(edit.evidence):
            if isinstance(evidence, CopyKept | Witness):
                place = locator.quoted(evidence.document, evidence.text)
                if place is None and (document := locator.document(evidence.document)) is not None:
                    place = (document, -1)
                if place is not None:
                    links.append((index, *place))
        yield EditContext(
            id=edit.id,
            pass_number=edit.pass_number,
            stage=edit.stage,
            rule=edit.rule,
            kind=item.kinds[number].value,
            decision=edit.decision.value,
            reason=edit.reason.value,
            confidence=edit.confidence,
            before=edit.before,
            after=edit.after,
            source=edit.source,
            line=bisect_right(breaks, edit.source[0] - 1) + 1,
            paragraph=places.get(number, 0),
            evidence=edit.evidence,
            links=tuple(links),
            partners=tuple(other for other in group if other != number),
            follows=edit.id not in leads,
            cause=causes[edit.id],
        )


def _edit_place(
    folded: Sequence[_Folded], locator: Locator, document: str, edit: str | None
) -> Place | None:
    number = locator.document(document)
    if number is None or edit is None:
        return None
    for row, paragraph in enumerate(folded[number].paragraphs):
        if any(segment.deleted == edit for segment in paragraph.segments):
            return number, row
    return None


def _counts(folded: Sequence[_Folded]) -> Iterable[Count]:
    for number, item in enumerate(folded):
        sorts = Counter(
            (edit.stage, edit.rule, kind_of(edit).value, edit.decision.value)
            for edit in decided_once(item.edits)
        )
        for sort, count in sorted(sorts.items()):
            yield Count(number, *sort, count)


def _repeated(folded: Sequence[_Folded]) -> Iterable[RepeatedContext]:
    """Equal edits of all documents, the most frequent first; layout is no repetition."""
    found: dict[tuple[str, str, Kind], Counter[int]] = {}
    for number, item in enumerate(folded):
        for edit, kind in zip(item.edits, item.kinds, strict=True):
            if kind not in (Kind.SPACE, Kind.MOVE) and edit.group is None:
                key = (edit.before, edit.after, kind)
                found.setdefault(key, Counter())[number] += 1
    ranked = sorted(found.items(), key=lambda entry: (-entry[1].total(), entry[0]))
    for (before, after, kind), places in ranked:
        if places.total() > 1:
            yield RepeatedContext(before, after, kind.value, places.total(), tuple(sorted(places)))
