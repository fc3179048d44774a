"""Write the table that tells Traditional and Simplified characters apart, from OpenCC's lists.

    python tools/build_scripts.py -o restore/text/scripts.txt

A character is *Traditional only* if OpenCC (``t2s``, character by character) makes another of it and
GB 2312, which holds what Simplified text is written with, has not got it. It is *Simplified only* if
OpenCC (``s2t``) makes another of it and Big5 has not got it. Lines 1 and 2 of the table, the comment
apart, hold the former and the Simplified form of each, in one order; line 3 holds the latter.
"""

from __future__ import annotations

import argparse
import re
from importlib.metadata import version
from pathlib import Path

import opencc

from restore.text.characters import COMPATIBILITY, IDEOGRAPHS

# GB 2312 has these for names alone; in text they are the Traditional 后 and 于.
_TRADITIONAL_ALL_THE_SAME = frozenset("後於")
_LAST_IDEOGRAPH = 0x33479
_COMMENT = """\
# Written by tools/build_scripts.py from the character lists of OpenCC {version}
# (https://github.com/BYVoid/OpenCC, Apache License 2.0).
# Traditional only; the Simplified form of each; Simplified only.
"""


def main() -> None:
    """Write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-o", "--output", type=Path, required=True)
    options = parser.parse_args()
    every = (chr(code) for code in range(0x3400, _LAST_IDEOGRAPH + 1))
    characters = [
        item
        for item in every
        if re.match(f"[{IDEOGRAPHS}]", item) and not re.match(f"[{COMPATIBILITY}]", item)
    ]
    to_simplified, to_traditional = opencc.OpenCC("t2s"), opencc.OpenCC("s2t")
    traditional = [
        item
        for item in characters
        if to_simplified.convert(item) != item
        and (item in _TRADITIONAL_ALL_THE_SAME or not _encodes("gb2312", item))
    ]
    forms = [to_simplified.convert(item) for item in traditional]
    if any(len(item) != 1 for item in forms):
        raise SystemExit("a character became several; the two lines would not match")
    # What both lists hold is a variant that is rare in either script.
    simplified = [
        item
        for item in characters
        if to_traditional.convert(item) != item
        and not _encodes("big5", item)
        and item not in traditional
    ]
    lines = (*map("".join, (traditional, forms, simplified)), "")
    comment = _COMMENT.format(version=version("opencc"))
    options.output.write_text(comment + "\n".join(lines), encoding="utf-8")


def _encodes(encoding: str, character: str) -> bool:
    return character.encode(encoding, "ignore") != b""


if __name__ == "__main__":
    main()
