"""Evidence: small typed records that say why a change is proposed.

Every record is shown to a reviewer and written into the edit log, so it carries what a person
needs to check it: the dictionary entry with its ground, the witness with its place, the margin.
"""

from __future__ import annotations

import msgspec

__all__ = [
    "Channel",
    "CopyKept",
    "Evidence",
    "InSimplified",
    "LanguageMargin",
    "LanguageModelProposal",
    "LexiconEntry",
    "Pattern",
    "Recognised",
    "Repetition",
    "Reviewed",
    "Seam",
    "Unfamiliar",
    "Witness",
]


class LexiconEntry(msgspec.Struct, frozen=True, tag="lexicon"):
    """An entry of a dictionary that supports the change.

    ``similarity`` is 1.0 for an exact confusion, else the normalised similarity of the match.
    """

    dictionary: str
    entry: str
    ground: str
    certain: bool = False
    similarity: float = 1.0


class Witness(msgspec.Struct, frozen=True, tag="witness"):
    """Another passage that has the reading: document, span in its text, the words themselves."""

    document: str
    span: tuple[int, int]
    text: str
    count: int = 1


class LanguageMargin(msgspec.Struct, frozen=True, tag="language_model"):
    """How much likelier the language model finds the new reading (log10 of the ratio)."""

    margin: float


class Repetition(msgspec.Struct, frozen=True, tag="repetition"):
    """A unit that stands twice in a row; how often the doubled and single forms are known."""

    unit: str
    single_count: int = 0
    doubled_count: int = 0


class Pattern(msgspec.Struct, frozen=True, tag="pattern"):
    """A rule of form, with the words that triggered it."""

    description: str
    matched: str = ""


class Seam(msgspec.Struct, frozen=True, tag="seam"):
    """Why two pieces belong together: score of the seam and the words on both sides."""

    left: str
    right: str
    score: float


class CopyKept(msgspec.Struct, frozen=True, tag="copy"):
    """The copy that is kept when a repeat is removed: where it stands and how alike it is."""

    document: str
    span: tuple[int, int]
    similarity: float
    text: str = ""


class Channel(msgspec.Struct, frozen=True, tag="channel"):
    """A misreading that an error profile knows: kind of error, log10 weight, candidate's place.

    ``probability`` is calibrated: of a hundred such proposals so many were right. ``rank`` and
    ``read_probability`` are the recogniser's own, where a lattice gave them: the place of the
    candidate (1: the first after what was read; 0: none) and how sure it was of what it read.
    """

    profile: str
    kind: str
    weight: float
    probability: float
    rank: int = 0
    read_probability: float | None = None


class Recognised(msgspec.Struct, frozen=True, tag="recognised"):
    """How sure the OCR engine was of what the change would remove (its least sure character)."""

    probability: float


class Unfamiliar(msgspec.Struct, frozen=True, tag="unfamiliar"):
    """The document is of another kind than the texts that the language model knows.

    ``bits`` is what a Han character costs the model in the sentences that it foresees best;
    official papers cost it 1 to 6.
    """

    bits: float


class InSimplified(msgspec.Struct, frozen=True, tag="in_simplified"):
    """A change in a Traditional line was weighed in Simplified: the words before and after it."""

    before: str
    after: str


class LanguageModelProposal(
    msgspec.Struct, frozen=True, tag="language_model_proposal", omit_defaults=True
):
    """A language model of the user's own proposes the change.

    ``prompt`` names the wording of the question, or the kind of model; ``agreement`` of ``samples``
    answers made the change; ``probability`` is a corrector's own. ``precision`` is what the user's own
    pairs showed of such proposals: the share that is right lies above it; None where nobody measured.
    """

    model: str
    prompt: str
    agreement: int
    samples: int
    probability: float | None = None
    precision: float | None = None


class Reviewed(msgspec.Struct, frozen=True, tag="review"):
    """A reviewer's word on this edit: ``accept``, ``reject`` or ``amend``.

    ``proposed`` is what the stage would have put, where the reviewer put something else.
    """

    who: str
    when: str
    choice: str
    comment: str = ""
    proposed: str | None = None


Evidence = (
    LexiconEntry
    | Witness
    | LanguageMargin
    | Repetition
    | Pattern
    | Seam
    | CopyKept
    | Channel
    | Recognised
    | Unfamiliar
    | InSimplified
    | LanguageModelProposal
    | Reviewed
)
