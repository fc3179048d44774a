"""Articles that begin in one document of a newspaper issue and continue in another.

No text crosses from one document into another, so each edit log still reverts on its own. The logs
of both documents flag the place where the article continues and name the other document; the
articles carry a common id, by which the writer assembles the whole.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import blake2b
from typing import NamedTuple

import msgspec

from restore.core.blocks import Article, Block
from restore.core.edits import Proposal, Reason
from restore.core.evidence import Evidence, Pattern, Witness
from restore.layout.issues import Identity, kinship
from restore.layout.open_ends import End, LaidOut, parts_of
from restore.layout.part_features import Part
from restore.layout.parts import Joint, join_parts
from restore.layout.quoting import FLAGGED_CHARACTERS, QUOTED_CHARACTERS, seam_evidence
from restore.layout.seams import SeamScorer

__all__ = ["Joined", "join_across", "settled"]

_RULE = "join.issue"
# The id of a whole is a hash of so many characters at each of its seams, and of the documents.
_ID_CHARACTERS = 24


class Joined(NamedTuple):
    """One document after joining: its articles, with the ids of wholes, and the proposals for its
    log."""

    articles: tuple[Article, ...]
    proposals: tuple[Proposal, ...]


def join_across(documents: Sequence[LaidOut], scorer: SeamScorer) -> list[Joined]:
    """Find the articles that continue in another document. Returns one result per document.

    Nothing is found unless a jump mark says that there is something to find.
    """
    ends, parts = parts_of(documents)
    joints = join_parts(parts, scorer) if parts else []
    articles = [list(document.articles) for document in documents]
    proposals: list[list[Proposal]] = [[] for _ in documents]
    for chain in _chains(parts, joints):
        whole = _id(documents, parts, chain)
        first = parts[chain[0].left]
        _mark(articles, first, joined=whole, part=0)
        for place, joint in enumerate(chain, 1):
            left, right = parts[joint.left], parts[joint.right]
            _mark(articles, left, jump_to=ends[joint.left].jump)
            _mark(
                articles,
                right,
                jump_from=ends[joint.right].jump,
                joined=whole,
                part=place,
                runs_on=joint.runs_on,
            )
            evidence = _evidence(joint, left, right)
            for here, there in ((joint.left, joint.right), (joint.right, joint.left)):
                proposals[parts[here].document].append(
                    _flag(documents, parts, ends, here, there, evidence)
                )
    return [
        Joined(tuple(marked), tuple(said)) for marked, said in zip(articles, proposals, strict=True)
    ]


def _mark(articles: list[list[Article]], end: Part, **fields: object) -> None:
    found = articles[end.document][end.article]
    articles[end.document][end.article] = msgspec.structs.replace(found, **fields)


def settled(articles: Mapping[str, tuple[Article, ...]]) -> dict[str, tuple[Article, ...]]:
    """Drop the ids of wholes of which only one part is left, and renumber the parts of the others.

    Parameters
    ----------
    articles : per document
    """
    places: dict[str, list[int]] = {}
    for found in articles.values():
        for article in found:
            if article.joined is not None:
                places.setdefault(article.joined, []).append(article.part)
    ranks = {
        whole: {part: rank for rank, part in enumerate(sorted(parts))}
        for whole, parts in places.items()
        if len(parts) > 1
    }

    def counted(article: Article) -> Article:
        if article.joined is None:
            return article
        rank = ranks.get(article.joined)
        if rank is None:
            return msgspec.structs.replace(article, joined=None, part=0, runs_on=False)
        neighbours = article.part - 1 in rank
        return msgspec.structs.replace(
            article, part=rank[article.part], runs_on=article.runs_on and neighbours
        )

    return {document: tuple(map(counted, found)) for document, found in articles.items()}


def _chains(parts: Sequence[Part], joints: Sequence[Joint]) -> list[list[Joint]]:
    """String the joints together: an article may go on over three pages."""
    by_left = {parts[joint.left][:2]: joint for joint in joints}
    arrived = {parts[joint.right][:2] for joint in joints}
    chains = []
    for joint in joints:
        if parts[joint.left][:2] in arrived:
            continue
        chain = [joint]
        while (following := by_left.get(parts[chain[-1].right][:2])) is not None:
            chain.append(following)
        chains.append(chain)
    return chains


def _id(documents: Sequence[LaidOut], parts: Sequence[Part], chain: Sequence[Joint]) -> str:
    content = []
    for joint in chain:
        left, right = parts[joint.left], parts[joint.right]
        content += [documents[left.document].document.id, left.edge[-_ID_CHARACTERS:]]
        content += [documents[right.document].document.id, right.edge[:_ID_CHARACTERS]]
    joined = "\x1f".join(content).encode("utf-8", "surrogatepass")
    return blake2b(joined, digest_size=8).hexdigest()


def _evidence(joint: Joint, left: Part, right: Part) -> tuple[Evidence, ...]:
    kin = kinship(left.identity, right.identity)
    found: list[Evidence] = []
    for mark in (left.mark, right.mark):
        if mark is not None:
            found.append(Pattern("jump mark", mark))
    if kin.date:
        found.append(Pattern("pages of one day", _day(left.identity)))
    if kin.paper and left.identity.paper is not None:
        found.append(Pattern("pages of one paper", left.identity.paper))
    if joint.seam is not None:
        found.append(seam_evidence(left.edge, right.edge, joint.seam))
    return tuple(found)


def _day(identity: Identity) -> str:
    return "" if identity.date is None else "{:04}-{:02}-{:02}".format(*identity.date)


def _flag(
    documents: Sequence[LaidOut],
    parts: Sequence[Part],
    ends: Sequence[End],
    here: int,
    there: int,
    evidence: tuple[Evidence, ...],
) -> Proposal:
    """Point at an end of a part, with the place where it goes on (or began)."""
    start, end = _edge(ends[here].block, FLAGGED_CHARACTERS, at_end=parts[here].leaves)
    span = _edge(ends[there].block, QUOTED_CHARACTERS, at_end=parts[there].leaves)
    other = documents[parts[there].document].document
    words = documents[parts[here].document].document.text[start:end]
    witness = Witness(other.id, span, other.text[slice(*span)])
    return Proposal(
        "layout", _RULE, start, end, words, 0.9, (witness, *evidence), flag=Reason.JOINED
    )


def _edge(block: Block, length: int, *, at_end: bool) -> tuple[int, int]:
    """Return the span of the first or last characters of a block, at most half of it."""
    reach = min(length, max(1, (block.end - block.start) // 2))
    return (block.end - reach, block.end) if at_end else (block.start, block.start + reach)
