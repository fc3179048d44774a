"""What a document is to the language model: its script, and whether the model knows its kind.

The model is of Simplified Chinese. A line in Traditional is read in Simplified, character by
character, so that it can be weighed; other scripts cannot.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from restore.core.evidence import Unfamiliar
from restore.core.notices import Notice
from restore.correction.corpus import CorpusStatistics
from restore.correction.scoring import LanguageModelLike
from restore.language.familiarity import UNFAMILIAR_BITS, bits_per_character
from restore.language.model import LanguageModel
from restore.text.conversion import in_simplified
from restore.text.line_scripts import LineScripts
from restore.text.script import Script

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Ground"]

# Together with others a noisy text of 1,600 code points takes 12 % less time in all (100: 42 %, 6,400: 2 %).
_SHORT = 2000
# A text of so many code points is sooner scored anew (200: in .15 ms) than compared with what it was
# before (.47); with 900 the two take as long.
_SCORED_ANEW = 800
_SCRIPT_NOTICES = {
    Script.TRADITIONAL: Notice("traditional"),
    Script.CANTONESE: Notice("cantonese"),
    Script.JAPANESE: Notice("japanese"),
    Script.MIXED: Notice("mixed"),
}


class Ground:
    """Knows what one text is to a language model; each answer is found when it is asked for.

    Parameters
    ----------
    text : one paragraph a line
    corpus : keeps the scores of the texts of the run
    before : what is known of the text as it was before some corrections
    """

    def __init__(
        self,
        text: str,
        language_model: LanguageModelLike | None,
        corpus: CorpusStatistics | None = None,
        *,
        before: Ground | None = None,
    ) -> None:
        self.text = text
        self.before = before
        self._model = language_model
        self._corpus = corpus or CorpusStatistics({})

    @property
    def may_wait(self) -> bool:
        """Whether a search of the text together with others takes less time."""
        return len(self.text) <= _SHORT

    @cached_property
    def own_scores(self) -> NDArray[np.float32]:
        """The model's score of each code point (log10), 0 in lines that are not Simplified.

        So nothing in them is searched, and they are no noise either.
        """
        scores = self._written_scores
        lines = list(self._scripts.foreign_lines())
        if lines:
            scores = scores.copy()
            for start, end in lines:
                scores[start:end] = 0.0
        return scores

    @cached_property
    def traditional_lines(self) -> tuple[tuple[int, int], ...]:
        """Where the Traditional lines stand that can be read in Simplified, without their breaks."""
        return tuple(span for span, _ in self._read)

    @cached_property
    def simplified(self) -> str:
        """The text, its ``traditional_lines`` in Simplified, each character in its place."""
        parts, behind = [], 0
        for (start, end), line in self._read:
            parts += [self.text[behind:start], line]
            behind = end
        return "".join([*parts, self.text[behind:]])

    @cached_property
    def simplified_scores(self) -> NDArray[np.float32]:
        """The model's score of each code point of ``simplified`` (log10)."""
        if self.simplified == self.text:
            return self._written_scores
        return self._scores(self.simplified)

    @cached_property
    def unfamiliar(self) -> Unfamiliar | None:
        """That the model does not know this kind of text, where that is so.

        Of a model of the user's own nothing is known, so that it is taken to know its texts.
        """
        if not isinstance(self._model, LanguageModel) or not self._model.is_shipped:
            return None
        bits = bits_per_character(self.simplified, self.simplified_scores)
        known = bits is None or bits < UNFAMILIAR_BITS
        return None if known or bits is None else Unfamiliar(bits=round(bits, 2))

    @cached_property
    def notices(self) -> tuple[Notice, ...]:
        """What is to be told of the text as a whole."""
        script = self._scripts.whole
        notices = [_SCRIPT_NOTICES[script]] if script in _SCRIPT_NOTICES else []
        weighed = script in (Script.SIMPLIFIED, Script.TRADITIONAL)
        if weighed and self.unfamiliar is not None:
            notices.append(Notice("unfamiliar", self.unfamiliar.bits))
        return tuple(notices)

    @cached_property
    def _written_scores(self) -> NDArray[np.float32]:
        """The model's score of each code point of the text as it stands (log10)."""
        before, model = self.before, self._model
        if before is None or not isinstance(model, LanguageModel) or len(self.text) <= _SCORED_ANEW:
            return self._scores(self.text)
        from restore.language.rescoring import rescored

        return rescored(model, self.text, before.text, before._written_scores)

    def _scores(self, text: str) -> NDArray[np.float32]:
        if self._model is None:
            raise ValueError("without a language model nothing is scored")
        return self._corpus.char_scores(text, self._model)

    @cached_property
    def _scripts(self) -> LineScripts:
        return LineScripts(self.text)

    @cached_property
    def _read(self) -> tuple[tuple[tuple[int, int], str], ...]:
        lines = []
        for start, end in self._scripts.foreign_lines():
            if self._scripts.script_at(start) is Script.TRADITIONAL:
                words = self.text[start:end].removesuffix("\n")
                line = in_simplified(words)
                if line is not None:
                    lines.append(((start, start + len(words)), line))
        return tuple(lines)
