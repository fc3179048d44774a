"""Suggest misreadings in Traditional lines: they are sought in Simplified and put back.

The noisy channel knows words in Simplified only. So a line is read in Simplified, character by
character, and of what the channel finds there only one character for another goes back, where it
has one Traditional form at that place. What Taiwan or Hong Kong say in other words is strange to
the model all the same, so the gate suggests at most what it would have applied in Simplified.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import msgspec

from restore.core.edits import Proposal
from restore.core.evidence import Channel, InSimplified
from restore.correction.ground import Ground
from restore.text.characters import HAN
from restore.text.conversion import converter, in_simplified
from restore.text.patterns import lazy_pattern

if TYPE_CHECKING:
    from restore.core.native_page import Lattice
    from restore.language.model import LanguageModel
    from restore.lexicon.lexicon import Lexicon

__all__ = ["propose_traditional"]

_HAN = lazy_pattern(f"[{HAN}]")
# What Taiwan writes, then what Hong Kong writes where it differs (裡, 裏).
_TRADITIONAL_FORMS = ("s2tw", "s2hk")
# Code points on both sides of the change that are shown in Simplified.
_SHOWN_CHARACTERS = 4

# Who writes in Traditional has words of their own (透過網路 for 通过网络): the model must be surer.
_LEAST_PROBABILITY = 0.8


def propose_traditional(
    text: str,
    ground: Ground,
    lexicon: Lexicon,
    language_model: LanguageModel,
    profile: str,
    lattice: Lattice | None = None,
) -> Iterator[Proposal]:
    """Yield the probable misreadings of one character in the Traditional lines of a text.

    Parameters
    ----------
    text : one paragraph a line; offsets of the proposals are code points into it
    profile, lattice : see :func:`restore.correction.channel.propose_channel`
    """
    lines = ground.traditional_lines
    if not lines:
        return
    import numpy as np

    from restore.correction.channel import Known, propose_channel

    simplified = ground.simplified
    scores = np.zeros_like(ground.simplified_scores)
    for start, end in lines:
        scores[start:end] = ground.simplified_scores[start:end]
    known = Known(scores)
    found = propose_channel(
        simplified, lexicon, language_model, profile, lattice=lattice, known=known
    )
    place = 0
    for proposal in sorted(found, key=lambda item: item.start):
        while place < len(lines) and lines[place][1] <= proposal.start:
            place += 1
        if place == len(lines):
            return
        start, end = lines[place]
        if start <= proposal.start and _is_one_for_one(simplified, proposal):
            at = proposal.start - start
            changed = simplified[start : proposal.start] + proposal.after
            form = _traditional_form(text, changed + simplified[proposal.end : end], at)
            if form is not None and form != text[proposal.start]:
                yield _put_back(simplified, proposal, form)


def _is_one_for_one(simplified: str, proposal: Proposal) -> bool:
    """Whether one Chinese character is put for another on the channel's word."""
    return (
        proposal.veto is None
        and proposal.end - proposal.start == 1
        and any(
            isinstance(item, Channel) and item.probability >= _LEAST_PROBABILITY
            for item in proposal.evidence
        )
        and _HAN.fullmatch(simplified[proposal.start]) is not None
        and _HAN.fullmatch(proposal.after) is not None
    )


def _traditional_form(text: str, line: str, place: int) -> str | None:
    """Return how the document writes ``line[place]`` in Traditional, None if that is not told."""
    forms = []
    for name in _TRADITIONAL_FORMS:
        written = converter(name).convert(line)
        if len(written) == len(line) and in_simplified(written) == line:
            forms.append(written[place])
    return next((form for form in forms if form in text), forms[0] if forms else None)


def _put_back(simplified: str, proposal: Proposal, form: str) -> Proposal:
    left = simplified[max(0, proposal.start - _SHOWN_CHARACTERS) : proposal.start]
    right = simplified[proposal.end : proposal.end + _SHOWN_CHARACTERS]
    left, right = left.rpartition("\n")[2], right.partition("\n")[0]
    shown = InSimplified(
        f"{left}{simplified[proposal.start]}{right}", f"{left}{proposal.after}{right}"
    )
    return msgspec.structs.replace(proposal, after=form, evidence=(*proposal.evidence, shown))
