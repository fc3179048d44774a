"""Links: which block of a page continues which.

Each pair of a block that stops in mid-sentence and a block that may continue it is described by
features: the language model's score of the seam, whether the second block reads like the beginning
of a paragraph, distance and direction, what stands between, open brackets, shared words. A model in
which each end chooses one start or none, and each start one end or none, gives log-odds; the set of
pairs with the greatest total is chosen, at most one continuation per end.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from operator import mul
from typing import TYPE_CHECKING, NamedTuple

from restore.layout.assignment import best_pairs
from restore.layout.join_rules import cut_figure
from restore.layout.link_features import FEATURES, PageFacts, Runs, as_end, as_start
from restore.layout.link_rules import may_follow, stays
from restore.layout.page_lines import PageLines, before_start
from restore.layout.page_words import NOTHING_SHARED
from restore.layout.seams import SeamScorer
from restore.text.characters import CLAUSE_MARKS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from restore.layout.link_bounds import Candidates

__all__ = ["WEIGHTS", "Hope", "Link", "chosen_links", "hopes_of", "link_blocks", "scores_of"]

# Log-odds at which all but one or two links in a hundred are right. The end of text that a jump
# mark brought is cut for sure, and its story short: there every link counts.
_SURE_LOG_ODDS = 1.5
# ... and of the next block sooner: nothing is moved.
_SURE_NEIGHBOUR_LOG_ODDS = 1.4
# What turns the order around must at least be likely.
_MIN_BACKWARD_LOG_ODDS = 0.5
# Without a jump mark nothing says that stories are mixed, and a long document offers thousands of
# wrong pairs: a block is brought from afar on overwhelming evidence only (in 145 clean documents
# the best wrong pair has 2.2, on a page that an engine misread 3.2), and what looks like a headline
# is one (the best wrong pair has 3.7).
_MIN_UNMIXED_LOG_ODDS = 3.5
_MIN_UNMIXED_HEADLINE_LOG_ODDS = 4.5
_MIN_HEADLINE_LOG_ODDS = 1.0
# Fitted by tools/fit_links.py on 3,000 made pages (seed 7) from half of the development reports and
# news; on pages from the other half, at log-odds -1, .961 of the links are right and .950 found.
WEIGHTS = (
    -0.51, 1.84, -0.35, -0.74, -0.29, 1.84, -2.89, 0.72, -0.35, 0.09,
    -3.55, 0.01, -0.42, 0.12, -0.10, -0.86, 3.46, -2.48, -2.33, 1.05,
    0.90, 0.69, 0.67, -0.11, -0.42, -3.40, 0.05, 1.34, -3.99, -0.43,
    -3.88, -0.20, -3.36, 1.38, -2.40, -1.22, -1.80, -0.20, 0.68, -1.11,
    -0.11, 0.43, 0.67, 0.46, -0.51, 0.33, -1.34, -0.20, -0.96, -0.49,
    0.72, -0.76, 2.50, -0.68, 0.44,
)  # fmt: skip


_BY_NAME = dict(zip(FEATURES, WEIGHTS, strict=True))
_ACROSS = FEATURES.index("words across the seam")
# To ask for a seam costs as much as to count the words of so many characters.
_SEAM_COST_CHARACTERS = 8
# What rounding may take from a bound.
_ROUNDING_LOG_ODDS = 1e-3
# So few pairs of ends and starts, as of a page of a few lines, are weighed one by one in less time
# than it takes to bound all of them together.
_FEW_PAIRS = 24


class Link(NamedTuple):
    """Block ``right`` continues block ``left``; ``score`` in log-odds (base e).

    A link that is not ``sure`` brings the two together but does not run their words together; one
    that does not ``bring`` leaves both where they stand.
    """

    left: int
    right: int
    score: float
    sure: bool = True
    brings: bool = True


def link_blocks(
    page: PageLines, scorer: SeamScorer, *, least: float, neighbours: bool = False
) -> list[Link]:
    """Link the blocks that stop in mid-sentence with the blocks that continue them.

    Parameters
    ----------
    least : the least log-odds of a link
    neighbours : look no farther than the next block
    """
    if len(page.texts) < 2:
        return []
    facts = PageFacts(page, scorer, neighbours=neighbours)
    if not facts.ends or not facts.starts:
        return []
    few = len(facts.ends) * len(facts.starts) <= _FEW_PAIRS
    hopes = dict((_hopes_each if few else hopes_of)(facts, least, neighbours=neighbours))
    return chosen_links(page, scorer, hopes, least, mixed=facts.mixed, continued=facts.continued)


def chosen_links(
    page: PageLines,
    scorer: SeamScorer,
    hopes: Mapping[tuple[int, int], Hope],
    least: float,
    *,
    mixed: bool,
    continued: Sequence[bool],
) -> list[Link]:
    """Return the best links of a page.

    Parameters
    ----------
    hopes : what :func:`hopes_of` says of its pairs
    least : the least log-odds of a link
    mixed, continued : see ``page_lines``
    """
    texts = page.texts
    scores = scores_of(hopes, Runs(texts))
    chosen = best_pairs({pair: score - least for pair, score in scores.items()})
    links = [
        Link(
            left,
            right,
            score,
            sure=(
                score >= (_SURE_NEIGHBOUR_LOG_ODDS if right == left + 1 else _SURE_LOG_ODDS)
                or continued[left]
            )
            and not cut_figure(texts[left], texts[right])
            and (
                mixed
                or score >= _MIN_UNMIXED_HEADLINE_LOG_ODDS
                or as_end(scorer, texts[left]).goes_on > 0.0
                or not _enumeration(texts[left])
            ),
        )
        for left, right in chosen
        for score in (scores[left, right],)
    ]
    links = [
        link._replace(
            brings=link.sure
            or link.right == link.left + 1
            or not _stands(
                as_start(scorer, texts[link.right]).begins,
                before_start(page, link.right),
                link.score,
            )
        )
        for link in links
    ]
    return _without_cycles(sorted(links, key=lambda link: (-link.score, link.left)))


# A doubtful link takes a block from behind text that has ended only if its first word is so unlikely
# to begin a paragraph (log10) and the link so likely (log-odds): on 690 made pages 29 of 34 such are
# right, and 23 of 48 of the others, which would take blocks from where they read well.
_TORN_OFF_LOG10, _MIN_BROUGHT_LOG_ODDS = -0.75, 0.5


def _stands(begins: float, before: str, score: float) -> bool:
    """Whether the block that a link would bring reads well where it stands, by its beginning and
    what stands before it."""
    return before != "open" and (begins > _TORN_OFF_LOG10 or score < _MIN_BROUGHT_LOG_ODDS)


# A headline may list what met or was opened, and look like a sentence that stops among items.
_CLAUSE_MARK = re.compile(f"[{CLAUSE_MARKS}]")


def _enumeration(text: str) -> bool:
    return _CLAUSE_MARK.search(text) is None


class Hope(NamedTuple):
    """The features of a pair, its score and what it needs, all but for words across the seam."""

    features: tuple[float, ...]
    score: float
    need: float


def scores_of(
    hopes: Mapping[tuple[int, int], Hope], across: Callable[[int, int], float]
) -> dict[tuple[int, int], float]:
    """Return the scores of the pairs that score more than a link needs.

    Parameters
    ----------
    across : says how long a run of characters across a seam occurs elsewhere
    """
    scores = {}
    for pair, (features, score, need) in hopes.items():
        if (run := across(*pair)) > 0.0:
            score = _score((*features[:_ACROSS], run, *features[_ACROSS + 1 :]))
        if score > need:
            scores[pair] = score
    return scores


def hopes_of(
    facts: PageFacts, least: float, *, neighbours: bool
) -> Iterator[tuple[tuple[int, int], Hope]]:
    """Yield the pairs that may score more than a link needs.

    Bounds come first, the cheapest before the dearer: what cannot reach its need is dropped. Whether
    two blocks may be linked at all is asked last, for it looks at both.
    """
    import numpy as np

    from restore.layout.link_bounds import candidates, may_share, most_across, seam_worth

    heading = facts.headings
    across = most_across(_BY_NAME) + _ROUNDING_LOG_ODDS
    for found in candidates(facts, _BY_NAME, neighbours=neighbours):
        need = _needs(facts, least, found.left, found.right)
        places, words = _promising(facts, found, need - across)
        if not len(places):
            continue
        left, right, need = found.left[places], found.right[places], need[places]
        pairs = list(zip(left.tolist(), right.tolist(), strict=True))
        seams = facts.seams(pairs)
        bare = (
            found.rest[places]
            + across
            + seam_worth(
                _BY_NAME,
                np.array(seams),
                heading[right].astype(np.float64),
                (right == left + 1).astype(np.float64),
                (right < left).astype(np.float64),
            )
        )
        for place in np.flatnonzero(bare + words > need).tolist():
            pair, lacking = pairs[place], float(need[place] - bare[place])
            if not (may_share(facts, _BY_NAME, *pair, lacking) and may_follow(facts, *pair)):
                continue
            features = facts.features(*pair, seams[place], 0.0)
            score = _score(features)
            if score + across > need[place]:
                yield pair, Hope(features, score, float(need[place]))


def _hopes_each(
    facts: PageFacts, least: float, *, neighbours: bool
) -> Iterator[tuple[tuple[int, int], Hope]]:
    """Yield what :func:`hopes_of` does, of few pairs; the words that two share are bounded first."""
    from restore.layout.link_bounds import may_share, most_across

    across = most_across(_BY_NAME) + _ROUNDING_LOG_ODDS
    for pair in ((left, right) for left in facts.ends for right in facts.near(left)):
        if neighbours and pair[1] != pair[0] + 1:
            continue
        if not all(facts.page.texts[line] for line in pair):
            # What a pass has emptied has no features.
            continue
        need = _need(facts, least, *pair)
        (seam,) = facts.seams([pair])
        bare = _score(facts.features(*pair, seam, 0.0, NOTHING_SHARED)) + across
        if not (may_share(facts, _BY_NAME, *pair, need - bare) and may_follow(facts, *pair)):
            continue
        features = facts.features(*pair, seam, 0.0)
        score = _score(features)
        if score + across > need:
            yield pair, Hope(features, score, need)


def _need(facts: PageFacts, least: float, left: int, right: int) -> float:
    """Return the log-odds that a pair must exceed."""
    if facts.heading[left] or facts.heading[right]:
        return max(least, _MIN_HEADLINE_LOG_ODDS if facts.mixed else _MIN_UNMIXED_HEADLINE_LOG_ODDS)
    if not facts.mixed and right != left + 1:
        return max(least, _MIN_UNMIXED_LOG_ODDS)
    return max(least, _MIN_BACKWARD_LOG_ODDS) if right < left else least


def _promising(
    facts: PageFacts, found: Candidates, need: NDArray[np.float64]
) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
    """Return which pairs may reach what they need, whatever their seams, and the most that shared
    words can add to each."""
    import numpy as np

    from restore.layout.link_bounds import ENDS_AT_ONCE, words_worth

    left, right = found.left, found.right
    words = words_worth(facts, _BY_NAME, left, right, counted=False)
    enough = found.most + words > need
    neighbour = right == left + 1
    staying = np.zeros(len(facts.heading), np.bool_)
    afar = set(right[enough & ~neighbour].tolist())
    staying[[block for block in afar if stays(facts, block)]] = True
    places = np.flatnonzero(enough & (neighbour | ~staying[right]))
    words = words[places]
    # The pairs come in parts, and what is counted serves for all of them.
    parts = max(1, len(facts.ends) // ENDS_AT_ONCE)
    if facts.whole and parts * len(places) * _SEAM_COST_CHARACTERS > facts.characters:
        words = words_worth(facts, _BY_NAME, left[places], right[places], counted=True)
        kept = found.most[places] + words > need[places]
        places, words = places[kept], words[kept]
    return places, words


def _needs(
    facts: PageFacts, least: float, left: NDArray[np.intp], right: NDArray[np.intp]
) -> NDArray[np.float64]:
    """Return the log-odds that each pair must exceed."""
    import numpy as np

    heading = facts.headings
    need = np.full(len(left), least)
    need[right < left] = max(least, _MIN_BACKWARD_LOG_ODDS)
    if not facts.mixed:
        need[right != left + 1] = max(least, _MIN_UNMIXED_LOG_ODDS)
    need[heading[left] | heading[right]] = max(
        least, _MIN_HEADLINE_LOG_ODDS if facts.mixed else _MIN_UNMIXED_HEADLINE_LOG_ODDS
    )
    return need


def _score(features: tuple[float, ...]) -> float:
    return math.fsum(map(mul, WEIGHTS, features))


def _without_cycles(links: list[Link]) -> list[Link]:
    """Drop the weakest link of a cycle: links come best first, so the one that closes it."""
    following: dict[int, int] = {}
    kept = []
    for link in links:
        block: int | None = link.right
        while block is not None and block != link.left:
            block = following.get(block)
        if block is None:
            following[link.left] = link.right
            kept.append(link)
    return sorted(kept, key=lambda link: link.left)
