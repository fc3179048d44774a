"""Errors injected into the figures of texts: conflicts between copies, and wrong sums."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from restore.core.claims import Claim, FigureSource
from restore.figures import check_figures
from restore.text.characters import NUMERALS, ONE_TO_NINE, is_ideograph

__all__ = ["Injection", "change_digit", "inject_arithmetic", "inject_conflicts", "noisy_copy"]


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
