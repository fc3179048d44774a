"""What the gate answers, and what it asks about protected expressions."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from restore.core.edits import Decision, Reason
from restore.lexicon.entries import ProtectedKind

__all__ = ["Protector", "Verdict"]


class Verdict(NamedTuple):
    """The gate's answer to a proposal; ``decision`` None: it is counted and not shown."""

    decision: Decision | None
    reason: Reason


#: Returns the kind of protected expression that covers the change ``text[start:end]``, if any.
Protector = Callable[[str, int, int], ProtectedKind | None]
