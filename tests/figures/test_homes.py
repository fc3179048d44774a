"""Of which place a document is, and what two reports of places are to each other."""

from __future__ import annotations

import pytest

from restore.core.claims import FigureSource
from restore.figures import check_figures
from restore.figures.dictionary import FigureDictionary
from restore.figures.homes import article_regions, home_region
from restore.figures.times import scan_times

CITY = "政府工作报告\n我代表市人民政府，向大会报告工作。\n"


@pytest.mark.parametrize(
    ("name", "text", "home"),
    [
        ("prov2026_宁夏回族自治区", "政府工作报告\n我代表自治区人民政府", "宁夏"),
        ("reports/玉林市_2019_政府工作报告.txt", CITY, "玉林市"),
        ("玉林市/2019.txt:0", CITY, "玉林市"),
        ("2024年河南省政府工作报告", "", "河南"),
        ("吉林市2020年政府工作报告", "", "吉林市"),
        ("全国_2019_统计公报", "", "全国"),
        # Without its kind a place is one in the name of a report, and has the kind that the text gives it.
        ("三亚_2024_政府工作报告", f"{CITY}三亚市", "三亚市"),
        ("三亚_2024_政府工作报告", CITY, "三亚"),
        ("要闻_2024", "", ""),
        ("北京日报_2024", "", ""),
        # A kind of place is no name.
        ("政府工作报告_2024", CITY, "某地"),
        ("全市_2024", CITY, "某地"),
        ("老旧小区_2024", "", ""),
        ("经济技术开发区_2024", "", ""),
        ("a", "2026年自治州政府工作报告\n我代表自治州人民政府", "某地"),
        ("a", "自治区政府工作报告\n我代表自治区人民政府。宁夏宁夏宁夏", "宁夏"),
        ("a", "自治区政府工作报告\n我代表自治区人民政府。江西江西江西", "某地"),
        ("a", "政府工作报告\n我代表省人民政府。江西江西江西", "江西"),
        ("a", "政府工作报告\n我代表行署。江西江西江西", "某地"),
        ("a", f"{CITY}江西江西江西", "某地"),
        ("a", "政府工作报告\n是我州快速发展的一年。四川四川四川", "某地"),
        ("a", "政府工作报告\n是我省快速发展的一年。四川四川四川", "四川"),
        # Four cities are provinces as well: nothing stands above them but the country.
        ("a", f"{CITY}重庆重庆重庆", "重庆"),
        ("a", f"{CITY}重庆重庆重庆，省委", "某地"),
        ("a", "2026年自治州政府工作报告\n在克孜勒苏柯尔克孜自治州第十五届人民代表大会上", "克孜勒苏柯尔克孜自治州"),
        ("a", "杨雄市长在上海市第十四届人民代表大会上的报告", "上海"),
        ("a", "各位代表：我代表国务院向大会报告工作", "全国"),
    ],
)  # fmt: skip
def test_the_place_of_a_document(
    name: str, text: str, home: str, dictionary: FigureDictionary
) -> None:
    assert home_region(FigureSource(name, text), dictionary) == home


def test_the_name_of_a_document_is_that_of_all_its_articles(dictionary: FigureDictionary) -> None:
    text = "江西江西江西\f山东山东山东"
    assert article_regions(FigureSource("a", text), dictionary) == ["江西", "山东"]
    assert article_regions(FigureSource("玉林市_2019", text), dictionary) == ["玉林市"] * 2


GOALS = "2026年主要预期目标是：规模以上工业增加值增长6%左右，固定资产投资增长{}%左右，社会消费品零售总额增长3%左右。"


def conflicts(*sources: tuple[str, str]) -> int:
    return len(check_figures([FigureSource(name, text) for name, text in sources]).conflicts)


@pytest.mark.parametrize(
    ("first", "second", "found"),
    [
        ("a", "b", 0),
        ("a", "玉林市_2026", 0),
        ("宜春市_2026", "玉林市_2026", 0),
        ("玉林市_2026", "玉林市_稿_2026", 1),
    ],
)
def test_only_reports_of_one_place_are_in_conflict(first: str, second: str, found: int) -> None:
    assert conflicts((first, CITY + GOALS.format(5)), (second, CITY + GOALS.format(8))) == found


@pytest.mark.parametrize(
    ("day", "found"), [("2026年3月9日", 1), ("2026年4月9日", 0), ("2027年1月9日", 0)]
)
def test_what_a_report_plans_a_later_one_tells_otherwise(day: str, found: int) -> None:
    earlier = f"政府工作报告\n（2026年1月9日）\n{GOALS.format(5)}"
    later = f"政府工作报告\n（{day}）\n{GOALS.format(8)}"
    assert conflicts(("玉林市_a", earlier), ("玉林市_b", later)) == found


@pytest.mark.parametrize(
    ("text", "compared"),
    [
        ("居民消费价格与上年基本持平", True),
        ("价格和去年同期相当", True),
        ("价格与上年的目标", False),
        ("价格上年基本持平", False),
    ],
)
def test_what_is_as_it_was_is_compared_with(text: str, compared: bool) -> None:
    assert scan_times(text)[0].baseline == compared
