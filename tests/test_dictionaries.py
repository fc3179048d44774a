"""The dictionaries that ship: their form, and what must be in them."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from restore.evaluation.slips import one_line
from restore.lexicon.entries import SEEDS_ALONE
from restore.lexicon.lexicon import Lexicon
from restore.resources import dictionary_directory, dictionary_path
from tests.tools import SEEDS

TABLES = [
    "confusions",
    "marks",
    "terms",
    "offices",
    "places",
    "protected",
    "wholes",
    *(
        f"regions/{path.stem}"
        for path in sorted((dictionary_directory() / "regions").glob("*.tsv"))
    ),
]
# What a ground names as its source: the right form counted in clean text (and not 0 times), a law or
# charter, the public name of a body or place, public papers, a proofreader's ruling, or the words
# themselves (no word, an idiom, a character outside the standard).
SOURCE = re.compile(
    "正形 (?!0 )[0-9]|[0-9] 次|法|宪法|章程|公开名称|公开文稿|裁定|成语|地名|不成词|非规范字|用法"
)
# The same of a slip that one document shows: its words alone are no second source.
SECOND_SOURCE = re.compile("正形 (?!0 )[0-9]|法：|宪法|章程|公开名称|公开文稿|裁定")


def rows(name: str) -> list[list[str]]:
    lines = dictionary_path(f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    body = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return body[1:]


@pytest.mark.parametrize("name", TABLES)
def test_form(name: str) -> None:
    text = dictionary_path(f"{name}.tsv").read_text(encoding="utf-8")
    comment = [line for line in text.splitlines() if line.startswith("#")]
    header = next(line for line in text.splitlines() if not line.startswith("#")).split("\t")
    for column in header:
        assert any(line.removeprefix("#").split()[:1] == [column] for line in comment), column
    assert text.endswith("\n")
    assert "\r" not in text
    body = rows(name)
    assert body == sorted(body)
    assert all(cell == cell.strip() for row in body for cell in row)


@pytest.mark.parametrize("name", TABLES)
def test_every_row_has_its_ground(name: str) -> None:
    assert all(len(row[-1]) >= 2 for row in rows(name))


def _entries_of_the_reports() -> list[tuple[str, str, str]]:
    texts = [one_line(path.read_text("utf-8")) for path in sorted(SEEDS.glob("*.txt"))]
    lexicon = Lexicon.load()
    kept = {id(entry) for entry in lexicon.without_rows_of(texts).confusions}
    return [
        (entry.wrong, entry.certainty, entry.ground)
        for entry in lexicon.confusions
        if id(entry) not in kept
    ]


def test_what_is_applied_names_its_source() -> None:
    for entry in Lexicon.load().confusions:
        assert entry.certainty == "possible" or SOURCE.search(entry.ground), entry.wrong


def test_a_slip_of_one_document_has_a_second_source_or_is_only_suggested() -> None:
    entries = _entries_of_the_reports()
    assert len(entries) > 25
    for wrong, certainty, ground in entries:
        assert certainty == "possible" or SECOND_SOURCE.search(ground), wrong


def test_terms_that_only_the_reports_hold_say_so() -> None:
    texts = [one_line(path.read_text("utf-8")) for path in sorted(SEEDS.glob("*.txt"))]
    alone = [term for term in Lexicon.load().terms.values() if not term.has_source]
    assert alone
    for term in alone:
        assert term.ground.startswith(SEEDS_ALONE)
        assert any(term.term in text for text in texts), term.term


def test_they_load_and_agree() -> None:
    lexicon = Lexicon.load()
    assert len(lexicon.confusions) > 300
    assert len(lexicon.terms) > 2500
    assert len(lexicon.digest) == 64


def test_inner_mongolia_is_complete() -> None:
    places = rows("places")
    prefectures = [row[0] for row in places if row[2] == "内蒙古自治区"]
    assert len(prefectures) == 12
    counties = [row for row in places if row[2] in prefectures]
    assert len(counties) == 103
    kinds = Counter(row[1] for row in counties)
    assert kinds == {"banner": 52, "county": 17, "district": 23, "city": 11}
    assert sum(row[1] == "province" for row in places) == 34


@pytest.mark.parametrize(
    "wrong",
    ["领航舵舵", "民主党派区委会", "中国政治协商会议", "记律", "中国蒙博览会", "更加强定型"],
)
def test_the_slips_of_the_reports_are_known(wrong: str) -> None:
    assert any(entry.wrong == wrong for entry in Lexicon.load().confusions)
