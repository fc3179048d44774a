"""The card of a calibration: for whom it holds, on what it was made, and what was found."""

from __future__ import annotations

from collections.abc import Iterator

from restore.evaluation.proposal_bounds import FOLDS
from restore.llm.calibration import Calibration, KindRow

__all__ = ["card"]

_SUPPORT = {
    "lexicon": "an entry of a dictionary makes it too",
    "witness": "another passage has it",
    "channel": "the error profile finds it",
    "alone": "nothing else",
}


def card(calibration: Calibration, pairs: str) -> str:
    """Return the card as Markdown; ``pairs`` names the file of the pairs."""
    return "\n".join(_lines(calibration, pairs)) + "\n"


def _lines(made: Calibration, pairs: str) -> Iterator[str]:
    who, held = made.proposer, made.held_out
    asked = f", {who.form} × {who.samples}" if who.form else ""
    yield f"# What the proposals of {who.model} are worth\n"
    yield f"- Proposer: {who.model}, {who.prompt}{asked}{', thorough' if who.thorough else ''}"
    yield f"- Pairs: {pairs}: {made.pairs:,}, {made.right_pairs:,} of them right sentences, in"
    yield f"  {made.documents:,} documents; {made.unanswered:,} questions without an answer"
    yield f"- Made: {made.date}, by restore {made.version}\n"
    yield "A change counts once a document. What the gate locks, or applies without the model, is not"
    yield f"counted. Bound: with {made.confidence:.0%} certainty the share that is right lies above it,"
    yield f"whichever fifth of the documents is left out ({FOLDS} parts).\n"
    yield "| what supports the proposal | how sure the model is | proposals | right | bound | decision |"
    yield "|---|---|---:|---:|---:|---|"
    for row in made.kinds:
        decision = "apply" if row.bound >= made.precision else "suggest"
        share = f"{row.right:,} ({row.right / row.proposals:.1%})"
        cells = (_support(row), _sureness(row, who.samples), f"{row.proposals:,}", share)
        yield f"| {' | '.join(cells)} | {row.bound:.3f} | {decision} |"
    if not made.kinds:
        yield "| nothing was proposed | | 0 | 0 | | suggest |"
    yield ""
    yield "Held out (each fifth decided by the others):"
    yield f"{held.right:,} of {held.proposals:,} changes that would be applied are right, the share lies"
    harm = 100_000 * held.in_right_sentences / max(1, held.right_characters)
    yield f"above {held.bound:.3f}; {held.in_right_sentences:,} of them are in right sentences"
    yield f"({harm:.1f} in 100,000 characters)."


def _support(row: KindRow) -> str:
    words = _SUPPORT[row.support]
    return f"{words}, from p = {row.channel:g}" if row.support == "channel" else words


def _sureness(row: KindRow, samples: int) -> str:
    if row.sureness in (0.5, 1.0):
        whole = "all" if row.sureness == 1.0 else "most"
        return "its answer" if samples == 1 else f"{whole} of {samples} answers"
    return f"from p = {row.sureness:g}"
