"""Proposers of other packages: entry points of the group ``restore.proposers``.

A proposer is called with the text of a document (one paragraph a line) and returns proposals.
They run only where the settings name them, so that a run does not change with what else is
installed; and they only propose: the gate judges them as all others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

import msgspec

from restore.core.edits import Proposal
from restore.errors import RestoreError, SettingsError
from restore.plugins import load_group

__all__ = ["GROUP", "Proposer", "propose_plugins", "proposers"]

GROUP = "restore.proposers"
STAGE = "correction"

Proposer = Callable[[str], Iterable[Proposal]]


@lru_cache(maxsize=1)
def proposers() -> dict[str, Proposer]:
    """Return the proposers that are installed, by name.

    Raises
    ------
    RestoreError
        If one cannot be loaded, or cannot be called.
    """
    found: dict[str, Proposer] = {}
    for name, proposer in load_group(GROUP):
        if not callable(proposer):
            raise RestoreError(f"the entry point {name!r} of {GROUP} cannot be called")
        found[name] = proposer
    return found


def propose_plugins(text: str, names: Iterable[str]) -> Iterator[Proposal]:
    """Yield what the named proposers find.

    Raises
    ------
    SettingsError
        If a name is not installed; says which are.
    RestoreError
        If a proposer fails, or proposes what does not fit the text.
    """
    for name in names:
        known = proposers()
        if name not in known:
            there = ", ".join(sorted(known)) or "none"
            raise SettingsError(
                f"correction.proposers: no proposer {name!r} is installed (there are: {there})"
            )
        try:
            found = list(known[name](text))
        except Exception as error:
            raise RestoreError(
                f"the proposer {name!r} failed ({type(error).__name__}: {error}); take it out of "
                "correction.proposers, or update it"
            ) from error
        for proposal in found:
            yield _checked(proposal, name, text)


def _checked(proposal: Proposal, name: str, text: str) -> Proposal:
    fits = (
        isinstance(proposal, Proposal)
        and 0 <= proposal.start <= proposal.end <= len(text)
        and 0 <= proposal.confidence <= 1
        and proposal.group is None
    )
    if not fits:
        raise RestoreError(
            f"the proposer {name!r} proposed what does not fit the text: {proposal!r}"
        )
    return msgspec.structs.replace(proposal, stage=STAGE, rule=name)
