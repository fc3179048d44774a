"""What a reader of a result should know of a document as a whole."""

from __future__ import annotations

from typing import Literal

import msgspec

__all__ = ["Notice"]


class Notice(msgspec.Struct, frozen=True, omit_defaults=True):
    """Why fewer corrections are made in a document than in others.

    ``unfamiliar``: it is of another kind than the texts that the language model knows, and a Han
    character of the sentences that the model foresees best costs it ``bits``. The others name the
    script of the document.
    """

    kind: Literal["unfamiliar", "traditional", "cantonese", "japanese", "mixed"]
    bits: float | None = None
