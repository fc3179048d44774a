"""The desk: an output folder and its decisions, as the review page asks for them."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Literal, NamedTuple

import msgspec

from restore.core.decisions import (
    ASSIGN_RULE,
    DOCUMENT_RULES,
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
from restore.report.kinds import kind_of
from restore.review.facsimiles import Facsimiles
from restore.review.findings import decision_on_finding
from restore.review.material import Material, material_of
from restore.review.pictures import Picture
from restore.review.store import DecisionStore
from restore.writers.output import read_manifest

__all__ = [
    "AssignWish",
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
# So many places of a list are shown with it.
_SAMPLE = 12
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


class AssignWish(msgspec.Struct, forbid_unknown_fields=True):
    """A document is given to a reviewer; an empty name: to nobody."""

    who: str
    document: Annotated[int, msgspec.Meta(ge=0)]
    name: str
    over: tuple[str, ...] = ()


class MembersWish(msgspec.Struct, forbid_unknown_fields=True):
    """Which places would be decided together with an edit: those of its cause, those that make an
    equal change, or those of its rule and kind with a confidence of at least ``floor``."""

    edit: str
    scope: Literal["cause", "equal", "rule"]
    floor: float = 0.0


class Member(msgspec.Struct):
    """A place that waits for a decision: its edits (a group has several), and what it changes.

    ``near`` is the source on both sides, eight code points each; of those beyond the first twelve it is
    empty.
    """

    document: int
    edits: tuple[str, ...]
    before: str
    after: str
    near: tuple[str, str]


class _Loaded(NamedTuple):
    stamp: tuple[int, int]
    material: Material
    pages: Facsimiles


class Desk:
    """Serves the documents of an output folder, and keeps decisions on their edits and findings.

    Parameters
    ----------
    images : a folder of page images; without it those that the run found
    """

    def __init__(self, folder: Path, decisions: Path, images: Path | None = None) -> None:
        self.folder = folder
        self._images = images
        self.store = DecisionStore(decisions)
        self._loaded = self._load()

    def page(self, who: str) -> str:
        """Render the page anew; the folder is read again if ``restore clean`` ran meanwhile."""
        if self._stamp() != self._loaded.stamp:
            self._loaded = self._load()
        return self._loaded.material.page(who)

    def document(self, number: int) -> bytes | None:
        """Return a document of the report as JSON (of -1 the figures), None if there is no such."""
        return self._loaded.material.data(number)

    def places(self, number: int) -> bytes | None:
        """Return where the lines of a document stand on its pages, as JSON, or None."""
        try:
            document = self._document(number)
        except RestoreError:
            # The folder was written again: the page tells so when something is decided.
            return None
        shown = None if document is None else self._loaded.pages.shown(number, document)
        return None if shown is None else msgspec.json.encode(shown)

    def image(self, number: int, page: int) -> Picture | None:
        """Return the picture of a page of a document."""
        ids = self._loaded.material.ids
        known = 0 <= number < len(ids)
        return self._loaded.pages.picture(ids[number], page) if known else None

    def _document(self, number: int) -> Document | None:
        material = self._loaded.material
        return material.open(number).document if 0 <= number < len(material.ids) else None

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
        material = self._loaded.material
        number = material.number_of(wish.edit)
        if number is not None:
            opened = material.open(number)
            edit = opened.edits[wish.edit]
            _check(wish, edit)
            return decision_on(edit, opened.source, wish.decision, made)
        finding = material.findings.get(wish.edit)
        if finding is None:
            return self._again(wish, made)
        if wish.decision is Choice.AMEND and not _is_line(wish.text):
            raise BadRequestError("a correction needs the right words, in one line")
        return decision_on_finding(finding, wish.decision, made)

    def _in_text(self, wish: Wish, made: Made) -> ReviewDecision:
        """Return the reviewer's own change of a figure that he corrects in the text as well."""
        material = self._loaded.material
        finding = material.findings.get(wish.edit)
        assert wish.spot is not None
        if finding is None or wish.decision is not Choice.AMEND or wish.spot >= len(finding.spots):
            raise BadRequestError("there is no such figure to correct; load the page again")
        spot = finding.spots[wish.spot]
        known = spot.document in material.ids
        document = self._document(material.ids.index(spot.document)) if known else None
        if document is None or document.text[slice(*spot.span)] != spot.text or not spot.text:
            raise BadRequestError("these words do not stand there; load the page again")
        made = made._replace(id=secrets.token_hex(8), text=None, over=(), seconds=None)
        decision = own_decision(document, spot.span[0], spot.text, wish.text or "", made)
        over = tuple(head.id for head in self.store.heads(decision.edit))
        return msgspec.structs.replace(decision, over=over)

    def members(self, wish: MembersWish) -> list[Member]:
        """Return what a wish for many places comes to: the edit itself, and all that is open."""
        material = self._loaded.material
        number = material.number_of(wish.edit)
        if number is None:
            raise BadRequestError(f"there is no edit {wish.edit}; load the page again")
        self.store.refresh()
        opened = material.open(number)
        chosen, cause = opened.edits[wish.edit], opened.causes[wish.edit]
        within: Iterable[tuple[int, Collection[str] | None]]
        if wish.scope == "cause":
            within = ((place, None) for place in material.of_cause(cause))
        else:
            name = "rule" if wish.scope == "rule" else "before"
            within = material.with_field(name, getattr(chosen, name))
        found: list[Member] = []
        for place, ids in within:
            document = material.open(place)
            for shown in document.shown:
                if shown.follows or (shown.cause != cause if ids is None else shown.id not in ids):
                    continue
                edit = document.edits[shown.id]
                if ids is not None and not _alike(wish, chosen, edit):
                    continue
                if edit.id != chosen.id and self._settled(edit):
                    continue
                names = (shown.id, *(document.shown[other].id for other in shown.partners))
                near = _near(document.source, edit) if len(found) < _SAMPLE else ("", "")
                found.append(Member(place, names, edit.before, proposed(edit), near))
        return found

    def _settled(self, edit: Edit) -> bool:
        """Whether reviewers decided on an edit, here or in a decision that the run honoured."""
        if self.store.history(edit.id):
            standing = [h for h in self.store.heads(edit.id) if h.decision is not Choice.RETRACT]
            return len({head.meaning for head in standing}) == 1
        return edit.reason in _HONOURED

    def sign(self, wish: SignWish) -> ReviewDecision:
        """Sign a document off, or take that back; errors as for :meth:`record`."""
        said = Choice.ACCEPT if wish.signed else Choice.RETRACT
        return self._about(wish, SIGN_RULE, said, None)

    def assign(self, wish: AssignWish) -> ReviewDecision:
        """Give a document to a reviewer, or to nobody; errors as for :meth:`record`."""
        name = _name(wish.name) if wish.name.strip() else None
        return self._about(wish, ASSIGN_RULE, Choice.AMEND if name else Choice.RETRACT, name)

    def _about(
        self, wish: SignWish | AssignWish, rule: str, said: Choice, text: str | None
    ) -> ReviewDecision:
        """Keep a word on a whole document."""
        who = _name(wish.who)
        ids = self._loaded.material.ids
        if not 0 <= wish.document < len(ids):
            raise BadRequestError("there is no such document; load the page again")
        document = ids[wish.document]
        decision = ReviewDecision(
            id=secrets.token_hex(8),
            edit=_of_document(document, rule),
            document=document,
            decision=said,
            who=who,
            when=_now(),
            stage=OWN_STAGE,
            rule=rule,
            before="",
            after="",
            source=(0, 0),
            context=("", ""),
            text=text,
            over=wish.over,
            batch=secrets.token_hex(6),
        )
        self.store.append([decision])
        return decision

    def _check_open(self, decision: ReviewDecision) -> None:
        """Refuse to change what somebody has signed off; a word on figures changes nothing."""
        if decision.rule in DOCUMENT_RULES or decision.stage == FIGURES_STAGE:
            return
        for head in self.store.heads(_of_document(decision.document, SIGN_RULE)):
            if head.decision is Choice.ACCEPT:
                raise BadRequestError(
                    f"{decision.document} is signed off by {head.who}; take that back first"
                )

    def own(self, wish: OwnWish) -> ReviewDecision:
        """Keep a change of words that nothing proposed to change; errors as for :meth:`record`."""
        who = _name(wish.who)
        document = self._document(wish.document)
        if document is None:
            raise BadRequestError("there is no such document; load the page again")
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
        """Decide on what is no edit of this run: a reviewer's own change, an orphan, or a document
        that was given to somebody else before."""
        history = self.store.history(wish.edit)
        given = bool(history) and history[-1].rule == ASSIGN_RULE
        if not history or (wish.decision is Choice.AMEND) != (given and bool(wish.text)):
            raise BadRequestError(f"there is no edit {wish.edit}; load the page again")
        text = _name(wish.text) if given and wish.text else None
        fields = made._asdict() | {"text": text, "seconds": None}
        return msgspec.structs.replace(history[-1], decision=wish.decision, **fields)

    def _stamp(self) -> tuple[int, int]:
        state = (self.folder / "manifest.json").stat()
        return state.st_mtime_ns, state.st_ino

    def _load(self) -> _Loaded:
        return _Loaded(
            self._stamp(),
            material_of(self.folder, self.store.decisions),
            Facsimiles(self.folder, self._input_folder(), self._images),
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


def _of_document(document: str, rule: str) -> str:
    return edit_id(document, rule, "", "", ("", ""), 0)


def _name(given: str) -> str:
    who = " ".join(given.split())[:80]
    if not who:
        raise BadRequestError("a decision needs a name")
    return who


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _alike(wish: MembersWish, chosen: Edit, edit: Edit) -> bool:
    """Whether an edit makes an equal change, or is of the same rule and sure enough."""
    if kind_of(chosen) is not kind_of(edit):
        return False
    if wish.scope == "equal":
        return (chosen.before, proposed(chosen)) == (edit.before, proposed(edit))
    return chosen.rule == edit.rule and edit.confidence >= wish.floor


def _near(source: str, edit: Edit) -> tuple[str, str]:
    start, end = edit.source
    return source[max(0, start - _NEAR) : start], source[end : end + _NEAR]


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
