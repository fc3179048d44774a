"""Beginnings of sentences that look like headings: 2021年，全市各级机关对基层进行 and no more.

A reader lost the rest. By its form alone such a line is a headline; nothing stands under it, though,
the next section begins right behind, and it tells of a year as a sentence does.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

import msgspec

from restore.core.blocks import Article, Block, Role
from restore.core.edits import Proposal, Reason
from restore.core.evidence import Pattern
from restore.layout.quoting import FLAGGED_CHARACTERS
from restore.layout.seams import SeamScorer
from restore.layout.sections import begins_part

__all__ = ["cut_headings"]

_DATED = re.compile("[0-9]{4}年(?!度)")
# log10 odds that the sentence goes on: of 1,123 headlines of news three in four have less.
_MIN_OPEN_LOG10 = 1.0
# Headings of one text often begin with the same words: so many characters are compared.
_SAME_HEAD_CHARACTERS = 3


def cut_headings(
    text: str, articles: Sequence[Article], scorer: SeamScorer
) -> tuple[tuple[Article, ...], list[Proposal]]:
    """Return the articles, such lines as body, and the flags that point at them.

    Parameters
    ----------
    articles : blocks in the offsets of ``text``
    """
    found = []
    flags = []
    for article in articles:
        cut = _cut(text, article.blocks, scorer)
        flags += [_flag(text, article.blocks[place]) for place in cut]
        if cut:
            blocks = tuple(
                msgspec.structs.replace(block, role=Role.BODY) if place in cut else block
                for place, block in enumerate(article.blocks)
            )
            article = msgspec.structs.replace(article, blocks=blocks)
        found.append(article)
    return tuple(found), flags


def _cut(text: str, blocks: Sequence[Block], scorer: SeamScorer) -> list[int]:
    words = [text[block.start : block.end] for block in blocks]
    heads = Counter(
        line[:_SAME_HEAD_CHARACTERS]
        for line, block in zip(words, blocks, strict=True)
        if block.role in (Role.HEADING, Role.SUBTITLE)
    )
    return [
        place
        for place in range(1, len(blocks) - 1)
        if blocks[place].role is Role.HEADING
        and blocks[place - 1].role is Role.BODY
        and blocks[place + 1].role is Role.HEADING
        and _DATED.match(words[place])
        and (begins_part(words[place + 1]) or heads[words[place + 1][:_SAME_HEAD_CHARACTERS]] > 1)
        and scorer.ends_open(words[place]) > _MIN_OPEN_LOG10
    ]


def _flag(text: str, block: Block) -> Proposal:
    start = max(block.start, block.end - FLAGGED_CHARACTERS)
    words = text[start : block.end]
    evidence = (Pattern("the sentence has no end in this document", words),)
    return Proposal(
        "layout", "truncated", start, block.end, words, 0.8, evidence, flag=Reason.TRUNCATED
    )
