"""No module but ``text/characters.py`` says what a Han character, a numeral, a mark is."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import restore
from restore.text import characters

ROOT = Path(restore.__file__).parent
HOME = "text/characters.py"

#: Findings that stand, by module: the text found, and why it is no matter of the alphabet.
EXCEPTIONS = {
    "language/normalise.py": {
        "\u200b-\u200f": "what the model that ships was trained without; it moves with the model",
        "\u2028-\u202f": "as above",
        "0xd800": "surrogates, which UTF-8 cannot hold",
        "0xdfff": "as above",
    },
    "layout/issues.py": {"Ａ-Ｄ": "the sections of a newspaper"},
    "readers/encoding.py": {"\u07ff": "the last code point of two bytes in UTF-8"},
}

# Longest runs that may stand in a pattern of grammar (十[一二三四五六七]五, [^，。；：]).
_NUMERALS, _MARKS, _WORDS, _DIGITS = 7, 4, 4, 2
# What a pattern may write as an escape: \u4e00, \U00020000, \x80.
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|x([0-9a-fA-F]{2}))")
_RANGE = re.compile(r"(?s)([^\W_]|[^\x00-\x7f])-([^\x00-\x7f])")
_RUNS = {
    "numerals": (characters.WRITTEN_NUMERALS + characters.FORMAL_NUMERALS, _NUMERALS),
    "marks": (characters.MARKS, _MARKS),
    "function words": (
        characters.FUNCTION_WORDS + characters.CALIBRATED_WORDS + characters.UNDOUBLED_WORDS,
        _WORDS,
    ),
    "ornaments": (characters.ORNAMENTS, _MARKS),
    "full-width digits": ("０１２３４５６７８９", _DIGITS),
}


def findings(source: str) -> Iterator[tuple[int, str, str]]:
    """Yield (line, kind, text) of each range or set of characters that a module writes down."""
    tree = ast.parse(source)
    told = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare):
            yield from _bounds(node)
        elif (
            isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told
        ):
            text = _ESCAPE.sub(lambda match: chr(int("".join(match.groups("")), 16)), node.value)
            for match in _RANGE.finditer(text):
                if match[1] < match[2]:
                    yield node.lineno, "range", match[0]
            for kind, (members, longest) in _RUNS.items():
                for match in re.finditer(f"[{members}]{{{longest + 1},}}", text):
                    yield node.lineno, kind, match[0]


def _bounds(node: ast.Compare) -> Iterator[tuple[int, str, str]]:
    """Find ``"\\u4e00" <= character`` and ``code >= 0x4E00``."""
    if any(isinstance(sign, ast.Lt | ast.LtE | ast.Gt | ast.GtE) for sign in node.ops):
        for side in (node.left, *node.comparators):
            value = side.value if isinstance(side, ast.Constant) else None
            if isinstance(value, str) and value and not value.isascii():
                yield node.lineno, "bound", value
            elif isinstance(value, int) and value > 0x2000 and _is_hexadecimal(side):
                yield node.lineno, "bound", f"{value:#x}"


def _is_hexadecimal(node: ast.expr) -> bool:
    return node.end_col_offset is not None and node.end_col_offset - node.col_offset > 5


MODULES = sorted(path.relative_to(ROOT).as_posix() for path in ROOT.rglob("*.py"))


@pytest.mark.parametrize("module", [name for name in MODULES if name != HOME])
def test_module_imports_its_characters(module: str) -> None:
    source = (ROOT / module).read_text(encoding="utf-8")
    allowed = EXCEPTIONS.get(module, {})
    found = [item for item in findings(source) if item[2] not in allowed]
    assert not found, f"take it from restore.text.characters: {found}"


@pytest.mark.parametrize("module", MODULES)
def test_names_of_sets_stand_in_f_strings(module: str) -> None:
    tree = ast.parse((ROOT / module).read_text(encoding="utf-8"))
    told = {ast.get_docstring(tree, clean=False)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            named = re.findall("{([A-Z_]{3,})}", node.value)
            assert node.value in told or not set(named) & vars(characters).keys()


def test_every_exception_is_still_needed() -> None:
    for module, allowed in EXCEPTIONS.items():
        source = (ROOT / module).read_text(encoding="utf-8")
        assert allowed.keys() <= {text for _, _, text in findings(source)}, module


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        (r'HAN = re.compile(r"[\u4e00-\u9fff]+")', "range"),
        ('HAN = re.compile("[一-鿿]+")', "range"),
        ('DIGIT = "[0-9０-９]"', "range"),
        ('CIRCLED = f"[①-⑳{more}]"', "range"),
        ('found = "一" <= character <= "鿿"', "bound"),
        ("found = codes >= 0x3400", "bound"),
        ('NUMERALS = frozenset("一二三四五六七八九")', "numerals"),
        ('MARKS = "，。、；："', "marks"),
        ('SMALL = "的了和与及"', "function words"),
        ('WIDTH = str.maketrans("０１２", "012")', "full-width digits"),
    ],
)
def test_what_would_be_found(source: str, kind: str) -> None:
    assert kind in {found for _, found, _ in findings(source)}


@pytest.mark.parametrize(
    "source",
    [
        '"""All of 一-鿿 and 一二三四五六七八九十."""',
        'PLAN = "十[一二三四五六七]五"',
        'CLAUSE = "[^，。；：]{1,9}"',
        'DIGITS = "[0-9A-Fa-f-]"',
        'SPAN = "1-3月—5月"',
    ],
)
def test_what_is_no_set(source: str) -> None:
    assert not list(findings(source))
