"""Merge readings into one document with an edit log."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from restore.core.document import Document
from restore.core.edits import Edit, Proposal, Reason
from restore.core.evidence import LanguageMargin, Witness
from restore.core.log import EditLog
from restore.gate.passes import Gate, run_pass
from restore.language.model import LanguageModel
from restore.merge.choices import Choice, overruled
from restore.merge.decode import choose
from restore.merge.families import Family, shipped_families
from restore.merge.network import build_network
from restore.merge.records import Reading
from restore.settings import GateSettings

__all__ = ["Merged", "choose_base", "merge_readings"]

# Characters on either side that the evidence shows.
_AROUND_CHARACTERS = 10
# Where the odds of the reading that was kept are below this (log10), the place stays open.
_OPEN_LOG10 = 1.0
# Where another reading differs in more characters running, it has another line there.
_MAX_RUN_PLACES, _OTHER_LINE_CONFIDENCE = 5, 0.5
_WIDE = {ord(mark): chr(ord(mark) + 0xFEE0) for mark in ",;:!?()"}
DEFAULT_GATE = GateSettings()


@dataclass(frozen=True)
class Merged:
    """The merged page.

    ``base``: number of the reading that is the document's source. ``shares``: which share of the
    base each reading was found to hold. ``differences``: places where readings differ.
    ``strangers``: numbers of readings that are not of the same page and were left out.
    """

    document: Document
    log: EditLog
    base: int
    shares: tuple[float, ...]
    differences: int
    strangers: tuple[int, ...] = ()

    @property
    def text(self) -> str:
        """The merged text."""
        return self.document.text

    @property
    def edits(self) -> tuple[Edit, ...]:
        """Every edit, of all decisions."""
        return tuple(self.log.edits)


def choose_base(readings: Sequence[Reading], model: LanguageModel) -> int:
    """Return the number of the reading with the best language model score per character."""
    best = (float("-inf"), 0)
    for number, reading in enumerate(readings):
        length = sum(not character.isspace() for character in reading.text)
        lines = [line for line in reading.text.split("\n") if line.strip()]
        score = sum(model.score(line) for line in lines) / max(length, 1)
        best = max(best, (score, -number))
    return -best[1]


def merge_readings(
    readings: Sequence[Reading],
    *,
    model: LanguageModel | None = None,
    base: int | None = None,
    gate: GateSettings = DEFAULT_GATE,
    families: Sequence[Family] = (),
) -> Merged:
    """Merge readings of one page.

    Parameters
    ----------
    readings : two or more
    model : None: the one that ships
    base : number of the reading whose lines and order are kept; None: the best one
    families : what engines take for what; none: those that ship

    Raises
    ------
    ValueError
        If there are fewer than two readings.
    """
    if len(readings) < 2:
        raise ValueError("two readings or more are needed")
    model = model or LanguageModel.load()
    families = families or shipped_families()
    number = choose_base(readings, model) if base is None else base
    network = build_network(readings, number)
    choices = choose(readings, number, network, model, families)
    errors = overruled(len(readings), choices)
    better = min(range(len(readings)), key=lambda index: (errors[index], index != number))
    if base is None and better != number:
        # The language model took the wrong one for the best: it was overruled more often.
        number = better
        network = build_network(readings, number)
        choices = choose(readings, number, network, model, families)
    document = Document.from_text(readings[number].text, id=readings[number].name)
    proposals = [
        *_changes(readings, choices),
        *_unseen(readings, number, network.unseen),
    ]
    result = run_pass(document, proposals, Gate(gate), number=1, stage="merge")
    passes = (result.log,) if result.log.edits else ()
    log = EditLog(document=document.id, passes=passes)
    return Merged(
        document=result.document,
        log=log,
        base=number,
        shares=tuple(network.shares),
        differences=len(network.slots),
        strangers=tuple(network.strangers),
    )


def _changes(readings: Sequence[Reading], choices: Sequence[Choice]) -> list[Proposal]:
    """Turn choices into proposals; neighbouring changes of the same readings become one."""
    proposals: list[Proposal] = []
    run: list[Choice] = []
    for choice in choices:
        slot = choice.slot
        changed = choice.option is not slot.options[0]
        if run and not (
            changed
            and slot.start == run[-1].slot.end
            and _readers(choice) == _readers(run[-1]) != ()
            and choice.locked == run[-1].locked
        ):
            proposals.append(_proposal(readings, run))
            run = []
        if changed:
            run.append(choice)
        elif choice.odds < _OPEN_LOG10 or choice.locked:
            proposals.append(_open(readings, choice))
    if run:
        proposals.append(_proposal(readings, run))
    return proposals


def _readers(choice: Choice) -> tuple[int, ...]:
    return tuple(number for number, _, _ in choice.option.readers)


def _proposal(readings: Sequence[Reading], run: Sequence[Choice]) -> Proposal:
    odds = min(choice.odds for choice in run)
    if not run[0].option.readers:
        return _thought_of(readings, run[0])
    witnesses = [
        _witness(
            readings, number, run[0].option.readers[place][1], run[-1].option.readers[place][2]
        )
        for place, number in enumerate(_readers(run[0]))
    ]
    return Proposal(
        stage="merge",
        rule="merge.vote" if len(witnesses) > 1 else "merge.reading",
        start=run[0].slot.start,
        end=run[-1].slot.end,
        after=_fitting(readings, run),
        confidence=_confidence(run),
        evidence=(*witnesses, LanguageMargin(margin=round(odds, 3))),
    )


def _confidence(run: Sequence[Choice]) -> float:
    most = _OTHER_LINE_CONFIDENCE if len(run) > _MAX_RUN_PLACES else 1.0
    return min(most, *(choice.confidence for choice in run))


def _fitting(readings: Sequence[Reading], run: Sequence[Choice]) -> str:
    """Return what was chosen, marks of half width made full beside Chinese characters or marks.

    Engines that write all marks half-width read full-width ones all the same.
    """
    after = "".join(choice.option.text for choice in run)
    if not after.isascii():
        return after
    first = run[0].slot
    base = next(number for number, *_ in first.options[0].readers)
    text = readings[base].text
    beside = text[max(0, first.start - 1) : run[-1].slot.end + 1]
    wide = any(not item.isascii() and not item.isspace() for item in beside)
    return after.translate(_WIDE) if wide else after


def _thought_of(readings: Sequence[Reading], choice: Choice) -> Proposal:
    """Propose what no reading has; the readings that disagree are named as they are."""
    slot = choice.slot
    return Proposal(
        stage="merge",
        rule="merge.channel",
        start=slot.start,
        end=slot.end,
        after=choice.option.text,
        confidence=choice.confidence,
        evidence=(
            *(
                _witness(readings, *reader)
                for option in slot.options[1:]
                for reader in option.readers
            ),
            LanguageMargin(margin=round(choice.odds, 3)),
        ),
    )


def _open(readings: Sequence[Reading], choice: Choice) -> Proposal:
    """Point at a place whose reading stays open, naming what others have."""
    slot = choice.slot
    # The best rival may be what no reading has.
    others = choice.rival.readers or [
        reader for option in slot.options[1:] for reader in option.readers
    ]
    return Proposal(
        stage="merge",
        rule="merge.open",
        start=slot.start,
        end=slot.end,
        after=slot.options[0].text,
        confidence=1 / (1 + 10**choice.odds),
        evidence=tuple(_witness(readings, number, start, end) for number, start, end in others),
        flag=Reason.LOCKED_FIGURE if choice.locked else Reason.EVIDENCE_WEAK,
    )


def _witness(readings: Sequence[Reading], number: int, start: int, end: int) -> Witness:
    text = readings[number].text
    shown = text[max(0, start - _AROUND_CHARACTERS) : end + _AROUND_CHARACTERS].replace("\n", " ")
    return Witness(document=readings[number].name, span=(start, end), text=shown)


def _unseen(
    readings: Sequence[Reading], base: int, unseen: dict[int, list[tuple[int, int]]]
) -> list[Proposal]:
    """Point at lines that the base does not have, at its end: where they belong is not known."""
    end = len(readings[base].text)
    return [
        Proposal(
            stage="merge",
            rule="merge.unseen",
            start=end,
            end=end,
            after="",
            confidence=0.5,
            evidence=(_witness(readings, number, *span),),
            flag=Reason.LOST_TEXT,
        )
        for number, spans in sorted(unseen.items())
        for span in spans
    ]
