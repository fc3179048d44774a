"""Scores as Markdown tables, always beside doing nothing, and as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec
from rapidfuzz.distance import Levenshtein

from restore.evaluation.correction import CorrectionScore, WrongChange
from restore.evaluation.doubled import OUTCOMES, DoubledScore
from restore.evaluation.harm import CleanChange, HarmScore
from restore.evaluation.issues import IssueScores
from restore.evaluation.layout import LayoutScores
from restore.evaluation.merges import MergeScore, pooled_reduction
from restore.evaluation.metrics import Interval, Rates
from restore.evaluation.readings import ReadingScore

__all__ = [
    "correction_markdown",
    "doubled_markdown",
    "harm_markdown",
    "issues_markdown",
    "layout_markdown",
    "merges_markdown",
    "readings_markdown",
    "table",
    "to_json",
]


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
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return value


def table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a Markdown table."""
    lines = ["| " + " | ".join(header) + " |", "|" + " --- |" * len(header)]
    lines += ["| " + " | ".join(_cell(cell) for cell in row) + " |" for row in rows]
    return "\n".join(lines) + "\n"


def _cell(value: object) -> str:
    return str(value).replace("|", "\\|").replace("\n", "⏎")


def _share(value: float) -> str:
    return f"{100 * value:.1f} %"


def _interval(interval: Interval, *, share: bool = True, digits: int = 1) -> str:
    factor, unit = (100, " %") if share else (1, "")
    value, low, high = (
        f"{factor * end:.{digits}f}" for end in (interval.value, interval.low, interval.high)
    )
    return f"{value}{unit} [{low}, {high}]"


def _intact(intact: int, whole: int) -> str:
    return "all" if intact == whole else f"{whole - intact} of {whole} changed"


def correction_markdown(name: str, scores: Sequence[CorrectionScore], *, harms: int = 20) -> str:
    """Return the tables of engines over one set of pairs; the first engine does nothing.

    Parameters
    ----------
    harms : the most wrong changes listed per engine
    """
    first = scores[0]
    parts = [
        f"### {name}\n\n{first.pairs} pairs, {first.characters:,} characters, {first.clean} pairs "
        f"without an error; error rate before: cMER {_share(first.before.cmer)}, "
        f"CER {_share(first.before.cer)}.\n",
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
        _interval(score.cmer, digits=2),
        _interval(score.reduction),
        _interval(score.preference, share=False, digits=2),
        _rates(score.edits),
        f"[{score.edits_precision.low:.3f}, {score.edits_precision.high:.3f}]",
        _rates(score.with_suggestions),
        _rates(score.sentences),
        f"{score.clean_untouched} of {score.clean}",
        f"{score.harm:.1f}",
        _intact(score.numerals_intact, score.numerals),
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
            _interval(score.harm, share=False, digits=2),
            _interval(score.correction_harm, share=False, digits=2),
            f"{100 * score.share_untouched:.2f} % of {score.sentences:,}",
            _intact(score.numerals_intact, score.numerals),
            "; ".join(f"{stage}: {_counts(counts)}" for stage, counts in score.stages.items()),
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


def _counts(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{count} {decision}" for decision, count in counts.items())


def _clean_changes(changes: Iterable[CleanChange]) -> str:
    return table(
        ("document", "rule", "decision", "change"),
        ((item.document, item.rule, item.decision, _short(item.around)) for item in changes),
    )


def _short(text: str, limit: int = 90) -> str:
    return text if len(text) <= limit else f"{text[: limit // 2]} … {text[-limit // 2 :]}"


def readings_markdown(scores: Sequence[ReadingScore], *, harms: int = 20) -> str:
    """Return the table of page readings before and after, and the lines with a wrong change."""
    parts = [
        table(
            (
                "readings",
                "pages",
                "cMER before (doing nothing)",
                "cMER after",
                "errors removed",
                "preference",
                "better / worse",
                "changed characters right / wrong",
                "lines taken away",
                "numerals intact",
            ),
            (
                (
                    score.name,
                    score.pages,
                    _interval(score.cmer_before, digits=2),
                    _interval(score.cmer_after, digits=2),
                    _interval(score.reduction),
                    _interval(score.preference, share=False, digits=2),
                    f"{score.better} / {score.worse}",
                    f"{score.edits.right} / {score.edits.wrong}",
                    score.removed_lines,
                    _intact(score.numerals_intact, score.numerals),
                )
                for score in scores
            ),
        )
    ]
    wrong = scores[-1].wrong if scores else ()
    if wrong and harms:
        shown = min(harms, len(wrong))
        parts.append(f"Lines with a wrong change, {shown} of {len(wrong)}:\n")
        parts.append(table(("page", "read", "restored", "truth"), wrong[:harms]))
    return "\n".join(parts)


def merges_markdown(scores: Sequence[MergeScore], *, seed: int = 1) -> str:
    """Return the table of merged readings, the best reading alone as baseline."""
    rows: list[tuple[object, ...]] = [
        (
            " + ".join(score.names),
            " / ".join(_percent(item.cmer) for item in score.alone),
            _percent(score.best.cmer),
            _percent(score.merged.cmer),
            _share(score.reduction) if score.best.errors else "no errors",
            f"{score.right} / {score.wrong}",
            score.figures_changed,
        )
        for score in scores
    ]
    if scores:
        rows.append(
            (
                f"all {len(scores)}",
                "",
                "",
                "",
                _interval(pooled_reduction(scores, seed=seed)),
                f"{sum(item.right for item in scores)} / {sum(item.wrong for item in scores)}",
                sum(item.figures_changed for item in scores),
            )
        )
    return table(
        (
            "readings",
            "cMER of each alone",
            "best alone (doing nothing)",
            "merged",
            "errors removed of the best alone",
            "changed characters right / wrong",
            "numerals changed",
        ),
        rows,
    )


def _percent(value: float) -> str:
    return f"{100 * value:.2f} %"


def layout_markdown(rows: Sequence[tuple[str, LayoutScores, LayoutScores]]) -> str:
    """Return the layout measures: per set of pages those of doing nothing, then ours."""
    lines = []
    for name, nothing, ours in rows:
        for who, score in (("none", nothing), ("restore", ours)):
            lines.append(
                (
                    name,
                    score.pages,
                    who,
                    f"{score.join_f1:.4f}",
                    f"{score.furniture_f1:.4f}",
                    _share(score.assignment),
                    f"{score.kendall_tau:.4f}",
                    f"{score.glued} of {score.cut_ends}",
                    score.lost,
                    score.moved_pages,
                )
            )
    return table(
        (
            "pages",
            "count",
            "engine",
            "join F1",
            "furniture F1",
            "right article",
            "Kendall tau",
            "cut ends glued",
            "body lines lost",
            "pages with moves",
        ),
        lines,
    )


def issues_markdown(rows: Sequence[tuple[str, IssueScores]]) -> str:
    """Return how well articles are joined across the pages of issues, per engine."""
    return table(
        (
            "engine",
            "pages",
            "jumps",
            "joined",
            "precision",
            "recall",
            "cut sentences",
            "run together",
            "wrongly run together",
        ),
        [
            (
                name,
                score.pages,
                score.true,
                score.made,
                f"{score.precision:.4f}" if score.made else "",
                f"{score.recall:.4f}",
                score.cut,
                score.runs_on,
                score.glued,
            )
            for name, score in rows
        ],
    )
