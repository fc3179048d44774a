"""The desk: an output folder and its decisions, as the review page asks for them."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Literal, NamedTuple

import msgspec

from restore.core.decisions import (
    FIGURES_STAGE,
    OWN_STAGE,
    SIGN_RULE,
    Choice,
    Made,
    ReviewDecision,
    amendable,
    decision_on,
    own_decision,
    proposed,
)
from restore.core.document import Document
from restore.core.edits import Edit, Reason, edit_id
from restore.errors import RestoreError
from restore.report.context import Context, build_context
from restore.report.html import render_served
from restore.report.kinds import kind_of
from restore.report.model import present
from restore.report.stored import read_views
from restore.review.findings import Finding, decision_on_finding, findings_of
from restore.review.known_again import adopt
from restore.review.order_picture import drawn_page
from restore.review.places import DocumentPlaces, read_places, safe_image
from restore.review.store import DecisionStore
from restore.writers.output import read_manifest

__all__ = [
    "BadRequestError",
    "Desk",
    "MembersWish",
    "OwnWish",
    "SignWish",
    "Wish",
    "Wishes",
]

_MOST = 20_000
_LONGEST = 100_000
# Code points on both sides of a place that is shown in a list.
_NEAR = 8
_HONOURED = frozenset({Reason.REVIEWER_ACCEPTED, Reason.REVIEWER_AMENDED, Reason.REVIEWER_REJECTED})


class BadRequestError(RestoreError):
    """A wish that cannot be met as it stands."""


class Wish(msgspec.Struct, forbid_unknown_fields=True):
    """What a reviewer wants of one edit or finding; ``over`` are the ids of the decisions that stood when
    he decided.

    ``spot`` asks, of a figure that is corrected, that the text be changed as well: which of the finding's
    figures is the wrong one. Without it no text changes.
    """

    edit: str
    decision: Choice
    text: str | None = None
    comment: str = ""
    over: tuple[str, ...] = ()
    undoes: str | None = None
    seconds: Annotated[float, msgspec.Meta(ge=0.0)] | None = None
    spot: Annotated[int, msgspec.Meta(ge=0)] | None = None


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


class SignWish(msgspec.Struct, forbid_unknown_fields=True):
    """A document is signed off, or its signature is taken back."""

    who: str
    document: Annotated[int, msgspec.Meta(ge=0)]
    signed: bool
    over: tuple[str, ...] = ()


class MembersWish(msgspec.Struct, forbid_unknown_fields=True):
    """Which places would be decided together with an edit: those of its cause, those that make an
    equal change, or those of its rule and kind with a confidence of at least ``floor``."""

    edit: str
    scope: Literal["cause", "equal", "rule"]
    floor: float = 0.0


class Member(msgspec.Struct):
    """A place that waits for a decision: its edits (a group has several), and what it changes.

    ``near`` is the source on both sides, eight code points each.
    """

    document: int
    edits: tuple[str, ...]
    before: str
    after: str
    near: tuple[str, str]


class _Loaded(NamedTuple):
    stamp: tuple[int, int]
    context: Context
    sources: dict[str, str]
    present: dict[str, Document]
    edits: dict[str, Edit]
    causes: dict[str, int]
    places: dict[str, DocumentPlaces]
    images: Path
    findings: dict[str, Finding]


class Desk:
    """Serves the documents of an output folder, and keeps decisions on their edits and findings."""

    def __init__(self, folder: Path, decisions: Path) -> None:
        self.folder = folder
        self.store = DecisionStore(decisions)
        self._loaded = self._load()

    def page(self, who: str) -> str:
        """Render the page anew; the folder is read again if ``restore clean`` ran meanwhile."""
        if self._stamp() != self._loaded.stamp:
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
        for wish in wishes.items:
            key = (wish.edit, wish.decision, wish.text) if wish.undoes else (wish.edit,)
            made = _made(wish, who, when, batch)
            decisions[key] = self._decision(wish, made)
            if wish.spot is not None:
                changed = self._in_text(wish, made)
                decisions[(changed.edit,)] = changed
        kept = list(decisions.values())
        for decision in {(item.document, item.stage): item for item in kept}.values():
            self._check_open(decision)
        self.store.append(kept)
        return kept

    def _decision(self, wish: Wish, made: Made) -> ReviewDecision:
        finding = self._loaded.findings.get(wish.edit)
        if finding is not None:
            if wish.decision is Choice.AMEND and not _is_line(wish.text):
                raise BadRequestError("a correction needs the right words, in one line")
            return decision_on_finding(finding, wish.decision, made)
        edit = self._loaded.edits.get(wish.edit)
        if edit is None:
            return self._again(wish, made)
        _check(wish, edit)
        source = self._loaded.sources[edit.document]
        return decision_on(edit, source, wish.decision, made)

    def _in_text(self, wish: Wish, made: Made) -> ReviewDecision:
        """Return the reviewer's own change of a figure that he corrects in the text as well."""
        finding = self._loaded.findings.get(wish.edit)
        assert wish.spot is not None
        if finding is None or wish.decision is not Choice.AMEND or wish.spot >= len(finding.spots):
            raise BadRequestError("there is no such figure to correct; load the page again")
        spot = finding.spots[wish.spot]
        document = self._loaded.present.get(spot.document)
        if document is None or document.text[slice(*spot.span)] != spot.text or not spot.text:
            raise BadRequestError("these words do not stand there; load the page again")
        made = made._replace(id=secrets.token_hex(8), text=None, over=(), seconds=None)
        decision = own_decision(document, spot.span[0], spot.text, wish.text or "", made)
        over = tuple(head.id for head in self.store.heads(decision.edit))
        return msgspec.structs.replace(decision, over=over)

    def members(self, wish: MembersWish) -> list[Member]:
        """Return what a wish for many places comes to: the edit itself, and all that is open."""
        chosen = self._loaded.edits.get(wish.edit)
        if chosen is None:
            raise BadRequestError(f"there is no edit {wish.edit}; load the page again")
        self.store.refresh()
        found = []
        for number, document in enumerate(self._loaded.context.documents):
            source = self._loaded.sources[document.id]
            for shown in document.edits:
                edit = self._loaded.edits[shown.id]
                if shown.follows or not self._alike(wish, chosen, edit):
                    continue
                if edit is not chosen and self._settled(edit):
                    continue
                names = (shown.id, *(document.edits[other].id for other in shown.partners))
                start, end = edit.source
                near = (source[max(0, start - _NEAR) : start], source[end : end + _NEAR])
                found.append(Member(number, names, edit.before, proposed(edit), near))
        return found

    def _alike(self, wish: MembersWish, chosen: Edit, edit: Edit) -> bool:
        if wish.scope == "cause":
            causes = self._loaded.causes
            return causes[chosen.id] == causes[edit.id]
        if kind_of(chosen) is not kind_of(edit):
            return False
        if wish.scope == "equal":
            return (chosen.before, proposed(chosen)) == (edit.before, proposed(edit))
        return chosen.rule == edit.rule and edit.confidence >= wish.floor

    def _settled(self, edit: Edit) -> bool:
        """Whether reviewers decided on an edit, here or in a decision that the run honoured."""
        if self.store.history(edit.id):
            standing = [h for h in self.store.heads(edit.id) if h.decision is not Choice.RETRACT]
            return len({head.meaning for head in standing}) == 1
        return edit.reason in _HONOURED

    def sign(self, wish: SignWish) -> ReviewDecision:
        """Sign a document off, or take that back; errors as for :meth:`record`."""
        who = _name(wish.who)
        documents = self._loaded.context.documents
        if not 0 <= wish.document < len(documents):
            raise BadRequestError("there is no such document; load the page again")
        document = documents[wish.document].id
        decision = ReviewDecision(
            id=secrets.token_hex(8),
            edit=_signature(document),
            document=document,
            decision=Choice.ACCEPT if wish.signed else Choice.RETRACT,
            who=who,
            when=_now(),
            stage=OWN_STAGE,
            rule=SIGN_RULE,
            before="",
            after="",
            source=(0, 0),
            context=("", ""),
            over=wish.over,
            batch=secrets.token_hex(6),
        )
        self.store.append([decision])
        return decision

    def _check_open(self, decision: ReviewDecision) -> None:
        """Refuse to change what somebody has signed off; a word on figures changes nothing."""
        if decision.rule == SIGN_RULE or decision.stage == FIGURES_STAGE:
            return
        for head in self.store.heads(_signature(decision.document)):
            if head.decision is Choice.ACCEPT:
                raise BadRequestError(
                    f"{decision.document} is signed off by {head.who}; take that back first"
                )

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
        self.store.refresh()
        made = Made(
            id=secrets.token_hex(8),
            who=who,
            when=_now(),
            comment=wish.comment[:_LONGEST],
            batch=secrets.token_hex(6),
            seconds=None if wish.seconds is None else round(min(wish.seconds, 3600.0), 1),
        )
        decision = own_decision(document, start, wish.before, wish.after, made)
        over = tuple(head.id for head in self.store.heads(decision.edit))
        decision = msgspec.structs.replace(decision, over=over)
        self._check_open(decision)
        self.store.append([decision])
        return decision

    def _again(self, wish: Wish, made: Made) -> ReviewDecision:
        """Decide on what is no edit of this run: a reviewer's own change, or an orphan."""
        history = self.store.history(wish.edit)
        if not history or wish.decision is Choice.AMEND:
            raise BadRequestError(f"there is no edit {wish.edit}; load the page again")
        fields = made._asdict() | {"text": None, "seconds": None}
        return msgspec.structs.replace(history[-1], decision=wish.decision, **fields)

    def _stamp(self) -> tuple[int, int]:
        state = (self.folder / "manifest.json").stat()
        return state.st_mtime_ns, state.st_ino

    def _load(self) -> _Loaded:
        views, corpus = read_views(self.folder)
        if corpus.figures is not None:
            known = adopt(corpus.figures, self.store.decisions)
            corpus = msgspec.structs.replace(corpus, figures=known)
        context = build_context(views, corpus)
        return _Loaded(
            self._stamp(),
            context,
            {view.id: view.source for view in views},
            {view.id: present(view) for view in views},
            {edit.id: edit for view in views for edit in view.log.edits},
            {edit.id: edit.cause for document in context.documents for edit in document.edits},
            read_places(self.folder),
            self._input_folder(),
            {} if corpus.figures is None else findings_of(corpus.figures),
        )

    def _input_folder(self) -> Path:
        """Where the images of pages lie: with the inputs of the run, else with the decisions."""
        manifest = read_manifest(self.folder)
        recorded = manifest.run.get("input_folder") if manifest is not None else None
        known = isinstance(recorded, str) and Path(recorded).is_dir()
        return Path(str(recorded)) if known else self.store.path.parent


def _made(wish: Wish, who: str, when: str, batch: str) -> Made:
    return Made(
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


def _is_line(text: str | None) -> bool:
    return text is not None and 0 < len(text.strip()) <= _LONGEST and "\n" not in text


def _signature(document: str) -> str:
    return edit_id(document, SIGN_RULE, "", "", ("", ""), 0)


def _name(given: str) -> str:
    who = " ".join(given.split())[:80]
    if not who:
        raise BadRequestError("a decision needs a name")
    return who


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _place(text: str, wish: OwnWish) -> int | None:
    """Return where the words stand in the clean text."""
    probe = f"{wish.left}{wish.before}{wish.right}"
    start = -1
    for _ in range(min(wish.ordinal, _MOST) + 1):
        start = text.find(probe, start + 1)
        if start < 0:
            return None
    return start + len(wish.left) if wish.before else None


def _check(wish: Wish, edit: Edit) -> None:
    if wish.decision is not Choice.AMEND:
        return
    text = wish.text
    if text is None or len(text) > _LONGEST:
        raise BadRequestError("an amendment needs a text, and not an endless one")
    if not amendable(edit.stage, edit.before, proposed(edit), text, edit.group):
        raise BadRequestError("this edit moves or takes out whole lines: accept or reject it")
