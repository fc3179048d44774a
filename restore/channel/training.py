"""Learn an error profile from pairs of text: what was read, and what was printed."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, TypeAlias

import msgspec

from restore.channel.alignment import KINDS, Difference, differences, readable
from restore.channel.base import ChannelBase
from restore.channel.profile import Profile
from restore.channel.profile_data import Mixture, ProfileData
from restore.language.normalise import normalise
from restore.text.characters import is_ideograph

__all__ = ["Rendered", "Tally", "add", "held_out", "learn", "profile_data", "tally"]

_GAINS = (6.0, 9.0, 12.0, 16.0)
_TRUSTS = (2.0, 5.0, 15.0)
_START = Mixture(shape=0.6, sound=0.1, near_sound=0.1, other=0.2, gain=9.0, trust=5.0)
_MAX_ROUNDS = 12
#: By character printed, how often it was read as another in rendered text.
Rendered: TypeAlias = Mapping[str, Mapping[str, float]]
_NOTHING: Rendered = {}
# An operation that was never seen is thought to happen this often, in operations.
_UNSEEN_COUNT = 0.5


class Tally(NamedTuple):
    """Counts of one set of pairs; ``seen`` has (read, truth), all of folded characters."""

    characters: int
    kinds: Counter[str]
    seen: Counter[tuple[str, str]]
    extra: Counter[str]
    missing: Counter[str]


def tally(pairs: Iterable[tuple[str, str]]) -> Tally:
    """Count the operations in (read, truth) pairs; unreadable pairs are left out."""
    kinds: Counter[str] = Counter()
    seen: Counter[tuple[str, str]] = Counter()
    extra: Counter[str] = Counter()
    missing: Counter[str] = Counter()
    characters = 0
    base = ChannelBase.load()
    for read, truth in readable(pairs):
        characters += len(normalise(truth))
        last: Difference | None = None
        for item in differences(read, truth):
            kinds[item.kind] += 1
            if item.kind == "han":
                if last is not None and item.start == last.start + 1:
                    kinds["run"] += 1
                    two = last.read + item.read, last.truth + item.truth
                    kinds["word"] += base.sound_alike(*two)
                last = item
            if len(item.read) == len(item.truth) == 1:
                seen[item.read, item.truth] += 1
            elif not item.truth:
                extra.update(item.read)
            elif not item.read:
                missing.update(item.truth)
    return Tally(characters, kinds, seen, extra, missing)


def learn(
    groups: Sequence[Sequence[tuple[str, str]]],
    *,
    name: str,
    description: str = "",
    rendered: Rendered = _NOTHING,
) -> ProfileData:
    """Learn a profile from (read, truth) pairs in groups that do not share text (pages).

    ``rendered``: what a recogniser confused in other text. The shares of the mixture are found by expectation maximisation, its sharpness and the trust in
    counts by the likelihood of each group under the others' counts.
    """
    tallies = [tally(group) for group in groups]
    whole = add(tallies)
    best = max(
        (_mixture(whole, gain, trust, rendered) for gain in _GAINS for trust in _TRUSTS),
        key=lambda mixture: held_out(tallies, mixture, rendered=rendered)[0],
    )
    return profile_data(whole, best, name, description, rendered)


def held_out(
    tallies: Sequence[Tally], mixture: Mixture, folds: int = 5, *, rendered: Rendered = _NOTHING
) -> tuple[float, float]:
    """Return the mean log10 probability of held-back Han substitutions, and the share covered.

    Covered is a substitution whose truth is among the thirty likeliest for what was read.
    """
    total, covered, count = 0.0, 0, 0
    for fold in range(min(folds, len(tallies))):
        rest = [item for number, item in enumerate(tallies) if number % folds != fold]
        profile = Profile(profile_data(add(rest or tallies), mixture, "", "", rendered))
        for (read, truth), often in add(tallies[fold::folds]).seen.items():
            if not (is_ideograph(read) and is_ideograph(truth)):
                continue
            found = dict(profile.candidates(read))
            total += often * (found.get(truth, profile.other(read)) - profile.rate("han"))
            covered += often * (truth in list(found)[:30])
            count += often
    return (total / count, covered / count) if count else (0.0, 0.0)


def add(tallies: Sequence[Tally]) -> Tally:
    """Return the sum of tallies."""
    return Tally(
        sum(item.characters for item in tallies),
        sum((item.kinds for item in tallies), Counter()),
        sum((item.seen for item in tallies), Counter()),
        sum((item.extra for item in tallies), Counter()),
        sum((item.missing for item in tallies), Counter()),
    )


def profile_data(
    whole: Tally,
    mixture: Mixture,
    name: str,
    description: str,
    rendered: Rendered = _NOTHING,
) -> ProfileData:
    """Return the profile of counts and a mixture, not yet calibrated."""
    rates = {
        kind: math.log10((whole.kinds[kind] + _UNSEEN_COUNT) / max(whole.characters, 1))
        for kind in KINDS
    }
    rates["run"] = math.log10(
        (whole.kinds["run"] + _UNSEEN_COUNT) / (whole.kinds["han"] + 2 * _UNSEEN_COUNT)
    )
    return ProfileData(
        name=name,
        description=description,
        characters=whole.characters,
        rates={kind: round(rate, 3) for kind, rate in rates.items()},
        mixture=mixture,
        seen=tuple((read, truth, count) for (read, truth), count in sorted(whole.seen.items())),
        extra=dict(sorted(whole.extra.items())),
        missing=dict(sorted(whole.missing.items())),
        rendered={truth: dict(reads) for truth, reads in rendered.items()},
    )


def _mixture(whole: Tally, gain: float, trust: float, rendered: Rendered) -> Mixture:
    """Find the shares of shape, sound and the rest by expectation maximisation."""
    mixture = msgspec.structs.replace(_START, gain=gain, trust=trust)
    base = ChannelBase.load()
    nothing = Tally(1, Counter(), Counter(), Counter(), Counter())
    profile = Profile(profile_data(nothing, mixture, "", "", rendered))
    rows = [
        (count, *_parts(profile, base, read, truth))
        for (read, truth), count in whole.seen.items()
        if is_ideograph(read) and is_ideograph(truth)
    ]
    shares = [mixture.shape, mixture.sound, mixture.near_sound, mixture.other]
    for _ in range(_MAX_ROUNDS):
        sums = [1e-3] * 4
        for count, *parts in rows:
            total = sum(share * part for share, part in zip(shares, parts, strict=True))
            for place, part in enumerate(parts):
                sums[place] += count * shares[place] * part / total
        shares = [value / sum(sums) for value in sums]
    shape, sound, near_sound, other = (round(share, 4) for share in shares)
    return Mixture(shape, sound, near_sound, max(other, 0.01), gain, trust)


def _parts(
    profile: Profile, base: ChannelBase, read: str, truth: str
) -> tuple[float, float, float, float]:
    same, near = base.sound_alikes(read)
    return (
        profile.shape_shares(read).get(truth, 0.0),
        (truth in same) / max(len(same), 1),
        (truth in near) / max(len(near), 1),
        1 / len(base.characters),
    )
