"""Packs of regions: an entry holds in the documents of its region alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from restore.lexicon.lexicon import Lexicon
from restore.lexicon.tables import DictionaryError
from restore.pipeline import restore_text

CLAUSE = "主席会议成员带头走访各民主党派区委会、自治区工商联。"


@pytest.mark.parametrize(
    ("opening", "mended"),
    [
        ("内蒙古自治区政协委员们：", True),
        # In Guangxi that is their name; and of no region nothing is known.
        ("广西壮族自治区政协委员们：", False),
        ("新疆维吾尔自治区政协委员们：", False),
        ("西藏自治区政协委员们：", False),
        ("宁夏回族自治区政协委员们：", False),
        ("各位委员：", False),
        # The region that is named most tells; where two are named as often none does.
        ("内蒙古自治区政协学习广西经验，在内蒙古推广：", True),
        ("广西壮族自治区政协赴内蒙古考察，在广西推广：", False),
        ("内蒙古自治区政协学习广西经验：", False),
        ("内蒙古自治区政协学习宁夏、西藏、新疆经验，在内蒙古推广：", True),
        ("宁夏回族自治区政协赴内蒙古考察，在宁夏推广：", False),
        # The name of another place that holds it, and the short one, are told apart.
        ("蒙古国代表团访问：", False),
        ("内蒙古政协委员们：", True),
    ],
)
def test_the_partys_committees_of_a_region(opening: str, mended: bool) -> None:
    text = restore_text(opening + CLAUSE).text
    assert text == opening + (CLAUSE.replace("区委会", "区委") if mended else CLAUSE)


def test_long_forms_count_as_short_ones() -> None:
    lexicon = Lexicon.load()
    assert lexicon.region_of("内蒙古自治区、内蒙古、广西壮族自治区") == "内蒙古"
    assert lexicon.region_of("") == ""
    assert len(lexicon.provinces) == 34


def test_a_region_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "regions").mkdir()
    rows = "region\twrong\tright\tcertainty\tleft\tfollowing\tground\n塞北\t甲乙\t甲丙\tlikely\t\t\tg\n"
    (tmp_path / "regions" / "north.tsv").write_text(rows, encoding="utf-8")
    with pytest.raises(DictionaryError, match=r"north\.tsv, line 2: 塞北 is no province"):
        Lexicon.load(tmp_path)


def test_a_pack_of_ones_own(tmp_path: Path) -> None:
    (tmp_path / "regions").mkdir()
    rows = "region\twrong\tright\tcertainty\tleft\tfollowing\tground\n广西\t甲乙丁\t甲丙丁\tcertain\t\t\tg\n"
    (tmp_path / "regions" / "guangxi.tsv").write_text(rows, encoding="utf-8")
    lexicon = Lexicon.load(tmp_path)
    text = "广西壮族自治区甲乙丁"
    assert lexicon.confusion_at(text, 7, "甲乙丁") is not None
    assert lexicon.confusion_at("内蒙古自治区甲乙丁", 6, "甲乙丁") is None
