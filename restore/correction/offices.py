"""Suggest the title that heads a body where another one stands: 自治区人民政府常务副主[席]委.

Law and charter say who heads a body (``dictionaries/heads.tsv``): a government has no 主委, a CPPCC
committee no 主任. Who holds an office is not known here; only what it is called.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from restore.core.edits import Proposal
from restore.core.evidence import LexiconEntry

if TYPE_CHECKING:
    from restore.lexicon.lexicon import Lexicon

__all__ = ["propose_offices"]

# Titles that are taken for each other. What goes on behind one is a longer word: 主任科员, 主席会议.
_TITLES = "主席|主任|主委|委员长|检察长|院长|省长|市长|州长|县长|旗长|秘书长"
_TITLED = f"(?P<rank>(?:常务|第一)?副?)(?P<title>{_TITLES})(?![科会团办督检室台])"
# A 主委 heads a committee of a party or a trade: behind an organ of state it is a slip for its title, of
# which 30 million characters of clean text hold none. Of the other titles the body may be the slip.
_PARTY_TITLE = "主委"
_SURE_CONFIDENCE = 0.95
_CONFIDENCE = 0.6


@lru_cache(maxsize=4)
def _patterns(lexicon: Lexicon) -> tuple[tuple[re.Pattern[str], tuple[str, ...], str], ...]:
    return tuple(
        (re.compile(f"(?:{head.body}){_TITLED}"), head.titles, head.ground)
        for head in lexicon.heads
    )


def propose_offices(text: str, lexicon: Lexicon) -> list[Proposal]:
    """Return the usual title of a body for each that the body does not have."""
    return [
        Proposal(
            stage="correction",
            rule="office",
            start=match.start("title"),
            end=match.end("title"),
            after=titles[0],
            confidence=_SURE_CONFIDENCE if match["title"] == _PARTY_TITLE else _CONFIDENCE,
            evidence=(
                LexiconEntry(
                    "heads",
                    match["rank"] + titles[0],
                    ground,
                    certain=match["title"] == _PARTY_TITLE,
                    similarity=0.5,
                ),
            ),
        )
        for pattern, titles, ground in _patterns(lexicon)
        for match in pattern.finditer(text)
        if match["title"] not in titles
    ]
