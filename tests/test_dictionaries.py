"""The dictionaries that ship: their form, and what must be in them."""

from __future__ import annotations

from collections import Counter

import pytest

from restore.lexicon.lexicon import Lexicon
from restore.resources import dictionary_path

TABLES = ["confusions", "marks", "terms", "offices", "places", "protected"]


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
