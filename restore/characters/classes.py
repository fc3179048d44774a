"""Character classes in the syntax of regular expressions (the inside of ``[...]``)."""

from __future__ import annotations

__all__ = ["CJK_PUNCTUATION", "CLOSING", "HAN", "OPENING"]

# Unified ideographs with extensions A-H, 〇, and the compatibility block.
HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
OPENING = "“‘（《〈「『【〔［｛"
CLOSING = "”’）》〉」』】〕］｝"
CJK_PUNCTUATION = "，。、；：？！…—·" + OPENING + CLOSING
