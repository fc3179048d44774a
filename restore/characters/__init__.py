"""Characters: encoding damage, compatibility forms, punctuation width, markup, stray spaces."""

from __future__ import annotations

from restore.characters.conversion import converted_into, propose_conversion
from restore.characters.forms import propose_forms
from restore.characters.markdown import propose_emphasis, propose_markdown
from restore.characters.mojibake import propose_mojibake
from restore.characters.punctuation import propose_punctuation
from restore.characters.spaces import propose_spaces
from restore.core.edits import Proposal
from restore.settings import CharacterSettings

__all__ = [
    "converted_into",
    "propose",
    "propose_conversion",
    "propose_joined",
    "propose_mojibake",
    "propose_spaces",
]


def propose(text: str, settings: CharacterSettings) -> list[Proposal]:
    """Propose the changes that do not depend on line breaks: forms, markup, punctuation width.

    Parameters
    ----------
    text : the decoded source; the proposals' offsets are code points into it
    """
    proposals = propose_forms(text)
    if settings.markdown != "keep":
        proposals += propose_markdown(text)
    if settings.punctuation:
        proposals += propose_punctuation(text)
    return proposals


def propose_joined(text: str, settings: CharacterSettings) -> list[Proposal]:
    """Propose what shows only after lines are joined: Chinese text after a mark at a line's end,
    both marks of an emphasis.

    Parameters
    ----------
    text : one paragraph a line; no proposal touches a line break
    """
    proposals = propose_emphasis(text) if settings.markdown != "keep" else []
    if settings.punctuation:
        proposals += propose_punctuation(text)
    return proposals
