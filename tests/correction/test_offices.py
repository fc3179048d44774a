"""The titles that head a body, and places that a document names."""

from __future__ import annotations

from pathlib import Path

import pytest

from restore.correction import CorpusStatistics
from restore.correction.offices import propose_offices
from restore.correction.places import propose_places
from restore.lexicon.lexicon import Lexicon
from restore.lexicon.tables import DictionaryError
from tests.correction.helpers import corrected, edits, lexicon, suggested


@pytest.mark.parametrize(
    ("read", "right"),
    [
        ("自治区人民政府常务副主委", "自治区人民政府常务副主席"),
        ("自治区政府副主委", "自治区政府副主席"),
        ("省人民政府主委", "省人民政府省长"),
        ("市政协主委", "市政协主席"),
        ("县人民政府副主委", "县人民政府副县长"),
    ],
)
def test_an_organ_of_state_has_no_party_title(read: str, right: str) -> None:
    assert corrected(f"邀请{read}到会听取意见。") == f"邀请{right}到会听取意见。"


@pytest.mark.parametrize(
    ("read", "change"),
    [
        ("省人大常委会副主席", ("主席", "主任")),
        ("市中级人民法院检察长", ("检察长", "院长")),
        ("县政协主任", ("主任", "主席")),
        ("自治区人民政府省长", ("省长", "主席")),
    ],
)
def test_of_other_titles_the_body_may_be_the_slip(read: str, change: tuple[str, str]) -> None:
    text, found = edits(f"邀请{read}到会听取意见。")
    assert read in text
    assert suggested(found) == [change]


@pytest.mark.parametrize(
    "right",
    [
        "全国人大常委会副委员长", "自治区人民政府主席", "江苏省政府主席", "市政府秘书长", "民革自治区委主委",
        "政协主席会议", "县政府主任科员", "人民检察院检察长", "市政协副主席", "中央人民政府主席",
    ],
)  # fmt: skip
def test_right_titles_stay(right: str) -> None:
    assert propose_offices(f"邀请{right}到会听取意见。", lexicon()) == []


def test_a_pattern_that_means_nothing(tmp_path: Path) -> None:
    (tmp_path / "heads.tsv").write_text("body\theads\tground\n(政协\t主席\t章程\n", "utf-8")
    with pytest.raises(DictionaryError, match=r"heads\.tsv, line 2: pattern"):
        Lexicon.load(tmp_path)


def offered(text: str, *others: str) -> list[tuple[int, str]]:
    texts = {str(number): other for number, other in enumerate((text, *others))}
    found = propose_places(text, lexicon(), CorpusStatistics(texts))
    return [(item.start, item.after) for item in found]


def test_a_place_that_the_document_names_elsewhere() -> None:
    text = "阿尔山国家级旅游度假区、阿尔山雪村、阿尔善冰雪英雄会营地"
    assert offered(text) == [(text.index("善"), "山")]
    # Where it is named once, where the other one stands twice, or what is read sounds otherwise.
    assert offered(text.replace("阿尔山雪村、", "")) == []
    assert offered(text, "阿尔善宝力格镇") == []
    assert offered(text.replace("善", "泰")) == []
