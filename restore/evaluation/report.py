"""Scores as Markdown tables, always beside doing nothing, and as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec
from rapidfuzz.distance import Levenshtein

from restore.evaluation.correction_scores import CorrectionScore, WrongChange
from restore.evaluation.doubled import OUTCOMES, DoubledScore
from restore.evaluation.harm import CleanChange, HarmScore
from restore.evaluation.markdown import (
    counts_cell,
    intact_cell,
    interval_cell,
    share_cell,
    shortened,
    table,
)
from restore.evaluation.metrics import Rates

__all__ = ["correction_markdown", "doubled_markdown", "harm_markdown", "to_json"]


def to_json(results: object) -> bytes:
    """Return scores as indented JSON, keys sorted; what is computed from them is written too."""
    data = msgspec.json.encode(_plain(results), order="sorted")
    return msgspec.json.format(data, indent=2) + b"\n"


def _plain(value: object) -> object:
    if isinstance(value, msgspec.Struct):
        computed = [name for name, item in vars(type(value)).items() if isinstance(item, property)]
        return {
            name: _plain(getattr(value, name)) for name in (*value.__struct_fields__, *computed)
        }
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return value


def correction_markdown(name: str, scores: Sequence[CorrectionScore], *, harms: int = 20) -> str:
    """Return the tables of engines over one set of pairs; the first engine does nothing.

    Parameters
    ----------
    harms : the most wrong changes listed per engine
    """
    first = scores[0]
    parts = [
        f"### {name}\n\n{first.pairs} pairs, {first.characters:,} characters, {first.clean} pairs "
        f"without an error; error rate before: cMER {share_cell(first.before.cmer)}, "
        f"CER {share_cell(first.before.cer)}.\n",
        table(
            (
                "engine",
                "cMER after",
                "errors removed",
                "preference",
                "edits P / R / F1 (automatic)",
                "P 95 %",
                "with suggestions P / R / F1",
                "sentences P / R / F1",
                "clean untouched",
                "harm /100k",
                "numerals intact",
                "chars/s",
            ),
            (_correction_row(score) for score in scores),
        ),
        "Found and false by kind of error (whole errors; automatic, then with suggestions):\n",
        table(
            ("engine", *first.kinds),
            (
                (
                    score.engine,
                    *(
                        f"{_found(score.kinds[kind])}; {_found(score.kinds_with_suggestions[kind])}"
                        for kind in first.kinds
                    ),
                )
                for score in scores
            ),
        ),
    ]
    for score in scores:
        if score.rules:
            parts.append(f"Rules of `{score.engine}` (edits):\n")
            parts.append(_rules(score))
    for score in scores:
        if score.wrong and harms:
            shown = min(harms, len(score.wrong))
            parts.append(
                f"Wrong automatic changes of `{score.engine}`, {shown} of {len(score.wrong)}:\n"
            )
            parts.append(_wrong(score.wrong[:harms]))
    return "\n".join(parts)


def _correction_row(score: CorrectionScore) -> tuple[str, ...]:
    return (
        score.engine,
        interval_cell(score.cmer, digits=2),
        interval_cell(score.reduction),
        interval_cell(score.preference, share=False, digits=2),
        _rates(score.edits),
        f"[{score.edits_precision.low:.3f}, {score.edits_precision.high:.3f}]",
        _rates(score.with_suggestions),
        _rates(score.sentences),
        f"{score.clean_untouched} of {score.clean}",
        f"{score.harm:.1f}",
        intact_cell(score.numerals_intact, score.numerals),
        f"{score.characters_per_second:,.0f}" if score.engine != "none" else "",
    )


def _rates(rates: Rates) -> str:
    return f"{rates.precision:.3f} / {rates.recall:.3f} / {rates.f1:.3f}"


def _found(rates: Rates) -> str:
    return f"{rates.right}/{rates.right + rates.missed}, {rates.wrong} false"


def _rules(score: CorrectionScore) -> str:
    return table(
        ("rule", "applied right", "applied wrong", "suggested right", "suggested wrong"),
        (
            (
                rule,
                count.applied_right,
                count.applied_wrong,
                count.suggested_right,
                count.suggested_wrong,
            )
            for rule, count in score.rules.items()
        ),
    )


def _wrong(changes: Iterable[WrongChange]) -> str:
    return table(
        ("id", "rule", "change", "truth there"),
        ((change.id, change.rule, change.around, change.wanted) for change in changes),
    )


def harm_markdown(scores: Sequence[HarmScore], *, harms: int = 50) -> str:
    """Return the table of changes in clean text and the list of the automatic ones."""
    rows: list[tuple[object, ...]] = []
    if scores:
        first = scores[0]
        rows.append(("none", first.documents, f"{first.characters:,}", 0, 0, "100 %", "all", ""))
    rows += [
        (
            score.mode,
            score.documents,
            f"{score.characters:,}",
            interval_cell(score.harm, share=False, digits=2),
            interval_cell(score.correction_harm, share=False, digits=2),
            f"{100 * score.share_untouched:.2f} % of {score.sentences:,}",
            intact_cell(score.numerals_intact, score.numerals),
            "; ".join(f"{stage}: {counts_cell(counts)}" for stage, counts in score.stages.items()),
        )
        for score in scores
    ]
    parts = [
        table(
            (
                "what",
                "documents",
                "characters",
                "automatic changes /100k",
                "of them corrections /100k",
                "sentences untouched",
                "numerals intact",
                "edits",
            ),
            rows,
        )
    ]
    for score in scores:
        # What was applied first: that is the harm.
        listed = sorted(
            (item for item in score.changes if item.decision != "flagged"),
            key=lambda item: item.decision,
        )
        if listed and harms:
            shown = min(harms, len(listed))
            parts.append(f"Changes of `{score.mode}`, {shown} of {len(listed)} (flags left out):\n")
            parts.append(_clean_changes(listed[:harms]))
    return "\n".join(parts)


def doubled_markdown(score: DoubledScore, *, harms: int = 50) -> str:
    """Return the table of what became of doubled stretches and the list of the doubtful ones."""
    rows: list[tuple[object, ...]] = [
        (size, sum(counts.values()), *(counts[outcome] for outcome in OUTCOMES))
        for size, counts in score.outcomes.items()
    ]
    total = [sum(counts[outcome] for counts in score.outcomes.values()) for outcome in OUTCOMES]
    rows.append(("all", score.places, *total))
    parts = [table(("characters doubled", "places", *OUTCOMES), rows)]
    if score.doubtful and harms:
        shown = min(harms, len(score.doubtful))
        parts.append(f"Doubtful, {shown} of {len(score.doubtful)}:\n")
        parts.append(
            table(
                ("document", "outcome", "doubled", "restored", "with suggestions"),
                (
                    (
                        item.document,
                        item.outcome,
                        _differing(item.doubled, item.clean),
                        _differing(item.restored, item.clean),
                        _differing(item.offered, item.clean),
                    )
                    for item in score.doubtful[:harms]
                ),
            )
        )
    return "\n".join(parts)


def _differing(text: str, other: str, around: int = 8) -> str:
    """Return the part of a text that another differs in, with what stands around it."""
    steps = [step for step in Levenshtein.opcodes(text, other) if step.tag != "equal"]
    if not steps:
        return "="
    return text[max(0, steps[0].src_start - around) : steps[-1].src_end + around]


def _clean_changes(changes: Iterable[CleanChange]) -> str:
    return table(
        ("document", "rule", "decision", "change"),
        ((item.document, item.rule, item.decision, shortened(item.around)) for item in changes),
    )
