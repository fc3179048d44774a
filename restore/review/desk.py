"""The desk: an output folder and its decisions, as the review page asks for them."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Annotated, NamedTuple

import msgspec

from restore.core.decisions import (
    OWN_RULE,
    OWN_STAGE,
    Choice,
    Made,
    ReviewDecision,
    amendable,
    context_of,
    decision_on,
    proposed,
)
from restore.core.document import Document
from restore.core.edits import Edit, edit_id
from restore.errors import RestoreError
from restore.report.context import Context, build_context
from restore.report.html import render_served
from restore.report.kinds import Kind, kind_of
from restore.report.model import DocumentView
from restore.report.stored import read_views
from restore.review.order_picture import drawn_page
from restore.review.places import DocumentPlaces, read_places, safe_image
from restore.review.store import DecisionStore
from restore.writers.output import read_manifest

__all__ = ["BadRequestError", "Desk", "OwnWish", "Wish", "Wishes"]

_MOST = 20_000
_LONGEST = 100_000


class BadRequestError(RestoreError):
    """A wish that cannot be met as it stands."""


class Wish(msgspec.Struct, forbid_unknown_fields=True):
    """What a reviewer wants of one edit.

    ``over`` are the ids of the decisions that stood when he decided. ``equal`` extends the wish
    to every edit of the corpus that makes the same change and is not decided yet.
    """

    edit: str
    decision: Choice
    text: str | None = None
    comment: str = ""
    over: tuple[str, ...] = ()
    undoes: str | None = None
    seconds: Annotated[float, msgspec.Meta(ge=0.0)] | None = None
    equal: bool = False


class Wishes(msgspec.Struct, forbid_unknown_fields=True):
    """What one key press asks for."""

    who: str
    items: tuple[Wish, ...]


class OwnWish(msgspec.Struct, forbid_unknown_fields=True):
    """A change where nothing was proposed: ``before`` becomes ``after``.

    ``left`` and ``right`` are the clean text around it; ``ordinal`` counts, from 0, the equal
    places in the text, of which it is one.
    """

    who: str
    document: Annotated[int, msgspec.Meta(ge=0)]
    left: str
    before: str
    right: str
    after: str
    ordinal: Annotated[int, msgspec.Meta(ge=0)] = 0
    comment: str = ""
    seconds: Annotated[float, msgspec.Meta(ge=0.0)] | None = None


class _Loaded(NamedTuple):
    stamp: tuple[int, int]
    context: Context
    sources: dict[str, str]
    present: dict[str, Document]
    edits: dict[str, Edit]
    places: dict[str, DocumentPlaces]
    images: Path


class Desk:
    """Serves the documents of an output folder, and keeps decisions on their edits."""

    def __init__(self, folder: Path, decisions: Path) -> None:
        self.folder = folder
        self.store = DecisionStore(decisions)
        self._loaded = self._load()

    def page(self, who: str) -> str:
        """Render the page anew; the folder is read again if ``restore clean`` ran meanwhile."""
        if self._stamp() != self._loaded.stamp:
            self.__dict__.pop("_equals", None)
            self._loaded = self._load()
        return render_served(self._loaded.context, who=who)

    def document(self, number: int) -> bytes | None:
        """Return a document of the report as JSON, or None if there is no such."""
        documents = self._loaded.context.documents
        if not 0 <= number < len(documents):
            return None
        return msgspec.json.encode(documents[number])

    def places(self, number: int) -> bytes | None:
        """Return where the lines of a document stand on its page, as JSON, or None."""
        places = self._places(number)
        return None if places is None else msgspec.json.encode(places)

    def image(self, number: int, page: int) -> Path | None:
        """Return the image of a page of a document."""
        places = self._places(number)
        if places is None or not 0 <= page < len(places.pages):
            return None
        return safe_image(self._loaded.images, places.pages[page].image)

    def order(self, number: int, page: int) -> str | None:
        """Return the picture of a page with its lines numbered as the clean text has them."""
        places = self._places(number)
        if places is None or self.image(number, page) is None:
            return None
        document = self._loaded.present[places.document]
        return drawn_page(document, places, page, f"/image/{number}/{page}")

    def _places(self, number: int) -> DocumentPlaces | None:
        documents = self._loaded.context.documents
        if not 0 <= number < len(documents):
            return None
        return self._loaded.places.get(documents[number].id)

    def record(self, wishes: Wishes) -> list[ReviewDecision]:
        """Keep what a reviewer decided; on disk on return.

        Raises
        ------
        BadRequestError
            If an edit is not known, or its change cannot be what is asked.
        StaleDecisionError
            If somebody decided in the meantime.
        """
        who = _name(wishes.who)
        if not 0 < len(wishes.items) <= _MOST:
            raise BadRequestError("nothing to decide, or too much at once")
        self.store.refresh()
        when = _now()
        batch = secrets.token_hex(6)
        # Undoing may put back two decisions on one edit that did not agree.
        decisions: dict[tuple[object, ...], ReviewDecision] = {}
        for wish in self._expanded(wishes.items):
            edit = self._loaded.edits.get(wish.edit)
            key = (wish.edit, wish.decision, wish.text) if wish.undoes else (wish.edit,)
            if edit is None:
                decisions[key] = self._again(wish, who, when, batch)
                continue
            _check(wish, edit)
            decisions[key] = decision_on(
                edit,
                self._loaded.sources[edit.document],
                wish.decision,
                Made(
                    id=secrets.token_hex(8),
                    who=who,
                    when=when,
                    text=wish.text if wish.decision is Choice.AMEND else None,
                    comment=wish.comment[:_LONGEST],
                    over=wish.over,
                    undoes=wish.undoes,
                    batch=batch,
                    seconds=None if wish.seconds is None else round(min(wish.seconds, 3600.0), 1),
                ),
            )
        kept = list(decisions.values())
        self.store.append(kept)
        return kept

    def own(self, wish: OwnWish) -> ReviewDecision:
        """Keep a change of words that nothing proposed to change; errors as for :meth:`record`."""
        who = _name(wish.who)
        documents = self._loaded.context.documents
        if not 0 <= wish.document < len(documents):
            raise BadRequestError("there is no such document; load the page again")
        document = self._loaded.present[documents[wish.document].id]
        start = _place(document.text, wish)
        if start is None or "\n" in wish.before + wish.after or wish.before == wish.after:
            raise BadRequestError("these words do not stand there; load the page again")
        span = document.to_source(start, start + len(wish.before))
        left, right = context_of(document.source, span)
        content = (OWN_RULE, wish.before, wish.after, (left[-8:], right[:8]))
        identity = edit_id(document.id, *content, 0)
        self.store.refresh()
        decision = ReviewDecision(
            id=secrets.token_hex(8),
            edit=identity,
            document=document.id,
            decision=Choice.ACCEPT,
            who=who,
            when=_now(),
            stage=OWN_STAGE,
            rule=OWN_RULE,
            before=wish.before,
            after=wish.after,
            source=span,
            context=(left, right),
            comment=wish.comment[:_LONGEST],
            over=tuple(head.id for head in self.store.heads(identity)),
            batch=secrets.token_hex(6),
            seconds=None if wish.seconds is None else round(min(wish.seconds, 3600.0), 1),
        )
        self.store.append([decision])
        return decision

    def _again(self, wish: Wish, who: str, when: str, batch: str) -> ReviewDecision:
        """Decide on what is no edit of this run: a reviewer's own change, or an orphan."""
        history = self.store.history(wish.edit)
        if not history or wish.decision is Choice.AMEND:
            raise BadRequestError(f"there is no edit {wish.edit}; load the page again")
        return msgspec.structs.replace(
            history[-1],
            id=secrets.token_hex(8),
            decision=wish.decision,
            who=who,
            when=when,
            text=None,
            comment=wish.comment[:_LONGEST],
            over=wish.over,
            undoes=wish.undoes,
            batch=batch,
            seconds=None,
        )

    @cached_property
    def _equals(self) -> dict[tuple[str, str, Kind], list[str]]:
        found: dict[tuple[str, str, Kind], list[str]] = {}
        for edit in self._loaded.edits.values():
            found.setdefault(_change(edit), []).append(edit.id)
        return found

    def _expanded(self, items: Sequence[Wish]) -> Iterable[Wish]:
        for wish in items:
            yield wish
            edit = self._loaded.edits.get(wish.edit)
            if not wish.equal or edit is None:
                continue
            for other in self._equals[_change(edit)]:
                if other != wish.edit and not self.store.heads(other):
                    yield Wish(other, wish.decision, wish.text, wish.comment)

    def _stamp(self) -> tuple[int, int]:
        state = (self.folder / "manifest.json").stat()
        return state.st_mtime_ns, state.st_ino

    def _load(self) -> _Loaded:
        views, corpus = read_views(self.folder)
        return _Loaded(
            self._stamp(),
            build_context(views, corpus),
            {view.id: view.source for view in views},
            {view.id: _present(view) for view in views},
            {edit.id: edit for view in views for edit in view.log.edits},
            read_places(self.folder),
            self._input_folder(),
        )

    def _input_folder(self) -> Path:
        """Where the images of pages lie: with the inputs of the run, else with the decisions."""
        manifest = read_manifest(self.folder)
        recorded = manifest.run.get("input_folder") if manifest is not None else None
        known = isinstance(recorded, str) and Path(recorded).is_dir()
        return Path(str(recorded)) if known else self.store.path.parent


def _name(given: str) -> str:
    who = " ".join(given.split())[:80]
    if not who:
        raise BadRequestError("a decision needs a name")
    return who


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _present(view: DocumentView) -> Document:
    """Return the document with its present text, every character with its place in the source."""
    document = Document.from_text(view.source, id=view.id)
    for layer in view.log.passes:
        document = document.apply(layer.applied)
    return document


def _place(text: str, wish: OwnWish) -> int | None:
    """Return where the words stand in the clean text."""
    probe = f"{wish.left}{wish.before}{wish.right}"
    start = -1
    for _ in range(min(wish.ordinal, _MOST) + 1):
        start = text.find(probe, start + 1)
        if start < 0:
            return None
    return start + len(wish.left) if wish.before else None


def _change(edit: Edit) -> tuple[str, str, Kind]:
    return edit.before, proposed(edit), kind_of(edit)


def _check(wish: Wish, edit: Edit) -> None:
    if wish.decision is not Choice.AMEND:
        return
    text = wish.text
    if text is None or len(text) > _LONGEST:
        raise BadRequestError("an amendment needs a text, and not an endless one")
    if not amendable(edit.stage, edit.before, proposed(edit), text, edit.group):
        raise BadRequestError("this edit moves or takes out whole lines: accept or reject it")
