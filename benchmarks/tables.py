"""RESULTS.md: the measured figures as tables."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any

ORDER = (
    "read", "characters", "layout", "dedup", "statistics", "correction", "check", "figures",
    "write", "load", "other",
)  # fmt: skip
#: What has to be reached (characters a second of one core), by kind of text and stages.
GOALS = {
    ("clean", "all"): 50_000,
    ("noisy", "all"): 20_000,
    ("mixed", "fast"): 500_000,
}
INTRODUCTION = """# Speed and memory

Written by `make bench DATA=folder`. Corpora are made of clean texts (`benchmarks/corpus.py`):
`clean` as they are, one paragraph a line; `noisy` misread at .1 to 4 % of the characters, lines
broken at a width, with furniture and repeats; `mixed` half of each. `all` is everything that
`restore clean` does but the HTML report; `fast` is characters, layout and dedup alone, with
reading and writing. *A core* is characters by seconds of processor time of all processes; start
and loading of dictionaries and model (about a second) are in every figure. Memory is that of all
processes together.
"""
STAGES_NOTE = """Thousands of characters a second of one core, of the characters of the whole
corpus, found by sampling the stack (`benchmarks/stage_clock.py`). `load` is dictionaries and
model, `other` the executor: records to and from disk, start. The passes' judging, applying and
logging belong to their stages; `check` replays and reverts every log.
"""
OTHERS_NOTE = """The same noisy sentences to all correctors, on one core;
`errors` are edits (Levenshtein) between the result and the clean text. OpenCC converts clean text
a line at a time: the yardstick for a stage that looks at every character once.
"""
PATHOLOGICAL_NOTE = """One document of one kind of monotony (`benchmarks/pathological.py`), each
size a run of `restore clean` in a process of its own: seconds of processor time with the start, and
peak memory. The exponent is that of the time above the start, from the smallest to the largest size;
`–` where there is next to no such time. Alone, and larger:
`python benchmarks/pathological.py --sizes 500000,2000000 --only '中;9'`.
"""
SHAPES_NOTE = """The same text in several shapes (`benchmarks/shapes.py`), all stages, one process.
*Above the start* is without start and loading; the exponent is that of this time from a tenth of the
size. `pipe` and `call` are the library, warm, over rows of a hundred characters at most.
"""
#: A machine that does more than this beside (load) is not quiet.
QUIET = 1.0
#: Exponents above this are marked; and the bounds of a document of two million characters.
STEEP, SECONDS, MEGABYTES = 1.3, 100.0, 2_000.0


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    return "\n".join([*lines, *(f"| {' | '.join(row)} |" for row in rows)]) + "\n"


def per(characters: float, seconds: float) -> str:
    return f"{characters / seconds:,.0f}" if seconds > 0 else "–"


def markdown(data: dict[str, Any]) -> str:
    """Return the whole file."""
    runs = sorted(
        data["runs"].values(),
        key=lambda run: (run["size"], run["kind"], run["stages"], run["workers"]),
    )
    parts = [INTRODUCTION, _machine(data["machine"])]
    if runs:
        parts += ["## Whole runs\n", _whole(runs), "## Stages\n", STAGES_NOTE, _stages(runs)]
        growth = _growth(runs)
        if growth:
            parts += ["## Growth and workers\n", growth]
    if "shapes" in data:
        parts += ["## Shapes\n", SHAPES_NOTE, _shapes(data["shapes"])]
    if "others" in data:
        parts += ["## What a user would take instead\n", OTHERS_NOTE, _others(data["others"])]
    if "dedup" in data:
        parts += ["## Near-duplicates\n", _DEDUP, _dedup(data["dedup"])]
    for name, text in sorted(data.get("growth", {}).items()):
        parts += [f"## {name}\n", f"```\n{text}\n```\n"]
    if "pathological" in data:
        parts += [
            "## Pathological inputs\n",
            PATHOLOGICAL_NOTE,
            _pathological(data["pathological"]),
        ]
    left_out = dict(data.get("left_out", {}))
    for note in data.get("others", {}).get("left_out", []):
        left_out[note.partition(":")[0]] = note.partition(":")[2].strip()
    if left_out:
        rows = [[name, " ".join(str(why).split())] for name, why in sorted(left_out.items())]
        parts += ["## Left out\n", table(("what", "why"), rows)]
    return "\n".join(parts)


def _machine(found: dict[str, Any]) -> str:
    packages = ", ".join(f"{name} {number}" for name, number in found["packages"].items())
    return (
        f"{found['processor']}, {found['cores']} cores; {found['system']}; "
        f"Python {found['python']}; {packages}.\n"
    )


def _whole(runs: Sequence[dict[str, Any]]) -> str:
    rows = []
    for run in runs:
        goal = GOALS.get((run["kind"], run["stages"]))
        rows.append(
            [
                f"{run['size']:g} M",
                run["kind"],
                run["stages"],
                str(run["workers"]),
                f"{run['documents']:,}",
                f"{run['wall']:,.1f}",
                f"{run['cpu']:,.1f}",
                per(run["characters"], run["wall"]),
                per(run["characters"], run["cpu"]),
                f"{goal:,}" if goal is not None else "",
                f"{run['megabytes']:,}",
                f"{run['restore']}, load {run['load_before']}",
            ]
        )
    head = (
        "characters", "text", "stages", "workers", "documents", "s wall", "s processor",
        "characters/s", "a core", "goal", "MB", "version, load before",
    )  # fmt: skip
    return table(head, rows)


def _shapes(found: dict[str, Any]) -> str:
    rows = []
    for run in found["rows"]:
        above = run["cpu"] - run["start"]
        rows.append(
            [
                run["kind"],
                run["shape"],
                f"{run['documents']:,}",
                f"{run['characters']:,}",
                f"{run['cpu']:,.1f}",
                per(run["characters"], run["cpu"]),
                per(run["characters"], above),
                f"{1000 * above / run['documents']:,.1f}",
                f"{run['exponent']:.2f}" if "exponent" in run else "–",
                f"{run['megabytes']:,.0f}" if "megabytes" in run else "–",
                "" if run["load_before"] <= QUIET else f"not quiet: load {run['load_before']:.1f}",
            ]
        )
    head = (
        "text", "shape", "documents", "characters", "s processor", "a core", "above the start",
        "ms a document", "exponent", "MB", found["restore"],
    )  # fmt: skip
    return table(head, rows)


def _stages(runs: Sequence[dict[str, Any]]) -> str:
    single = [run for run in runs if run["cpu_by_stage"]]
    present = {name for run in single for name in run["cpu_by_stage"]}
    names = [name for name in ORDER if name in present]
    names += sorted(present - set(names))
    rows = []
    for run in single:
        seconds = run["cpu_by_stage"]
        cells = [
            f"{run['characters'] / seconds[name] / 1e3:,.0f}" if seconds.get(name, 0) > 0 else "–"
            for name in names
        ]
        three = sum(seconds.get(name, 0.0) for name in ("characters", "layout", "dedup"))
        rows.append(
            [
                f"{run['size']:g} M {run['kind']} {run['stages']}",
                *cells,
                f"{run['characters'] / three / 1e3:,.0f}" if three else "–",
            ]
        )
    return table(("run", *names, "characters + layout + dedup"), rows)


def _growth(runs: Sequence[dict[str, Any]]) -> str:
    by_key = {(run["size"], run["kind"], run["stages"], run["workers"]): run for run in runs}
    lines = []
    for (size, kind, stages, workers), run in by_key.items():
        smaller = [one for one in by_key if one[1:] == (kind, stages, workers) and one[0] < size]
        if smaller:
            before = by_key[max(smaller)]
            exponent = math.log(run["cpu"] / before["cpu"]) / math.log(
                run["characters"] / before["characters"]
            )
            lines.append(
                f"- {kind}, {stages}, {workers} worker{'s' * (workers > 1)}: from "
                f"{before['size']:g} M to {size:g} M processor time grows with the power "
                f"{exponent:.2f} of the characters, memory from {before['megabytes']:,} to "
                f"{run['megabytes']:,} MB."
            )
        alone = by_key.get((size, kind, stages, 1))
        if workers > 1 and alone is not None:
            lines.append(
                f"- {kind}, {stages}, {size:g} M: {workers} workers are "
                f"{alone['wall'] / run['wall']:.2f} times as fast as one."
            )
    return "\n".join(lines) + "\n" if lines else ""


def _others(found: dict[str, Any]) -> str:
    rows = [
        [
            row["name"],
            f"{row['characters']:,}",
            per(row["characters"], row["cpu"]),
            f"{row['errors_before']} → {row['errors_after']}" if "errors_before" in row else "",
        ]
        for row in found["rows"]
    ]
    return table(("what", "characters", "characters/s a core", "errors"), rows)


#: What is set beside what.
_DEDUP = """The pairs of datatrove and rensa are candidates that nobody has checked; beside them stands what
`restore` takes for *signatures and pairs*, not its whole work.
"""


def _dedup(found: dict[str, Any]) -> str:
    """Show what the dedup benchmark measured, by method."""
    rows = []
    for name, value in found.items():
        measures = value.items() if isinstance(value, dict) else (("", value),)
        rows += [[name, key, _cell(item)] for key, item in measures if not isinstance(item, list)]
    return table(("method", "measure", "value"), rows)


def _cell(value: object) -> str:
    if isinstance(value, float):
        return f"{value:,.4g}"
    return f"{value:,}" if isinstance(value, int) else str(value)


def _pathological(records: Sequence[dict[str, Any]]) -> str:
    return table(("one document of", "took", "exponent", ""), map(pathological_row, records))


def pathological_row(record: dict[str, Any]) -> list[str]:
    """Return the cells of an input's row: name, one cell a size, exponent, what is wrong."""
    cells = [
        f"{run['characters'] / 1e3:,.0f} k: {run['seconds']:,.1f} s, {run['megabytes']:,.0f} MB"
        for run in record["runs"]
    ]
    power = "–" if record["exponent"] is None else f"{record['exponent']:.2f}"
    name = f"`{record['name']}`".replace("|", "\\|")
    return [name, "; ".join(cells), power, _trouble(record).replace("|", "/")]


def _trouble(record: dict[str, Any]) -> str:
    last = record["runs"][-1]
    if last["why"]:
        return str(last["why"])
    found = []
    if record["exponent"] is not None and record["exponent"] > STEEP:
        found.append("steep")
    if last["seconds"] > SECONDS:
        found.append("slow")
    if last["megabytes"] > MEGABYTES:
        found.append("large")
    return ", ".join(found)
