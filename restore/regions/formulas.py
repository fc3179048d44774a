"""Formulas in TeX: between dollars, in brackets with a backslash, in an environment."""

from __future__ import annotations

import re
from collections.abc import Iterator

from restore.core.regions import Form, Region
from restore.text.characters import HAN

__all__ = ["find"]

#: Code points of a formula, at most: what goes on for longer is no formula whose end was found.
_MAX_DISPLAYED = 4_000
_MAX_INLINE = 300
_DISPLAYED = re.compile(
    rf"\$\$(?P<dollars>[^$]{{1,{_MAX_DISPLAYED}}})\$\$|\\\[(?:(?!\\\[).){{1,{_MAX_DISPLAYED}}}?\\\]"
    rf"|\\begin\{{(?P<name>[a-z]{{2,16}}\*?)\}}(?:(?!\\begin).){{0,{_MAX_DISPLAYED}}}?\\end\{{(?P=name)\}}",
    re.DOTALL,
)
#: Environments of rows and of what stands around them: of these, only what is between dollars.
_TABLES = frozenset({"tabular", "tabularx", "tabulary", "longtable", "table", "tblr"})
# A dollar before a figure may be money: a formula holds what only formulas hold.
_INLINE = re.compile(
    rf"(?<![\\$])\$(?![\s$])(?P<words>[^$\n]{{1,{_MAX_INLINE}}})(?<![\s\\])\$(?![\d$])"
    rf"|\\\((?:(?!\\\()[^\n]){{1,{_MAX_INLINE}}}?\\\)"
)
_OF_FORMULAS = re.compile(r"[\\^_=<>+{}|]|^[A-Za-z]'?$|^[A-Za-z]\(|^-?\d+(?:\.\d+)?$")
_HAN = re.compile(f"[{HAN}]")


def find(text: str) -> Iterator[Region]:
    """Yield formulas."""
    if "$" not in text and "\\" not in text:
        return
    for match in _DISPLAYED.finditer(text):
        if match["name"] is None or match["name"].rstrip("*") not in _TABLES:
            yield Region(*match.span(), Form.FORMULA)
    for match in _INLINE.finditer(text):
        words = match["words"]
        if words is None or (_OF_FORMULAS.search(words) and _HAN.match(words) is None):
            yield Region(*match.span(), Form.FORMULA)
