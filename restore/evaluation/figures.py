"""Measure the figure check: annotated sentences, injected digit errors, false alarms, speed.

Run as ``python -m restore.evaluation.figures``; every path is an argument. The annotated sentences
are those of ``tests/data/figures`` (their rules are beside them).
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

import msgspec

from restore.core.claims import Claim, FigureSource
from restore.figures import check_figures
from restore.figures.dictionary import FigureDictionary, load_dictionary
from restore.figures.extraction import extract
from restore.figures.numerals import plain
from restore.text.characters import NUMERALS, ONE_TO_NINE, is_ideograph

__all__ = [
    "AnnotatedFigure",
    "AnnotatedSentence",
    "Injection",
    "Score",
    "change_digit",
    "inject_arithmetic",
    "inject_conflicts",
    "noisy_copy",
    "read_annotations",
    "score_annotations",
]


class AnnotatedFigure(msgspec.Struct, frozen=True):
    """One figure as a person read it; ``head`` is ``None`` where it was not judged."""

    span: tuple[int, int]
    text: str
    value: Decimal
    unit: str
    head: str | None


class AnnotatedSentence(msgspec.Struct, frozen=True):
    """A sentence with all its figures."""

    source: str
    text: str
    figures: tuple[AnnotatedFigure, ...]


class Score(NamedTuple):
    """Counts and what follows from them."""

    right: int
    found: int
    wanted: int
    misses: tuple[str, ...] = ()

    @property
    def precision(self) -> float:
        """Share of what was found that is right."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """Share of what was wanted that was found."""
        return self.right / self.wanted if self.wanted else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def read_annotations(path: Path) -> list[AnnotatedSentence]:
    """Read annotated sentences, one JSON object a line."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [msgspec.json.decode(line, type=AnnotatedSentence) for line in lines if line]


def score_annotations(
    sentences: Sequence[AnnotatedSentence], book: FigureDictionary | None = None
) -> tuple[Score, Score]:
    """Score value, unit and span together; and, where those are right, the head.

    A head is right if the phrase that was read as what is counted ends with it or is part of it.
    """
    book = book or load_dictionary()
    right = found = wanted = heads_right = heads = 0
    misses: list[str] = []
    head_misses: list[str] = []
    for number, sentence in enumerate(sentences):
        claims = extract(FigureSource(str(number), sentence.text), book).claims
        predicted = {(c.span, c.value, c.unit): c for c in claims}
        gold = {_gold_key(figure, book): figure for figure in sentence.figures}
        found += len(predicted)
        wanted += len(gold)
        for key, figure in gold.items():
            claim = predicted.pop(key, None)
            if claim is None:
                misses.append(f"- {figure.text} {key[1:]} | {sentence.text}")
                continue
            right += 1
            if figure.head is not None:
                heads += 1
                if claim.subject.endswith(figure.head) or (
                    len(claim.subject) >= 2 and figure.head.endswith(claim.subject)
                ):
                    heads_right += 1
                else:
                    head_misses.append(f"{figure.text}: {figure.head} ≠ {claim.subject}")
        misses += [f"+ {c.text} {c.value} {c.unit} | {sentence.text}" for c in predicted.values()]
    return (
        Score(right, found, wanted, tuple(misses)),
        Score(heads_right, heads, heads, tuple(head_misses)),
    )


def _gold_key(
    figure: AnnotatedFigure, book: FigureDictionary
) -> tuple[tuple[int, int], Decimal, str]:
    unit = book.units.get(figure.unit)
    if unit is None:
        return figure.span, figure.value, figure.unit
    return figure.span, plain(figure.value * unit.factor), unit.canonical


class Injection(NamedTuple):
    """What became of injected errors."""

    injected: int
    found: int
    false_alarms: int
    looked_at: int
    missed: tuple[str, ...]
    false: tuple[str, ...]

    @property
    def recall(self) -> float:
        """Share of the injected errors that were found."""
        return self.found / self.injected if self.injected else 1.0

    @property
    def false_rate(self) -> float:
        """False alarms per thing looked at (groups, or characters)."""
        return self.false_alarms / self.looked_at if self.looked_at else 0.0


def change_digit(text: str, rng: random.Random) -> str | None:
    """Change one digit of a figure into another; the first never becomes 0.

    Arabic digits are changed if there are any, else Chinese ones.
    """
    places = [i for i, c in enumerate(text) if c in "0123456789"]
    if not places:
        places = [i for i, c in enumerate(text) if c in _CHINESE_DIGITS]
        if not places:
            return None
        place = rng.choice(places)
        other = rng.choice([d for d in _CHINESE_DIGITS if d != text[place]])
        return text[:place] + other + text[place + 1 :]
    place = rng.choice(places)
    choice = [d for d in "0123456789" if d != text[place] and not (d == "0" and place == places[0])]
    return text[:place] + rng.choice(choice) + text[place + 1 :]


_CHINESE_DIGITS = ONE_TO_NINE[1:]
_LOOKALIKES = {"日": "曰", "未": "末", "己": "已", "人": "入", "土": "士", "干": "千", "治": "冶",
               "天": "夭", "各": "名", "间": "问", "推": "椎", "进": "迸", "政": "攻", "民": "氏"}  # fmt: skip


def noisy_copy(text: str, rng: random.Random, rate: float = 0.01) -> str:
    """Damage Chinese characters (look-alike, lost, doubled) at a rate; digits stay as they are."""
    out = []
    for character in text:
        if is_ideograph(character) and character not in _NUMERIC and rng.random() < rate:
            kind = rng.random()
            if kind < 0.6:
                out.append(_LOOKALIKES.get(character, "口"))
            elif kind < 0.8:
                continue
            else:
                out.append(character * 2)
        else:
            out.append(character)
    return "".join(out)


_NUMERIC = frozenset(f"{NUMERALS}余多近约超第年月日个名件项元成倍分之")


def _splice(text: str, changes: Sequence[tuple[tuple[int, int], str]]) -> str:
    parts, position = [], 0
    for (start, end), new in sorted(changes):
        parts += [text[position:start], new]
        position = end
    return "".join([*parts, text[position:]])


def inject_conflicts(
    first: Sequence[FigureSource],
    second: Sequence[FigureSource],
    *,
    share: float = 0.1,
    seed: int = 7,
    one_by_one: bool = False,
) -> Injection:
    """Change single digits in ``second``, which states the same facts as ``first``, and check.

    Figures of groups that agree between the two sides before the change are candidates; ``share``
    of them is changed, all at once or each in its own run (``one_by_one``). Found is an error that stands in a conflict with a figure of the other
    side. False is any other conflict group between the two.
    """
    rng = random.Random(seed)
    before = check_figures([*first, *second])
    by_id = {claim.id: claim for claim in before.claims}
    left = {source.document for source in first}
    chosen: dict[str, list[tuple[Claim, str]]] = {}
    for group in before.groups:
        members = [by_id[i] for i in group.claims]
        own = [c for c in members if c.document not in left]
        if group.verdict != "agree" or len(own) == len(members) or not own:
            continue
        target = rng.choice(own)
        damaged = change_digit(target.text, rng)
        if damaged and not target.qualifier and rng.random() < share:
            chosen.setdefault(target.document, []).append((target, damaged))
    if not one_by_one:
        return _damage(first, second, chosen)
    runs = [
        _damage(first, second, {document: [change]})
        for document, changes in chosen.items()
        for change in changes
    ]
    return Injection(
        sum(run.injected for run in runs),
        sum(run.found for run in runs),
        sum(run.false_alarms for run in runs),
        sum(run.looked_at for run in runs),
        tuple(item for run in runs for item in run.missed),
        tuple(item for run in runs for item in run.false),
    )


def _damage(
    first: Sequence[FigureSource],
    second: Sequence[FigureSource],
    chosen: dict[str, list[tuple[Claim, str]]],
) -> Injection:
    injected: dict[str, list[tuple[int, str, str]]] = {}
    damaged_sources = []
    for source in second:
        changes = [(c.span, new) for c, new in chosen.get(source.document, [])]
        damaged_sources.append(msgspec.structs.replace(source, text=_splice(source.text, changes)))
        injected[source.document] = [
            (c.span[0], new, c.clause.text) for c, new in chosen.get(source.document, [])
        ]
    return _judge_conflicts([*first, *damaged_sources], injected)


def _judge_conflicts(
    sources: Sequence[FigureSource], injected: dict[str, list[tuple[int, str, str]]]
) -> Injection:
    after = check_figures(sources)
    by_id = {claim.id: claim for claim in after.claims}
    starts = {(d, start) for d, items in injected.items() for start, _, _ in items}
    found: set[tuple[str, int]] = set()
    false: list[str] = []
    for group in after.conflicts:
        members = {(by_id[i].document, by_id[i].span[0]) for i in group.claims}
        hit = members & starts
        found |= hit
        if not hit:
            shown = " / ".join(f"{by_id[i].text} {by_id[i].clause.text[:30]}" for i in group.claims)
            false.append(shown)
    missed = [
        f"{new} {clause[:40]}"
        for document, items in injected.items()
        for start, new, clause in items
        if (document, start) not in found
    ]
    comparable = sum(group.verdict in {"agree", "conflict"} for group in after.groups)
    return Injection(len(starts), len(found), len(false), comparable, tuple(missed), tuple(false))


def inject_arithmetic(
    sources: Sequence[FigureSource],
    *,
    seed: int = 7,
    rules: Sequence[str] = ("ratio", "difference", "sum"),
) -> Injection:
    """Change one digit in each verified ratio, difference and sum, one after another, and check.

    Found is a change after which the same place holds a failed check. False alarms are the failed
    checks of the texts as they are; they are counted per character looked at.
    """
    rng = random.Random(seed)
    injected = found = characters = 0
    missed: list[str] = []
    false: list[str] = []
    for source in sources:
        report = check_figures([source])
        characters += len(source.text)
        false += [f"{c.rule}: {c.explanation}" for c in report.failed_checks]
        by_id = {claim.id: claim for claim in report.claims}
        for check in report.checks:
            if check.outcome != "verified" or check.rule not in rules:
                continue
            target = by_id[rng.choice(check.claims)]
            damaged = change_digit(target.text, rng)
            if damaged is None:
                continue
            start, end = target.sentence
            sentence = source.text[start:end]
            local = (target.span[0] - start, target.span[1] - start)
            broken = FigureSource(source.document, _splice(sentence, [(local, damaged)]))
            injected += 1
            if check_figures([broken]).failed_checks:
                found += 1
            else:
                missed.append(f"{target.text}→{damaged}: {check.explanation}")
    return Injection(injected, found, len(false), characters, tuple(missed), tuple(false))


def _sources(paths: Sequence[Path]) -> list[FigureSource]:
    return [FigureSource(path.stem, path.read_text(encoding="utf-8")) for path in paths]


def _say(*lines: str) -> None:
    sys.stdout.write("".join(line + "\n" for line in lines))


def _show(name: str, result: Injection, per: str, scale: int = 1) -> None:
    _say(
        f"{name}: {result.found}/{result.injected} found ({result.recall:.1%}); "
        f"{result.false_alarms} false alarms in {result.looked_at} {per} "
        f"({result.false_rate * scale:.3g} per {scale})"
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the measurements that the arguments ask for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--annotated", type=Path, help="annotated sentences (JSONL)")
    parser.add_argument("--pair", type=Path, nargs=2, help="two texts that state the same facts")
    parser.add_argument("--texts", type=Path, nargs="*", default=[], help="clean reports")
    parser.add_argument("--noise", type=float, default=0.01, help="share of damaged characters")
    parser.add_argument("--share", type=float, default=0.1, help="share of figures to change")
    parser.add_argument("--seeds", type=int, default=1, help="how many random seeds to run")
    parser.add_argument("--verbose", action="store_true")
    options = parser.parse_args(arguments)
    if options.annotated:
        figures, heads = score_annotations(read_annotations(options.annotated))
        _say(
            f"value+unit+span: precision {figures.precision:.3f}, recall {figures.recall:.3f}, "
            f"F1 {figures.f1:.3f} ({figures.wanted} figures)",
            f"head: {heads.right}/{heads.wanted} = {heads.recall:.3f}",
        )
        if options.verbose:
            _say(*figures.misses, *heads.misses)
    runs: list[tuple[str, Callable[[int], Injection], str, int]] = []
    if options.pair:
        one, two = (_sources([path]) for path in options.pair)
        runs.append(
            (
                "pair",
                lambda seed: inject_conflicts(one, two, share=1.0, seed=seed, one_by_one=True),
                "groups",
                100,
            )
        )
    if options.texts:
        texts = _sources(options.texts)

        def copies(seed: int) -> Injection:
            rng = random.Random(seed)
            damaged = [
                msgspec.structs.replace(
                    source,
                    document=source.document + "~",
                    text=noisy_copy(source.text, rng, options.noise),
                )
                for source in texts
            ]
            return inject_conflicts(texts, damaged, share=options.share, seed=seed)

        runs.append(("noisy copies", copies, "groups", 100))
        runs.append(
            ("arithmetic", lambda seed: inject_arithmetic(texts, seed=seed), "characters", 100_000)
        )
    for name, run, per, scale in runs:
        for seed in range(7, 7 + options.seeds):
            result = run(seed)
            _show(f"{name} (seed {seed})", result, per, scale)
            if options.verbose:
                _say(*(f"missed: {item}" for item in result.missed))
                _say(*(f"false: {item}" for item in result.false))
    return 0


if __name__ == "__main__":
    sys.exit(main())
