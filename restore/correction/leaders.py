"""Point at a leader whose name the run writes in two ways: 书记王伟同志 beside 书记王伟中同志.

Which of them is right no text can say, so nothing is proposed to go: a person looks at both.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from restore.core.edits import Proposal, Reason
from restore.core.evidence import Pattern
from restore.gate.locks import SURNAMES
from restore.text.characters import HAN

if TYPE_CHECKING:
    from restore.correction.corpus import CorpusStatistics

__all__ = ["propose_leaders"]

_OFFICES = "书记|主席|主任|省长|市长|州长|盟长|旗长|县长|区长|部长|院长|检察长|秘书长|总理|委员长"
_NAMED = re.compile(
    f"(?P<office>{_OFFICES})(?P<name>[{''.join(SURNAMES)}][{HAN}]{{1,2}})(?P<address>同志)"
)
_CONFIDENCE = 0.6


def propose_leaders(text: str, corpus: CorpusStatistics) -> list[Proposal]:
    """Return flags at the names that the run writes otherwise behind the same office, as often or more.

    Parameters
    ----------
    text : one paragraph a line; offsets of the proposals are code points into it
    """
    found = []
    for match in _NAMED.finditer(text):
        other = _other(match["office"], match["name"], corpus.leaders(_NAMED))
        if other is not None:
            found.append(
                Proposal(
                    stage="correction",
                    rule="leader",
                    start=match.start("name"),
                    end=match.end("name"),
                    after=other,
                    confidence=_CONFIDENCE,
                    evidence=(Pattern("a leader whom the run names otherwise too", other),),
                    flag=Reason.LOCKED_NAME,
                )
            )
    return found


def _other(office: str, name: str, named: Counter[tuple[str, str]]) -> str | None:
    """Return the commonest name behind the office that is nearly this one and no rarer."""
    others = [
        (often, other)
        for (where, other), often in named.items()
        if where == office and often >= named[office, name] and _nearly(name, other)
    ]
    return max(others)[1] if others else None


def _nearly(one: str, other: str) -> bool:
    """Whether two names of one surname differ in one character, put in or put for another."""
    if one == other or one[0] != other[0]:
        return False
    if len(one) != len(other):
        shorter, longer = sorted((one, other), key=len)
        return any(shorter == longer[:at] + longer[at + 1 :] for at in range(1, len(longer)))
    return len(one) > 2 and sum(a != b for a, b in zip(one, other, strict=True)) == 1
