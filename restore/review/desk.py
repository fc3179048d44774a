"""The desk: an output folder and its decisions, as the review page asks for them."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import msgspec

from restore.commands.views import read_views
from restore.decisions import Choice, ReviewDecision, amendable, decision_on, proposed
from restore.edits import Edit
from restore.errors import RestoreError
from restore.report.context import Context, build_context
from restore.report.html import render_served
from restore.report.kinds import Kind, kind_of
from restore.review.places import DocumentPlaces, read_places, safe_image
from restore.review.store import DecisionStore

__all__ = ["BadRequestError", "Desk", "Wish", "Wishes"]

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
    seconds: float | None = None
    equal: bool = False


class Wishes(msgspec.Struct, forbid_unknown_fields=True):
    """What one key press asks for."""

    who: str
    items: tuple[Wish, ...]


class _Loaded(NamedTuple):
    stamp: tuple[int, int]
    context: Context
    sources: dict[str, str]
    edits: dict[str, Edit]
    places: dict[str, DocumentPlaces]


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
        return safe_image(self.store.path.parent, places.pages[page].image)

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
        who = " ".join(wishes.who.split())[:80]
        if not who:
            raise BadRequestError("a decision needs a name")
        if not 0 < len(wishes.items) <= _MOST:
            raise BadRequestError("nothing to decide, or too much at once")
        self.store.refresh()
        when = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        batch = secrets.token_hex(6)
        decisions: dict[str, ReviewDecision] = {}
        for wish in self._expanded(wishes.items):
            edit = self._loaded.edits.get(wish.edit)
            if edit is None:
                raise BadRequestError(f"there is no edit {wish.edit}; load the page again")
            _check(wish, edit)
            decisions[edit.id] = decision_on(
                edit,
                self._loaded.sources[edit.document],
                wish.decision,
                id=secrets.token_hex(8),
                who=who,
                when=when,
                text=wish.text if wish.decision is Choice.AMEND else None,
                comment=wish.comment[:_LONGEST],
                over=wish.over,
                undoes=wish.undoes,
                batch=batch,
                seconds=None if wish.seconds is None else round(min(wish.seconds, 3600.0), 1),
            )
        kept = list(decisions.values())
        self.store.append(kept)
        return kept

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
            {edit.id: edit for view in views for edit in view.log.edits},
            read_places(self.folder),
        )


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
