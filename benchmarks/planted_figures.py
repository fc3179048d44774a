"""Plant errors in the figures of reports, and count which of those that the texts tie are caught.

    python benchmarks/planted_figures.py FOLDER… --part learn [--errors 300] [--seed 7] [--kinds digit list …]
        [--untied] [--misses FILE] [--sample N]

The reports are split in three by a hash of their file names, once and for all: ``learn`` is for reading
misses, ``count`` for looking at counts alone, ``last`` for one look at the very end. The reports of a part
are checked together, with few errors at a time in each, so that none hides another.

What ties a figure is decided by rules that ask nothing of ``restore.figures``
(:mod:`restore.evaluation.figure_redundancy`, and :func:`loose_ties` here); ``--sample`` prints some of
these figures with the rule that ties each, for a person to judge the rules by. An error is caught where a
conflict or a failed check touches it, and told where at least a doubtful one does (one thing said twice, with
numbers a digit apart); what is said and touches no error is false, also where the report itself is wrong.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from restore.core.claims import FigureReport, FigureSource
from restore.evaluation.figure_injection import change_digit
from restore.evaluation.figure_redundancy import places_with_redundancy
from restore.figures import check_figures
from restore.figures.dictionary import load_dictionary
from restore.text.characters import HAN

PARTS = ("learn", "count", "last")
KINDS = ("digit", "list", "year", "unit", "ordinal", "dropped", "swapped", "tenfold")
#: The kinds that are planted unless others are asked for.
USUAL = KINDS[:5]
_SCALES = {"万": "亿", "亿": "万"}
_NUMBER = re.compile(
    rf"(?<![0-9.])(?P<digits>[0-9]+(?:\.[0-9]+)?)(?P<scale>[万亿]*)(?P<unit>个百分点|[%％]|[{HAN}])"
)
_CLAUSE = re.compile("[^，。；：、（）\n]+")
#: Errors at a time in one report, and how far apart (characters).
_A_ROUND, _APART = 3, 3000
#: Tries in one place.
_VARIANTS = 3
#: A figure of so many telling digits that stands again beside so many characters that are the same.
_TELLING, _SHARED = 3, 4


class Place(NamedTuple):
    """A number that something ties: its kind of error, where it stands, the rule that ties it."""

    kind: str
    document: str
    span: tuple[int, int]
    why: str


class Error(NamedTuple):
    """A slip: what is put in place of a span."""

    kind: str
    document: str
    span: tuple[int, int]
    text: str
    why: str


class Tally(NamedTuple):
    """What became of the errors, and what was said."""

    planted: Counter[str]
    tied: Counter[str]
    caught: Counter[str]
    told: Counter[str]
    said: int
    true: int
    missed: list[Error]
    false: Counter[str]
    by_rule: Counter[tuple[str, bool]]


def part_of(name: str) -> str:
    """Return the part that a report belongs to, by its file name."""
    return PARTS[int(sha256(name.encode()).hexdigest(), 16) % len(PARTS)]


def loose_ties(texts: Mapping[str, str]) -> Iterator[Place]:
    """Yield figures of three digits and more that one report gives again, beside words that are the same.

    The unit is the same, and the clauses have four characters in a row in common; no other figure stands
    beside exactly those words.
    """
    for name, text in texts.items():
        told: dict[tuple[str, str, str], list[tuple[tuple[int, int], str]]] = defaultdict(list)
        for clause in _CLAUSE.finditer(text):
            for number in _NUMBER.finditer(text, *clause.span()):
                if (
                    len(number["digits"].replace(".", "").strip("0")) < _TELLING
                    or number["unit"] in "年月日"
                ):
                    continue
                key = (number["digits"], number["scale"], number["unit"])
                told[key].append((number.span("digits"), clause[0].replace(number[0], "#")))
        for found in told.values():
            for place, (span, one) in enumerate(found):
                if any(_share(one, other) for at, (_, other) in enumerate(found) if at != place):
                    yield Place("digit", name, span, "loose")


def _share(one: str, other: str) -> bool:
    runs = {one[i : i + _SHARED] for i in range(len(one) - _SHARED + 1)}
    return any(re.fullmatch(f"[{HAN}]+", run) and run in other for run in runs)


def tied_places(texts: Mapping[str, str]) -> list[Place]:
    """Return every place that a rule ties, each once."""
    found: dict[tuple[str, int], Place] = {}
    strict = places_with_redundancy(texts, load_dictionary().founded)
    for place in (*strict, *loose_ties(texts)):
        found.setdefault((place.document, place.span[0]), Place(*place))
    return list(found.values())


def other_places(texts: Mapping[str, str], tied: Sequence[Place]) -> Iterator[Place]:
    """Yield the numbers that no rule ties."""
    known = {(place.document, place.span[0]) for place in tied}
    for name, text in texts.items():
        for number in _NUMBER.finditer(text):
            if (name, number.start()) not in known:
                year = number["unit"] == "年" and len(number["digits"]) == 4
                yield Place("year" if year else "digit", name, number.span("digits"), "")


def slips(place: Place, text: str, kinds: Sequence[str], rng: random.Random) -> Iterator[Error]:
    """Yield the errors that a place allows, of the kinds that are asked for."""
    start, end = place.span
    written = text[start:end]
    changes: list[tuple[str, tuple[int, int], str | None]] = []
    if place.kind != "digit":
        changes += [
            (place.kind, place.span, _changed(place.kind, written, rng)) for _ in range(_VARIANTS)
        ]
    else:
        changes += [("digit", place.span, change_digit(written, rng)) for _ in range(_VARIANTS)]
        scale = text[end : end + 2]
        if scale[:1] in _SCALES and scale[1:] not in _SCALES:
            changes.append(("unit", (end, end + 1), _SCALES[scale[:1]]))
        changes.append(("dropped", place.span, _dropped(written, rng)))
        changes.append(("swapped", place.span, _swapped(written, rng)))
        changes.append(("tenfold", place.span, _tenfold(written)))
    for kind, span, changed in dict.fromkeys(changes):
        if kind in kinds and changed is not None and changed != text[slice(*span)]:
            yield Error(kind, place.document, span, changed, place.why)


def _changed(kind: str, written: str, rng: random.Random) -> str | None:
    if kind == "year":
        return written[:3] + rng.choice([digit for digit in "0123456789" if digit != written[3]])
    return change_digit(written, rng)


def _dropped(written: str, rng: random.Random) -> str | None:
    places = [i for i, c in enumerate(written) if c.isdigit() and i]
    if len(places) < 2:
        return None
    place = rng.choice(places)
    return (written[:place] + written[place + 1 :]).rstrip(".")


def _swapped(written: str, rng: random.Random) -> str | None:
    places = [
        i
        for i in range(len(written) - 1)
        if written[i : i + 2].isdigit()
        and written[i] != written[i + 1]
        and not (i == 0 and written[1] == "0")
    ]
    if not places:
        return None
    i = rng.choice(places)
    return written[:i] + written[i + 1] + written[i] + written[i + 2 :]


def _tenfold(written: str) -> str:
    whole, point, part = written.partition(".")
    return (whole + part[0] + (point + part[1:] if part[1:] else "")) if part else whole + "0"


def drawn(
    places: Sequence[Place], texts: Mapping[str, str], kinds: Sequence[str], count: int, seed: int
) -> list[Error]:
    """Draw errors: each kind its share, then of all kinds for what is wanting."""
    rng = random.Random(seed)
    pools: dict[str, list[Error]] = {kind: [] for kind in kinds}
    for place in places:
        for error in slips(place, texts[place.document], kinds, rng):
            pools[error.kind].append(error)
    for pool in pools.values():
        rng.shuffle(pool)
    share = count // len(kinds)
    errors = [error for pool in pools.values() for error in pool[:share]]
    rest = [error for pool in pools.values() for error in pool[share:]]
    rng.shuffle(rest)
    return errors + rest[: count - len(errors)]


def _family(error: Error) -> str:
    return error.kind if error.kind in ("list", "year", "ordinal") else "digit"


def rounds_of(errors: Sequence[Error]) -> list[list[Error]]:
    """Deal errors out to rounds: few in each report, and those far apart."""
    rounds: list[list[Error]] = []
    for error in errors:
        for dealt in rounds:
            near = [other for other in dealt if other.document == error.document]
            # Two errors in one row of headings, or in two copies of one figure, hide each other.
            kinds = {_family(other) for other in near}
            if (
                len(near) < _A_ROUND
                and _family(error) not in kinds
                and all(abs(o.span[0] - error.span[0]) >= _APART for o in near)
            ):
                dealt.append(error)
                break
        else:
            rounds.append([error])
    return rounds


def damaged(text: str, errors: Sequence[Error]) -> tuple[str, list[tuple[Error, tuple[int, int]]]]:
    """Put errors in; return the text, and where each stands in it."""
    made, last, length = [], 0, 0
    places = []
    for error in sorted(errors, key=lambda e: e.span):
        kept = text[last : error.span[0]]
        start = length + len(kept)
        places.append((error, (start, start + len(error.text))))
        made += [kept, error.text]
        length, last = start + len(error.text), error.span[1]
    return "".join(made) + text[last:], places


def measure(sources: Sequence[FigureSource], errors: Sequence[Error]) -> Tally:
    """Check the reports with every error in them, some at a time."""
    tally = Tally(Counter(), Counter(), Counter(), Counter(), 0, 0, [], Counter(), Counter())
    said = true = 0
    for dealt in rounds_of(errors):
        places: dict[str, list[tuple[Error, tuple[int, int]]]] = {}
        texts = []
        for source in sources:
            text, places[source.document] = damaged(
                source.text, [e for e in dealt if e.document == source.document]
            )
            texts.append(FigureSource(source.document, text, title=source.title, date=source.date))
        checked = check_figures(texts)
        (found, *caught), (doubted, *told) = (
            touched(checked, places, doubtful=doubtful) for doubtful in (False, True)
        )
        for hits, false in (caught, told):
            said, true = said + hits + len(false), true + hits
            tally.false.update(false)
        for error in dealt:
            tally.planted[error.kind] += 1
            tally.tied[error.kind] += bool(error.why)
            told = error in found or error in doubted
            tally.caught[error.kind] += bool(error.why) and error in found
            tally.told[error.kind] += bool(error.why) and told
            if error.why:
                tally.by_rule[error.why, told] += 1
                if not told:
                    tally.missed.append(error)
    return tally._replace(said=said, true=true)


def touched(
    report: FigureReport,
    places: Mapping[str, Sequence[tuple[Error, tuple[int, int]]]],
    *,
    doubtful: bool = False,
) -> tuple[set[Error], int, list[str]]:
    """Return the errors that findings touch, how many findings do, and the words of those that touch none.

    The findings are conflicts and failed checks, or those checks that are only ``doubtful``.
    """
    claims = {claim.id: claim for claim in report.claims}
    checks = report.failed_checks
    if doubtful:
        checks = tuple(check for check in report.checks if check.outcome == "possible")
    findings = [
        (c.explanation, [(c.document, c.span), *((c.document, claims[i].span) for i in c.claims)])
        for c in checks
    ]
    if not doubtful:
        findings += [
            (group.explanation, [(claims[i].document, claims[i].span) for i in group.claims])
            for group in report.conflicts
        ]
    found: set[Error] = set()
    false = []
    for words, spans in findings:
        hit = {
            error
            for document, (start, end) in spans
            for error, (a, b) in places[document]
            if a < end and start < b
        }
        found |= hit
        if not hit:
            false.append(words)
    return found, len(findings) - len(false), false


def shown(error: Error | Place, text: str) -> str:
    """Show where an error stands, or a place that is tied."""
    start, end = error.span
    changed = f"→{error.text}" if isinstance(error, Error) else ""
    around = text[max(0, start - 45) : start], text[start:end] + changed, text[end : end + 35]
    before, middle, behind = (part.replace("\n", "/") for part in around)
    return f"{error.kind} ({error.why}) {error.document}: {before}【{middle}】{behind}"


def read(folders: Sequence[Path], part: str) -> list[FigureSource]:
    """Read the reports of a part; ``all`` reads every one."""
    paths = sorted(path for folder in folders for path in folder.glob("*.txt"))
    return [
        FigureSource(path.stem, path.read_text(encoding="utf-8"))
        for path in paths
        if part in ("all", part_of(path.name))
    ]


def main(arguments: Sequence[str] | None = None) -> int:
    """Print one line for each kind of error, and one for all."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--part", choices=(*PARTS, "all"), default="learn")
    parser.add_argument("--errors", type=int, default=300)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--kinds", nargs="+", choices=KINDS, default=USUAL)
    parser.add_argument("--untied", action="store_true", help="plant where nothing ties as well")
    parser.add_argument("--misses", type=Path, help="file for the tied errors that were not caught")
    parser.add_argument("--sample", type=int, default=0, help="print so many tied places and stop")
    options = parser.parse_args(arguments)
    sources = read(options.folders, options.part)
    texts = {source.document: source.text for source in sources}
    places = tied_places(texts)
    if options.sample:
        for place in random.Random(options.seed).sample(places, min(options.sample, len(places))):
            print(shown(place, texts[place.document]))
        return 0
    if options.untied:
        places += other_places(texts, places)
    result = measure(sources, drawn(places, texts, options.kinds, options.errors, options.seed))
    report(result, options.part, len(sources))
    if options.misses:
        lines = [shown(error, texts[error.document]) for error in result.missed]
        lines += [f"false x{count}: {words}" for words, count in result.false.most_common()]
        options.misses.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return 0


def report(result: Tally, part: str, documents: int) -> None:
    """Print the counts."""
    print(f"part {part}, {documents} reports")
    print(
        f"{'kind':<8} {'planted':>7} {'tied':>5} {'caught':>6} {'share':>6} {'told':>5} {'share':>6}"
    )
    for kind in [*result.planted, "all"]:
        planted, tied, caught, told = (
            column.total() if kind == "all" else column[kind]
            for column in (result.planted, result.tied, result.caught, result.told)
        )
        shares = (f"{count:>6} {count / max(1, tied):>6.1%}" for count in (caught, told))
        print(f"{kind:<8} {planted:>7} {tied:>5}", *shares)
    for rule in dict.fromkeys(rule for rule, _ in result.by_rule):
        told, missed = result.by_rule[rule, True], result.by_rule[rule, False]
        print(f"  tied by {rule}: {told} of {told + missed} told")
    print(f"said {result.said}, true {result.true} ({result.true / max(1, result.said):.1%})")


if __name__ == "__main__":
    sys.exit(main())
