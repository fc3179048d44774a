"""The national standards of punctuation: the ground on which a rule changes a mark."""

from __future__ import annotations

from functools import lru_cache

from restore.core.evidence import LexiconEntry
from restore.resources import dictionary_path

__all__ = ["ground"]

_TABLE = "marks.tsv"


@lru_cache(maxsize=1)
def _grounds() -> dict[str, LexiconEntry]:
    lines = dictionary_path(_TABLE).read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return {
        rule: LexiconEntry(_TABLE, form, f"{section}: {words}", certain=True)
        for rule, form, section, words in rows[1:]
    }


def ground(rule: str) -> LexiconEntry:
    """Return the section of a standard that a rule rests on, as evidence for an edit.

    Parameters
    ----------
    rule : the first column of ``dictionaries/marks.tsv``
    """
    return _grounds()[rule]
