"""Score text with a character n-gram model (KenLM); all scores are log10 probabilities."""

from __future__ import annotations

import atexit
import hashlib
import math
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from functools import cached_property, lru_cache, partial
from importlib import resources
from itertools import islice
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from restore.errors import InputError
from restore.language.familiarity import is_familiar
from restore.language.normalise import kept, normalise

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SHIPPED = "zh-official.klm"

# Tokens after which nothing of the sentence follows: the paragraph's end and final punctuation.
_FINAL = ("</s>", "。", "！", "？", "；")

# Characters that are scored in one call, which makes an object of each.
_SCORED_AT_ONCE = 1 << 15
_MIN_PROBABILITY = 1e-9  # keeps odds finite

_resources = ExitStack()
atexit.register(_resources.close)


@lru_cache(maxsize=1)
def _shipped() -> Path:
    place = resources.files("restore").joinpath("models", SHIPPED)
    return _resources.enter_context(resources.as_file(place))


@lru_cache(maxsize=4)
def _load(path: Path, _changed: tuple[int, int]) -> LanguageModel:
    return LanguageModel(path)


def _spaced(folded: str) -> str:
    return "".join([f"{character} " for character in folded])


class LanguageModel:
    """A character n-gram model. Offsets and lengths are code points; white space has no score.

    A paragraph is the unit of training: ``bos`` and ``eos`` mean a paragraph's begin and end.
    The model is mapped into memory and may be pickled: the copy loads the same file.
    """

    def __init__(self, path: Path) -> None:
        import kenlm

        config = kenlm.Config()
        config.show_progress = False
        config.arpa_complain = kenlm.ARPALoadComplain.NONE
        try:
            self._model: Any = kenlm.Model(str(path), config)
        except (OSError, UnicodeDecodeError) as error:
            # KenLM's own message quotes the file, whatever bytes it holds.
            raise InputError(
                str(path),
                "is not a language model, or one of another version",
                "make one with `restore train-lm`",
            ) from error
        self.path = path
        self.order: int = self._model.order
        self._state = kenlm.State

    def __reduce__(self) -> tuple[object, tuple[Path]]:
        return LanguageModel.load, (self.path,)

    @classmethod
    def load(cls, path: Path | None = None) -> LanguageModel:
        """The model in *path* (KenLM binary or ARPA), or the one that ships; loaded once.

        Raises InputError if there is none.
        """
        place = _shipped() if path is None else path.resolve()
        try:
            stat = place.stat()
        except OSError as error:
            raise InputError(
                str(place), "no language model there", "make one with `restore train-lm`"
            ) from error
        return _load(place, (stat.st_mtime_ns, stat.st_size))

    @property
    def is_shipped(self) -> bool:
        """Whether this is the model that ships: bounds in bits were measured with that alone."""
        return self.path == _shipped()

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of the model file."""
        with self.path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

    def char_scores(self, text: str, *, bos: bool = False) -> NDArray[np.float32]:
        """The log10 probability of each character given those before it; white space gets 0.

        Returns float32 of shape (len(text),).
        """
        import numpy as np

        folded = normalise(text)
        found = self._scores(folded, 0, len(folded), bos=bos)
        if len(folded) == len(text):
            return found
        scores = np.zeros(len(text), np.float32)
        scores[kept(text)] = found
        return scores

    def _scores(
        self, folded: str, start: int, stop: int, *, bos: bool = False
    ) -> NDArray[np.float32]:
        """`char_scores` of a part of folded text."""
        import numpy as np

        found = np.empty(stop - start, np.float32)
        for first in range(start, stop, _SCORED_AT_ONCE):
            end = min(first + _SCORED_AT_ONCE, stop)
            seen = max(0, first - self.order + 1)
            full = self._model.full_scores(
                " ".join(folded[seen:end]), bos=bos and not seen, eos=False
            )
            values = map(itemgetter(0), islice(full, first - seen, None))
            found[first - start : end - start] = np.fromiter(values, np.float32, end - first)
        return found

    def knows(self, text: str) -> bool:
        """Whether a text is of a kind that the model knows; of a user's own model nothing is known."""
        if not self.is_shipped:
            return True
        folded = normalise(text)
        return is_familiar(folded, partial(self._scores, folded))

    def matches(self, text: str) -> list[tuple[float, int]]:
        """The log10 probability of each character of folded *text*, and the length of the longest
        known sequence that ends with it."""
        full = self._model.full_scores(" ".join(text), bos=False, eos=False)
        return [(score, length) for score, length, _ in full]

    def score(self, text: str, *, bos: bool = False, eos: bool = False) -> float:
        """The log10 probability of *text*, as a part or as a whole of a paragraph."""
        return float(self._model.score(" ".join(normalise(text)), bos=bos, eos=eos))

    def margin(self, left: str, before: str, after: str, right: str) -> float:
        """How much likelier *after* is than *before* between *left* and *right* (log10).

        Exact: of *left* and *right* so much is looked at as the model can see. Where the two
        differ in length, the shorter one has fewer factors and so an advantage of about 1 to 2
        for each character, which the caller must price.
        """
        return self.margins(((left, before, after, right),))[0]

    def margins(self, items: Sequence[tuple[str, str, str, str]]) -> list[float]:
        """`margin` of many (left, before, after, right); what they share is scored once."""
        return self.margins_between(
            (*self.sides(left, right), before, after) for left, before, after, right in items
        )

    def sides(self, left: str, right: str) -> tuple[str, str]:
        """What the model can see of *left* and *right*, as `spaced` writes it."""
        return _spaced(self._last(left)), _spaced(self._first(right))

    def margins_between(self, items: Iterable[tuple[str, str, str, str]]) -> list[float]:
        """`margins` of many (head, tail, before, after), where the first two are `sides`."""
        known: dict[str, float] = {}
        middles: dict[str, str] = {}

        def score(text: str) -> float:
            found = known.get(text)
            if found is None:
                found = known[text] = self._model.score(text, bos=False, eos=False)
            return found

        found = []
        for head, tail, before, after in items:
            for words in (before, after):
                if words not in middles:
                    middles[words] = _spaced(normalise(words))
            old, new = middles[before], middles[after]
            found.append(score(head + new + tail) - score(head + old + tail))
        return found

    @cached_property
    def follows(self) -> Callable[[str, str], float]:
        """The log10 probability of one character after some text alone; 0 of white space."""

        def follows(left: str, character: str) -> float:
            folded = normalise(character)
            return self.step(self._behind(left), folded)[0] if folded else 0.0

        return lru_cache(maxsize=20_000)(follows)

    def seam(self, left: str, right: str) -> float:
        """How much better *right* continues *left* than it would stand alone (log10).

        The pointwise mutual information of the last and the first ``order - 1`` characters on
        the two sides, log10 P(right | left) - log10 P(right). Longer heads change nothing, and
        neither P(paragraph's begin) nor P(paragraph's end) adds to it. Above about 1.3 one in a
        hundred false pairs is left; the model card has the distribution. 0 if a side is empty.
        """
        tail, head = self._last(left), self._first(right)
        if not (tail and head):
            return 0.0
        # As `joint` does, without its memory, which takes as long where a seam is asked for once.
        ask, made = self.asking
        state = alone = self._nothing
        for character in tail:
            reached = made()
            ask(state, character, reached)
            state = reached
        found = 0.0
        for character in head:
            here, there = made(), made()
            found += ask(state, character, here) - ask(alone, character, there)
            if here == there:
                break
            state, alone = here, there
        return found

    def head(self, text: str) -> str:
        """What `joint` looks at of the text behind a seam: its first characters, folded."""
        return self._first(text)

    def tail(self, text: str) -> str:
        """What `joint` looks at of the text before a seam: its last characters, folded."""
        return self._last(text)

    @cached_property
    def joint(self) -> Callable[[str, str], float]:
        """`seam` of a `tail` and a `head`; pages ask more than once."""

        ask, made = self.asking
        behind, steps = self._behind, self._steps

        def joint(tail: str, head: str) -> float:
            if not (tail and head):
                return 0.0
            found, state = 0.0, behind(tail)
            for character, alone, following in steps(head):
                reached = made()
                found += ask(state, character, reached) - alone
                if reached == following:
                    # From here on the model cannot tell what stood before the head.
                    break
                state = reached
            return found

        return lru_cache(maxsize=50_000)(joint)

    def most(self, head: str) -> float:
        """The most that `joint` can be, whatever stands on the left: then *head* is certain."""
        return max(0.0, -math.fsum(score for _, score, _ in self._steps(head)))

    @cached_property
    def begins(self) -> Callable[[str], float]:
        """How much likelier a text begins a paragraph than stands anywhere (log10).

        Paragraphs begin alike, so what was asked lately is kept.
        """
        ask, made = self.asking
        begun, anywhere = made(), self._nothing
        self._model.BeginSentenceWrite(begun)

        @lru_cache(maxsize=20_000)
        def first(character: str) -> tuple[float, Any, Any]:
            here, there = made(), made()
            gain = ask(begun, character, here) - ask(anywhere, character, there)
            return gain, here, None if here == there else there

        def begins(head: str) -> float:
            folded = normalise(head)
            if not folded:
                return 0.0
            found, state, alone = first(folded[0])
            for character in folded[1:]:
                if alone is None:
                    # From here on the model cannot tell that a paragraph began.
                    break
                here, there = made(), made()
                found += ask(state, character, here) - ask(alone, character, there)
                state, alone = here, None if here == there else there
            return found

        return lru_cache(maxsize=20_000)(begins)

    @cached_property
    def _nothing(self) -> Any:
        """The state behind no text at all; never written to again."""
        state = self._state()
        self._model.NullContextWrite(state)
        return state

    @cached_property
    def _behind(self) -> Callable[[str], Any]:
        """The state behind the tail of a seam; pages try each end with many beginnings."""
        ask, made = self.asking

        def behind(tail: str) -> Any:
            state = self._nothing
            for character in normalise(tail):
                reached = made()
                ask(state, character, reached)
                state = reached
            return state

        return lru_cache(maxsize=20_000)(behind)

    @cached_property
    def _steps(self) -> Callable[[str], list[tuple[str, float, Any]]]:
        """The characters of the head of a seam, each with its score and the state behind it where
        nothing is known of what stands before."""
        ask, made = self.asking

        def steps(head: str) -> list[tuple[str, float, Any]]:
            state, found = self._nothing, []
            for character in head:
                reached = made()
                found.append((character, ask(state, character, reached), reached))
                state = reached
            return found

        return lru_cache(maxsize=20_000)(steps)

    def ends_open(self, left: str) -> float:
        """The log10 odds that the sentence goes on after *left* rather than ends there.

        Negative: a paragraph's end or final punctuation is likelier than all else. Meant for
        text that does not end in final punctuation.
        """
        return self._open(self._last(left))

    @cached_property
    def _open(self) -> Callable[[str], float]:
        """`ends_open` of the last characters, which many ends share."""

        ask, made = self.asking
        behind, spare = self._behind, made()

        def ends_open(tail: str) -> float:
            state = behind(tail)
            ends = sum([10 ** ask(state, token, spare) for token in _FINAL])
            return math.log10(max(1 - ends, _MIN_PROBABILITY) / max(ends, _MIN_PROBABILITY))

        return lru_cache(maxsize=20_000)(ends_open)

    def advance(self, state: Any, text: str) -> tuple[float, Any]:
        """Read *text* on from *state*, for decoders that keep many readings at once.

        *state* is what an earlier call returned, or None for no context; states are hashable and
        equal where the model cannot tell what went before apart. Returns the log10 probability
        of *text* and the new state. For a whole text `score` is faster.
        """
        if state is None:
            state = self._state()
            self._model.NullContextWrite(state)
        total = 0.0
        for character in normalise(text):
            following = self._state()
            total += self._model.BaseScore(state, character, following)
            state = following
        return total, state

    def step(self, state: Any, character: str) -> tuple[float, Any]:
        """`advance` by one character that is folded already: the inner loop of decoders."""
        following = self._state()
        return self._model.BaseScore(state, character, following), following

    @cached_property
    def alone(self) -> Callable[[str], float]:
        """The log10 probability of a folded character of which nothing is known before it."""

        def alone(character: str) -> float:
            return self.advance(None, character)[0]

        return lru_cache(maxsize=20_000)(alone)

    @property
    def asking(self) -> tuple[Callable[[Any, str, Any], float], Callable[[], Any]]:
        """What `step` is made of, for decoders that ask millions of times.

        The first scores a folded character behind a state and fills another state; the second makes
        one to be filled.
        """
        return self._model.BaseScore, self._state

    def _last(self, text: str) -> str:
        """The last ``order - 1`` normalised characters of *text*."""
        reach = window = self.order - 1
        while len(found := normalise(text[-window:])) < reach and window < len(text):
            window *= 2
        return found[-reach:]

    def _first(self, text: str) -> str:
        """The first ``order - 1`` normalised characters of *text*."""
        reach = window = self.order - 1
        while len(found := normalise(text[:window])) < reach and window < len(text):
            window *= 2
        return found[:reach]
