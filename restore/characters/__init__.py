"""Characters: encoding damage, compatibility forms, punctuation width, markup, stray spaces."""

from __future__ import annotations

from functools import lru_cache

from restore.characters.conversion import converted_into, propose_conversion
from restore.characters.dashes import propose_dashes
from restore.characters.dots import broken_off_dots, propose_dots
from restore.characters.forms import propose_forms
from restore.characters.latin_spacing import propose_spacing
from restore.characters.markdown import propose_emphasis, propose_markdown
from restore.characters.mojibake import propose_mojibake
from restore.characters.pairs import propose_pairs
from restore.characters.paragraph_indents import propose_paragraphs
from restore.characters.punctuation import propose_punctuation
from restore.characters.spaces import propose_spaces
from restore.core.edits import Proposal
from restore.language.model import LanguageModel
from restore.settings import CharacterSettings

__all__ = [
    "converted_into",
    "propose",
    "propose_conversion",
    "propose_joined",
    "propose_mojibake",
    "propose_spaces",
    "propose_spacing",
    "propose_stray_spaces",
]


# What is less sure is proposed once, when the lines are joined.
_SURE = 0.9


def propose(text: str, settings: CharacterSettings, model: LanguageModel) -> list[Proposal]:
    """Propose the changes that do not depend on line breaks: forms, markup, punctuation width.

    Parameters
    ----------
    text : the decoded source; the proposals' offsets are code points into it
    model : tells a dash from 一一, and a full stop from a middle dot
    """
    proposals = [*propose_forms(text), *propose_paragraphs(text)]
    if settings.markdown != "keep":
        proposals += propose_markdown(text)
    if settings.punctuation:
        # What is printed for a dot at which a line breaks off shows when the lines are joined.
        later = broken_off_dots(text)
        proposals += [
            item
            for item in _marks(text, model)
            if item.confidence >= _SURE and item.start not in later
        ]
    return proposals


def propose_joined(text: str, settings: CharacterSettings, model: LanguageModel) -> list[Proposal]:
    """Propose what shows only after lines are joined: Chinese text after a mark at a line's end,
    both marks of an emphasis or a quotation; and what is only to be suggested.

    Parameters
    ----------
    text : one paragraph a line; no proposal touches a line break
    """
    proposals = propose_emphasis(text) if settings.markdown != "keep" else []
    if settings.punctuation:
        proposals += [*_marks(text, model), *propose_pairs(text)]
    return proposals


# A paragraph is asked about a second time as it was, unless its lines were joined meanwhile.
@lru_cache(maxsize=1)
def _marks(text: str, model: LanguageModel) -> tuple[Proposal, ...]:
    return (*propose_punctuation(text), *propose_dashes(text, model), *propose_dots(text, model))


def propose_stray_spaces(
    text: str, settings: CharacterSettings, model: LanguageModel
) -> list[Proposal]:
    """Propose the removal of stray spaces, but for those that the settings ask for.

    Parameters
    ----------
    text : one paragraph a line
    """
    if not settings.spaces:
        return []
    return propose_spaces(text, model, beside_figures=settings.spacing != "pangu")
