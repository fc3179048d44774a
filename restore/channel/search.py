"""Search a text for misreadings: find suspicious places, then decode around them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING, TypeAlias

from restore.channel.alignment import kind_of
from restore.channel.cooccurrence import Cooccurrence
from restore.channel.decoding import Change, Decoder, Option, Path, Plain
from restore.channel.findings import Finding, Found, Width
from restore.channel.fit import fit_of
from restore.channel.noise import Noise
from restore.channel.options import Options
from restore.channel.passage import BREAK, Line, Passage, read_passage
from restore.channel.places import Sieve
from restore.channel.profile import Profile
from restore.channel.stretches import (
    CONTEXT_CHARACTERS,
    SUSPICIOUS_LOG10,
    Window,
    first_places,
    place_of,
    sieve_of,
    stretches_of,
    suspicious_in,
    windows_of,
)
from restore.core.collecting import uncollected
from restore.text.characters import is_ideograph

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from restore.language.model import LanguageModel

__all__ = ["Searcher"]

_NOISY_SHARE = 0.05
# The mean score of a character of official text, log10.
_USUAL_LOG10 = -1.2
# So many suspicious places are looked at in one document, which takes a minute at the worst: those
# of some 3 million characters of clean news, or of 300,000 of a bad scan.
_MAX_PLACES = 60_000
# How many options are tried, for speed: few in a text that is mostly clean, and only the likelier
# ones where every tenth place is suspicious.
_WIDE, _NARROW = Width(), Width(characters=6, frame=2, pairs=4, slack=1.5)
_LIKELY, _VERY_NOISY_SHARE = Width(slack=2.0), 0.09
# So many windows are remembered, of some 300 bytes each.
_MAX_WINDOWS = 50_000
# What is found in a window, wherever it stands: each with its place from the window's first on.
_Placed: TypeAlias = tuple[tuple[int, Finding], ...]


class Searcher:
    """Finds likely misreadings with one profile. Its decoders cache scores: reuse it.

    In a text that is mostly clean few readings are tried, for speed. ``cooccurrence``: which
    characters stand in one passage, by default the table that ships.
    """

    def __init__(
        self, model: LanguageModel, profile: Profile, cooccurrence: Cooccurrence | None = None
    ) -> None:
        self._model = model
        self._given = cooccurrence
        self.profile = profile
        self._options = Options(model, profile)
        self._wide = Decoder(model)
        self._narrow = Decoder(model, beam=2, kept=8)
        self._seen: dict[Width, dict[tuple[int, str, bytes, bytes], _Placed]] = {}
        # What was found in the texts last looked ahead to, with the scores they had.
        self._ahead: dict[str, tuple[bytes, Found]] = {}

    def search(self, text: str, scores: NDArray[np.float32] | None = None) -> Found:
        """Search a text.

        ``scores``: the model's score of each code point, where it is known already.
        """
        known = self._model.char_scores(text) if scores is None else scores
        ahead = self._ahead.get(text)
        if ahead is not None and ahead[0] == known.tobytes():
            return ahead[1]
        ((found, _),) = self._search([text], [known])
        return found

    def look_ahead(self, texts: Sequence[str], scores: Sequence[NDArray[np.float32]]) -> None:
        """Search short texts together and remember what is found, for :meth:`search` of each.

        The arrays of a sentence are so small that setting them up is most of the work. No result
        changes: where a text has suspicious places that were not looked at, the others may be why.
        """
        self._ahead = {
            text: (known.tobytes(), found)
            for text, known, (found, left) in zip(
                texts, scores, self._search(texts, scores), strict=True
            )
            if not left
        }

    def _search(
        self, texts: Sequence[str], scores: Sequence[NDArray[np.float32]]
    ) -> Iterator[tuple[Found, int]]:
        """Search texts as one passage; yield what is found in each, and how many of its suspicious
        places were not looked at.
        """
        import numpy as np

        passage, starts = _together(texts, scores)
        sizes = _by_text(starts, passage.codes != ord(BREAK))
        noises = list(map(_noise_of, _by_text(starts, passage.pairs < SUSPICIOUS_LOG10), sizes))
        widths = list(map(_width_for, noises))
        findings: list[list[Finding]] = [[] for _ in texts]
        left = np.zeros(len(passage.codes), np.bool_)
        offsets = list(accumulate((len(text) + len(BREAK) for text in texts), initial=0))
        stopped = None
        for width in dict.fromkeys(widths):
            own = np.repeat([other is width for other in widths], np.diff(starts))
            suspicious = suspicious_in(passage, width is not _NARROW)
            asked = Sieve(suspicious.full & own, suspicious.places & own)
            sieve, stop = first_places(sieve_of(passage, asked), _MAX_PLACES)
            left |= asked.places & ~sieve.places
            stopped = stopped if stop is None else place_of(passage, stop)
            for place, (start, end), finding, company in self._found(passage, sieve, width):
                text = bisect_right(starts, place) - 1
                start, end = start - offsets[text], end - offsets[text]
                findings[text].append(finding._replace(start=start, end=end, company=company))
        for found, noise, size, count in zip(
            findings, noises, sizes, _by_text(starts, left), strict=True
        ):
            stop = stopped if count else None
            yield Found(found, noise, stop, Noise.of(found, size)), count

    def _found(
        self, passage: Passage, sieve: Sieve, width: Width
    ) -> Iterator[tuple[int, tuple[int, int], Finding, float]]:
        """Yield the place in the passage of what is found at the places of a sieve, its span in the
        text, what is remembered of it, and what the characters a little further off say of it.
        """
        windows = windows_of(passage, sieve)
        # It makes many objects and no cycles; to look for these takes a sixth of the time.
        with uncollected():
            self._search_unseen(passage, sieve, windows, width)
        seen = self._seen[width]
        placed = [
            (window.first + place, finding)
            for window in windows
            for place, finding in seen[window.key]
        ]
        firsts = [line.first for line in passage.lines]
        # What is remembered of a window knows nothing of what stands around it.
        for (start, finding), gain in zip(placed, self._gains(passage, placed), strict=True):
            line = passage.lines[bisect_right(firsts, start) - 1]
            yield start, _span(finding, line, start), finding, gain

    def _search_unseen(
        self, passage: Passage, sieve: Sieve, windows: list[Window], width: Width
    ) -> None:
        """Search the windows that were not met before and remember what is found in them.

        A text is searched again after each pass, and most of it is as it was.
        """
        import numpy as np

        if sum(map(len, self._seen.values())) > _MAX_WINDOWS:
            self._seen.clear()
        seen = self._seen.setdefault(width, {})
        fresh = [window for window in windows if window.key not in seen]
        if not fresh:
            return
        wanted = np.zeros(len(sieve.places), np.bool_)
        found: list[list[tuple[int, Finding]]] = []
        for window in fresh:
            wanted[window.first : window.last + 1] = True
            found.append([])
        offered = self._options.offer(
            passage, Sieve(sieve.full & wanted, sieve.places & wanted), width
        )
        decoder = self._narrow if width is _NARROW else self._wide
        firsts = [line.first for line in passage.lines]
        lasts = [window.last for window in fresh]
        for start, end, offers in stretches_of(offered):
            line = passage.lines[bisect_right(firsts, start) - 1]
            slots = [
                [(passage.folded[place], 0.0, 1), *offers.get(place, ())]
                for place in range(start, end)
            ]
            slots[-1] = [item for item in slots[-1] if item[2] == 1]
            pairs = passage.pairs[line.first : line.first + len(line.folded)]
            number = bisect_left(lasts, start)
            origin = fresh[number].first - line.first
            found[number] += [
                (finding.start - origin, finding)
                for finding in self._decode(line, start - line.first, slots, pairs, decoder)
            ]
        seen.update((window.key, tuple(items)) for window, items in zip(fresh, found, strict=True))

    def _decode(
        self,
        line: Line,
        start: int,
        slots: list[list[Plain]],
        pairs: NDArray[np.float32],
        decoder: Decoder,
    ) -> Iterator[Finding]:
        folded, end = line.folded, start + len(slots)
        left, right = (
            folded[max(0, start - CONTEXT_CHARACTERS) : start],
            folded[end : end + CONTEXT_CHARACTERS],
        )
        best = decoder.best(left, slots, right)
        if best is not None:
            for change in _joined(best.changes, folded[start:end]):
                around = self._around(line, start, change, best)
                rivals = slots[change.start], decoder
                yield self._finding(line, start, change, around, pairs, rivals)

    def _gains(self, passage: Passage, placed: list[tuple[int, Finding]]) -> list[float]:
        """Return what the characters a little further off say of findings.

        Each comes with its place in the passage.
        """
        if not placed:
            return []
        places, findings = zip(*placed, strict=True)
        # Most texts of a clean collection have no finding, and need no table.
        cooccurrence = self._given or Cooccurrence.load()
        return cooccurrence.around(passage.codes).gains(
            places, [len(item.before) for item in findings], [item.after for item in findings]
        )

    def _finding(
        self,
        line: Line,
        offset: int,
        change: Change,
        around: tuple[str, str],
        pairs: NDArray[np.float32],
        rivals: tuple[list[Plain], Decoder],
    ) -> Finding:
        """Return a change as a finding; its offsets are those of the folded paragraph.

        ``around``: what the best reading has on both sides of it; ``rivals``: all options of its place.
        """
        start = offset + change.start
        end = start + change.option.span
        stop = end
        before, after = line.folded[start:end], change.option.emission
        left, right = around
        stood, put = (
            fit_of(self._model, self.profile.base, left, word, right) for word in (before, after)
        )
        kind = kind_of(
            before, after, line.folded[max(0, start - 1) : start] + line.folded[end : end + 1]
        )
        if kind == "run" and self.profile.base.sound_alike(before, after):
            kind = "word"
        if len(after) == 2 and len(before) == 1 and after[1] == before:
            # Something put in before what stands there: the change is the insertion alone.
            end, before, after, kind = start, "", after[0], "missing"
        return Finding(
            start=start,
            end=end,
            before=before,
            after=after,
            kind=kind,
            margin=put.total - stood.total,
            weight=change.option.weight,
            strangeness=min(pairs[start:stop].tolist()),
            around=self._outside(line, start, stop),
            alike=self._alike(before, after),
            sounds=kind in ("han", "word") and self.profile.base.sound_alike(before, after),
            usual=self._usual(line.folded, start) if kind == "han" else 0,
            lead=_lead(change.option, *rivals, around) if kind == "han" else 0.0,
            stood=stood,
            put=put,
        )

    def _alike(self, before: str, after: str) -> bool:
        """Whether each character may be taken for the one that is put for it."""
        alike = self.profile.base.alike
        return len(before) == len(after) and all(map(alike, before, after))

    def _usual(self, folded: str, place: int) -> int:
        """Return how often a character stands beside one of its neighbours, log2 of a count."""
        base = self.profile.base
        read = base.number(folded[place])
        left, right = (
            base.number(item)
            for item in (folded[max(0, place - 1) : place], folded[place + 1 : place + 2])
        )
        return int(max(base.levels[left, read], base.levels[read, right]))

    def _outside(self, line: Line, start: int, stop: int) -> float:
        """Return the mean score of the characters near a place that it does not reach."""
        left = line.scores[max(0, start - CONTEXT_CHARACTERS) : max(0, start - 1)]
        right = line.scores[
            stop + self._model.order - 1 : stop + self._model.order + CONTEXT_CHARACTERS
        ]
        count = len(left) + len(right)
        return float(left.sum() + right.sum()) / count if count else _USUAL_LOG10

    def _around(self, line: Line, offset: int, change: Change, best: Path) -> tuple[str, str]:
        """Return the text on both sides with the other changes of the best reading made."""
        sides = ["", ""]
        bounds = (
            (max(0, offset + change.start - CONTEXT_CHARACTERS), offset + change.start),
            (
                offset + change.start + change.option.span,
                offset + change.start + change.option.span + CONTEXT_CHARACTERS,
            ),
        )
        for side, (low, high) in enumerate(bounds):
            parts = []
            position = low
            for other in best.changes:
                place = offset + other.start
                if low <= place and place + other.option.span <= high:
                    parts += [line.folded[position:place], other.option.emission]
                    position = place + other.option.span
            sides[side] = "".join([*parts, line.folded[position:high]])
        return sides[0], sides[1]


# The share of suspicious places that is expected of a text too short to tell, and its weight.
_PRIOR_NOISE_SHARE, _PRIOR_CHARACTERS = 0.06, 200


def _noise_of(suspicious: int, size: int) -> float:
    """Return the share of suspicious places, as far as the text is long enough to tell."""
    expected = _PRIOR_NOISE_SHARE * _PRIOR_CHARACTERS
    return (suspicious + expected) / (size + _PRIOR_CHARACTERS)


def _together(
    texts: Sequence[str], scores: Sequence[NDArray[np.float32]]
) -> tuple[Passage, list[int]]:
    """Return texts as one passage, and where in it each begins, and the last ends."""
    import numpy as np

    of_break = np.zeros(1, np.float32)
    passage = read_passage(
        "".join([text + BREAK for text in texts]),
        np.concatenate([part for known in scores for part in (known, of_break)]),
    )
    begins = [line.places[0] for line in passage.lines]
    firsts = [*(line.first for line in passage.lines), len(passage.codes)]
    offsets = accumulate((len(text) + len(BREAK) for text in texts), initial=0)
    starts = [firsts[bisect_left(begins, offset)] for offset in offsets]
    return passage, [0, *starts[1:]]


def _by_text(starts: Sequence[int], marks: NDArray[np.bool_]) -> list[int]:
    """Return how many places are marked in each text of a passage that joins several."""
    import numpy as np

    before = np.concatenate(([0], np.cumsum(marks)))[starts]
    return [int(count) for count in np.diff(before)]


def _width_for(noise: float) -> Width:
    """Return how many options are tried in a text of so much noise."""
    if noise > _VERY_NOISY_SHARE:
        return _LIKELY
    return _WIDE if noise > _NOISY_SHARE else _NARROW


def _lead(chosen: Option, options: list[Plain], decoder: Decoder, around: tuple[str, str]) -> float:
    """Return how much likelier an option is than the next best character there, log10.

    The first of the options, what stands there, is a rival as well.
    """
    rivals = [item for item in options if item[2] == len(item[0]) == 1 and item != chosen]
    ours, theirs = (decoder.most(around[0], items, around[1]) for items in ([chosen], rivals))
    return ours - theirs


def _span(finding: Finding, line: Line, start: int) -> tuple[int, int]:
    """Return the offsets in the text of a finding at a place of a passage."""
    first = line.places[start - line.first]
    size = finding.end - finding.start
    last = line.places[start - line.first + size - 1] + 1 if size else first
    return first, last


def _joined(changes: tuple[Change, ...], read: str) -> Iterator[Change]:
    """Join substitutions side by side: they stand or fall together."""
    parts: list[Change] = []

    def joined() -> Change:
        emission = "".join(item.option.emission for item in parts)
        weight = sum(item.option.weight for item in parts)
        return Change(parts[0].start, Option(emission, weight, len(emission)))

    for change in changes:
        start, option = change
        substituted = (
            len(option.emission) == option.span
            and all(map(is_ideograph, option.emission))
            and option.emission != read[start : start + option.span][::-1]
        )
        if parts and not (substituted and parts[-1].start + parts[-1].option.span == start):
            yield joined()
            parts.clear()
        if substituted:
            parts.append(change)
        else:
            yield change
    if parts:
        yield joined()
