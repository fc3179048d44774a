"""How OCR engines misread punctuation: a table of shares, read once."""

from __future__ import annotations

import math
from functools import lru_cache
from importlib import resources

__all__ = ["is_mark", "misreading"]

_WIDTH = {0xFF01 + offset: 0x21 + offset for offset in range(94)}
_MARKS = frozenset("，。、；：·“”《》（）—-.!?".translate(_WIDTH))
_RIGHT = 0.95
_SELDOM = 0.003
_POOR = 0.03
_LEAST = 0.2


@lru_cache(maxsize=1)
def _table() -> dict[tuple[str, str], float]:
    text = resources.files("restore.merge").joinpath("punctuation.tsv").read_text("utf-8")
    rows = (line.split("\t") for line in text.splitlines() if not line.startswith("#"))
    return {(truth, read): float(share) for truth, read, share in rows}


def is_mark(text: str) -> bool:
    """Whether a text is one punctuation mark that the table knows, of any width."""
    return text.translate(_WIDTH) in _MARKS


def misreading(truth: str, read: str, rate: float) -> float:
    """Return log10 of the chance that ``truth`` is read as ``read``.

    Parameters
    ----------
    rate : how often the engine errs on this page; a poor one misreads anything as anything
    """
    truth, read = truth.translate(_WIDTH), read.translate(_WIDTH)
    if truth == read:
        return math.log10(_RIGHT)
    # The shares are those of poor scans; an engine that errs less on this page misreads less.
    share = _table().get((truth, read), 0.0) * min(1.0, max(_LEAST, rate / _POOR))
    return math.log10(max(share, min(_SELDOM, rate), rate / 5))
