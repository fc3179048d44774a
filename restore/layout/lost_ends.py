"""Paragraphs that lost their beginning, and headings that lost their text.

What is lost cannot be restored: it is flagged, and an article that begins so is a fragment.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

import msgspec

from restore.core.blocks import Article, Block, Role
from restore.core.document import Document
from restore.core.edits import Decision, Edit, Proposal, Reason
from restore.core.evidence import Pattern
from restore.layout.quoting import FLAGGED_CHARACTERS
from restore.layout.seams import SeamScorer, beginning
from restore.layout.sections import section_number
from restore.text.characters import (
    CLAUSE_MARKS,
    CLOSING,
    ONE_TO_TEN,
    OPENING,
    OPENING_OF,
    POINTS,
    SPACE,
)
from restore.text.patterns import lazy_pattern

__all__ = ["bare_headings", "end_proposals", "headless", "with_cuts", "without_lost_heads"]

_STAGE = "layout"
_CONFIDENCE = 0.8
# No paragraph begins with a mark that closes or goes on.
_CLOSING = re.compile(f"[{POINTS}{CLOSING}]")
# Headings of one text often begin with the same words: so many characters are compared.
_SAME_HEAD_CHARACTERS = 3
# What stands under the title of a text may be its first heading.
_HEADINGS = {Role.SUBTITLE, Role.HEADING}
_OPENING = re.compile(f"[{OPENING}]")
_CLAUSE = re.compile(f"[{CLAUSE_MARKS}]")
_GAP = re.compile(f"[{SPACE}]")
_LISTED = re.compile(f"[0-9{ONE_TO_TEN}A-Za-z]{{1,3}}）")
# A first sentence of at most so many characters (the full stop apart) is the rest of one where its
# words could hardly begin a paragraph (log10). In 5,383 paragraphs of development reports and news
# these rules find 17, all of them torn by whoever collected the texts.
_REMNANTS = ((2, -0.2), (5, -0.8))
# What closes a document, fills a form or answers a question is a sentence, however short: the
# formulas of official letters (特此报告, 此复, 请予审议), what forms hold (无, 略), what people say.
_WHOLE = lazy_pattern(
    "[特专谨]此.{2,3}|此[致复令布据启证]|[请盼恳]望?(?:[批审回答]?[复示批议阅查核准]|[予即].{1,3})|[妥当可]否"
    "|[暂全]?无|[从下]?略|[不未]详|同[上前意]|待[续定查]|[全本]文?完|完毕?|附后|另附|如[下上]|[散休]会"
    "|(?:热烈)?(?:鼓掌|掌声)|(?:此致)?敬礼|再见|谢谢|多谢|你?好|您好|早安?|晚安|对不起|没关系"
    "|[是对好行不]的?[啊吧呀吗呢]?|不[是行对好会能要变]|没有|没事|当然|知道|明白"
)


def headless(text: str, scorer: SeamScorer) -> bool:
    """Whether a paragraph of running text certainly lacks its beginning.

    Most cuts cannot be told from a beginning; only those are found that leave a mark which opens
    nothing, or a rest of a sentence too short to be one.

    Examples
    --------
    动局面。 · 》白皮书。 · 系。精心筹办北京冬奥会
    """
    if _CLOSING.match(text):
        return True
    clause = _CLAUSE.split(text, maxsplit=1)[0]
    if not _LISTED.match(clause) and any(
        closing in clause and opening not in clause[: clause.index(closing)]
        for closing, opening in OPENING_OF.items()
    ):
        return True
    stop = text.find("。")
    if stop < 0 or _OPENING.match(text) or _CLAUSE.search(text, 0, stop):
        return False
    if _GAP.search(text, 0, stop):
        # What has a label before it is whole: 二日 晴。
        return False
    if _WHOLE.fullmatch(text, 0, stop):
        return False
    least = next((least for length, least in _REMNANTS if stop <= length), None)
    return least is not None and beginning(scorer, text) < least


def without_lost_heads(
    text: str, articles: Sequence[Article], scorer: SeamScorer
) -> tuple[Article, ...]:
    """Return the articles; those whose running text lacks its beginning are fragments."""
    found = []
    for article in articles:
        first = next((block for block in article.blocks if block.role is Role.BODY), None)
        if (
            first is not None
            and article.missing not in ("head", "both")
            and headless(text[first.start : first.end], scorer)
        ):
            missing = "head" if article.missing is None else "both"
            article = msgspec.structs.replace(article, complete=False, missing=missing)
        found.append(article)
    return tuple(found)


_CUTS = frozenset({Reason.TRUNCATED, Reason.BARE_HEADING})


def with_cuts(
    document: Document, articles: Sequence[Article], edits: Iterable[Edit]
) -> tuple[Article, ...]:
    """Return the articles; those in which a flag points at lost words of prose are not complete.

    Parameters
    ----------
    articles : blocks in the offsets of the document's present text
    edits : flags begin or end where a block of the source does
    """
    flags = [
        edit.source for edit in edits if edit.decision is Decision.FLAGGED and edit.reason in _CUTS
    ]
    starts, ends = {start for start, _ in flags}, {end for _, end in flags}

    def cut(block: Block) -> bool:
        return block.form is None and (
            document.to_source(block.start, block.start + 1)[0] in starts
            or document.to_source(block.end - 1, block.end)[1] in ends
        )

    if not flags:
        return tuple(articles)
    return tuple(
        msgspec.structs.replace(article, complete=False)
        if article.complete and any(map(cut, article.blocks))
        else article
        for article in articles
    )


def end_proposals(text: str, articles: Sequence[Article], scorer: SeamScorer) -> list[Proposal]:
    """Flag the paragraphs that lack their beginning and the headings that lack their text.

    Parameters
    ----------
    articles : blocks in the offsets of ``text``
    """
    proposals = []
    for article in articles:
        for block in article.blocks:
            if block.role is Role.BODY and headless(text[block.start : block.end], scorer):
                end = min(block.end, block.start + FLAGGED_CHARACTERS)
                proposals.append(_flag(text, block.start, end, "truncated.head", Reason.TRUNCATED))
        blocks = article.blocks
        lines = [(block.role, text[block.start : block.end]) for block in blocks]
        for place, kind in bare_headings(lines):
            heading = blocks[place]
            found = _flag(text, heading.start, heading.end, "bare_heading", Reason.BARE_HEADING)
            if place == len(blocks) - 1:
                longest = blocks[
                    max(
                        pairwise(kind),
                        key=lambda pair: blocks[pair[1]].start - blocks[pair[0]].start,
                    )[0]
                ]
                above = Pattern(_ABOVE, text[longest.start : longest.end])
                found = msgspec.structs.replace(found, evidence=(*found.evidence, above))
            proposals.append(found)
    return sorted(proposals, key=lambda proposal: proposal.start)


# Which words are whose cannot be told: of 83 headings that were set behind their texts, words
# shared with a paragraph find the text of 36.
_ABOVE = "its text may stand above, under this heading, which has the most"


def bare_headings(lines: Sequence[tuple[Role, str]]) -> Iterator[tuple[int, list[int]]]:
    """Yield the headings under which nothing stands: before the next of their kind, or at the end.
    With each come all headings of its kind, by their places.

    Headings are of one kind that are numbered alike or begin alike. Most of a kind must have text:
    the items of a list have none, and a line of furniture has no kind.

    Parameters
    ----------
    lines : the blocks of an article: their roles and words
    """
    kinds: dict[str, list[int]] = {}
    bare: dict[str, list[int]] = {}
    for place, (role, words) in enumerate(lines):
        if role not in _HEADINGS or _NO_HEADING.match(words):
            continue
        kind = _kind(words)
        kinds.setdefault(kind, []).append(place)
        after = lines[place + 1] if place + 1 < len(lines) else None
        if after is None or (after[0] in _HEADINGS and _kind(after[1]) == kind):
            bare.setdefault(kind, []).append(place)
    for kind, places in bare.items():
        if 2 * len(places) < len(kinds[kind]):
            yield from ((place, kinds[kind]) for place in places)


# The bullets of a list and the rules that part sections look like headings and head nothing.
_LEVEL = re.compile("#{1,6} ")
_NO_HEADING = lazy_pattern(r"[-+*•·][ \t\u3000]|[-*_=]{3,}\Z")


def _kind(words: str) -> str:
    level = _LEVEL.match(words)
    if level is not None:
        return level.group()
    number = section_number(words)
    return words[:_SAME_HEAD_CHARACTERS] if number is None else number[0]


def _flag(text: str, start: int, end: int, rule: str, reason: Reason) -> Proposal:
    words = text[start:end]
    says = {
        Reason.TRUNCATED: "the sentence has no beginning in this document",
        Reason.BARE_HEADING: "no text stands under the heading",
    }[reason]
    return Proposal(
        _STAGE, rule, start, end, words, _CONFIDENCE, (Pattern(says, words),), flag=reason
    )
