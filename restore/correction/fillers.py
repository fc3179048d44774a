"""Find the name that a counted list should hold: 主席会议 for 内蒙会议 in 党组会议50次、内蒙会议24次.

It is suggested, and put where only one name fits, which the run writes again and again, and the
language model has no doubt.
"""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING

from restore.core.edits import Proposal
from restore.core.evidence import LanguageMargin, LexiconEntry
from restore.correction.scoring import LanguageModelLike, Replacement, margins
from restore.text.characters import HAN

if TYPE_CHECKING:
    from restore.correction.corpus import CorpusStatistics
    from restore.lexicon.lexicon import Lexicon

__all__ = ["propose_fillers"]

# An item of a counted list, and the verbs that may open the list.
_COUNTED = re.compile(f"[、，]([{HAN}]{{4,10}}) ?[0-9]+ ?[次场期届轮]")
_LEADING = re.compile("^(?:全年|先后|共)?(?:召开|举办|举行|组织|开展)?")
# Characters that the ends of name and item share.
_TAIL_CHARACTERS = 2
# Code points on both sides of an item in which the rest of its list stands.
_LIST_REACH = 40
# By how much the language model must prefer the name.
_MIN_MARGIN_LOG10 = 2.0
# By how much for it to be sure, and how often the run must write the name then. In 1.9 million
# characters of clean reports, news, policies and laws not even a name is offered.
_SURE_MARGIN_LOG10 = 5.0
_SURE_NAME_COUNT = 10
# Confidences: above and below what the gate asks for an automatic change.
_SURE_CONFIDENCE = 0.93
_UNSURE_CONFIDENCE = 0.6


def propose_fillers(
    text: str,
    lexicon: Lexicon,
    language_model: LanguageModelLike,
    corpus: CorpusStatistics,
) -> list[Proposal]:
    """Return the names that fit a counted list where something else stands.

    In 召开党组会议50次、内蒙会议24次 the second item ends as a name does that the run often writes
    (主席会议), stands nowhere else, and is no name itself.

    Parameters
    ----------
    text : one paragraph a line; offsets of the proposals are code points into it
    """
    found: list[tuple[int, str, str]] = []
    alone: set[int] = set()
    for match in _COUNTED.finditer(text):
        filler = _LEADING.sub("", match[1])
        names = corpus.names(lexicon, filler[-_TAIL_CHARACTERS:], len(filler))
        if not names or filler in lexicon.terms or corpus.count(filler) != 1:
            continue
        around = text[max(0, match.start(1) - _LIST_REACH) : match.end() + _LIST_REACH]
        fitting = [name for name in names if name not in around]
        if fitting:
            found.append((match.end(1) - len(filler), filler, fitting[0]))
            if len(fitting) == 1 and corpus.count(fitting[0]) >= _SURE_NAME_COUNT:
                alone.add(found[-1][0])
    spans = [
        (start, start + len(filler) - _same_end(filler, name), name)
        for start, filler, name in found
    ]
    changes = [Replacement(start, end, name[: end - start]) for start, end, name in spans]
    values = margins(language_model, text, changes)
    return [
        Proposal(
            stage="correction",
            rule="filler",
            start=change.start,
            end=change.end,
            after=change.after,
            confidence=_SURE_CONFIDENCE
            if change.start in alone and margin >= _SURE_MARGIN_LOG10
            else _UNSURE_CONFIDENCE,
            evidence=(
                LexiconEntry(
                    dictionary=lexicon.terms[name].dictionary,
                    entry=name,
                    ground=lexicon.terms[name].ground,
                    similarity=round(1 - len(change.after) / len(name), 3),
                ),
                *corpus.witnesses(
                    text, change.start, change.start + len(name), name, known_slip=True
                ),
                LanguageMargin(margin=round(margin, 3)),
            ),
        )
        for change, (_, _, name), margin in zip(changes, spans, values, strict=True)
        if margin >= _MIN_MARGIN_LOG10
    ]


def _same_end(one: str, other: str) -> int:
    """Return how many characters two strings of one length share at their ends."""
    pairs = zip(reversed(one), reversed(other), strict=True)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
