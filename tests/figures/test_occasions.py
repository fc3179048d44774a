"""The years of meetings, plans and expressions: what a text says of them, and its own date."""

from __future__ import annotations

from pathlib import Path

import pytest

from restore.core.claims import FigureSource
from restore.figures import check_figures
from restore.figures.occasions import load_occasions, read_occasions
from restore.lexicon.tables import DictionaryError


def failed(text: str, title: str | None = None, rule: str = "occasion") -> int:
    checks = check_figures([FigureSource("a", text, title)]).checks
    return sum(check.rule == rule and check.outcome == "failed" for check in checks)


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("2024年7月，党的二十届三中全会在北京召开。", "2023年7月，党的二十届三中全会在北京召开。"),
        ("党的二十届三中全会于2024年7月召开。", "党的二十届三中全会于2025年7月召开。"),
        ("党的十九大（2017年）", "党的十九大（2018年）"),
        (
            "2022年10月，中国共产党第二十次全国代表大会召开。",
            "2023年10月，中国共产党第二十次全国代表大会召开。",
        ),
        (
            "2013年11月，十八届中央委员会第三次全体会议通过决定。",
            "2015年11月，十八届中央委员会第三次全体会议通过决定。",
        ),
        ("2025年十四届全国人大三次会议", "2024年十四届全国人大三次会议"),
        ("2025年3月召开的全国政协十四届三次会议", "2025年3月召开的全国政协十四届四次会议"),
        (
            "2023年10月，第三届“一带一路”国际合作高峰论坛举行。",
            "2022年10月，第三届“一带一路”国际合作高峰论坛举行。",
        ),
        ("2023年，第六届进博会举行。", "2023年，第八届进博会举行。"),
        ("2021年，“十四五”规划顺利实施。", "2018年，“十四五”规划顺利实施。"),
        ("“十四五”规划（2021年）", "十四五规划 2018"),
        # Those of provinces may fall a year off.
        ("2023年，广东省第十三次党代会召开。", "2020年，广东省第十三次党代会召开。"),
    ],
)
def test_the_year_beside_a_meeting(right: str, wrong: str) -> None:
    assert failed(right) == 0
    assert failed(wrong) == 1


@pytest.mark.parametrize(
    "text",
    [
        "2025年，党的二十届三中全会召开后，改革全面推进。",
        "2021年，迎接党的二十大胜利召开。",
        "2021年，党的二十大召开在即。",
        "2025年，党的二十届三中全会作出的部署全面落实。",
        "2025年，党的二十届三中全会精神深入人心。",
        "2019年，“十四五”规划编制启动。",
        "2023年，“十三五”规划实施情况评估完成。",
        "到2035年，“十四五”规划",
        "1982年以来，十一届三中全会、十二大、“十一五”规划。",
    ],
)
def test_what_contradicts_nothing(text: str) -> None:
    assert failed(text) == 0


@pytest.mark.parametrize(
    ("year", "text", "found"),
    [
        (2018, "学习党的二十届三中全会精神，到2035年基本实现现代化。", 1),
        (2024, "学习党的二十届三中全会精神。", 0),
        # Called a year ahead.
        (2023, "迎接党的二十届三中全会。", 0),
        (2022, "迎接党的二十届三中全会。", 1),
        # It tells of a later year: the date is not its own.
        (2018, "学习党的二十届三中全会精神。2024年，改革全面推进。", 0),
        # A history speaks of old plans rightly.
        (2025, "“六五”计划、“十一五”规划、十一届三中全会以来。", 0),
        (2018, "加快发展新质生产力。", 1),
        (2022, "加快发展新质生产力。", 0),
        # A term is spoken of before it begins, a session is not.
        (2024, "内蒙古自治区第十五届人民代表大会代表选举。", 0),
        (2024, "内蒙古自治区十五届人大一次会议。", 1),
        (2024, "广东省政协十三届二次会议。", 0),
        (2024, "广东省政协十五届二次会议。", 1),
    ],
)
def test_what_a_report_cannot_know(year: int, text: str, found: int) -> None:
    assert failed(text, f"{year}年政府工作报告") == found


def test_last_year_is_told_by_the_report() -> None:
    assert failed("去年，党的二十届三中全会胜利召开。", "2025年政府工作报告") == 0
    assert failed("去年，党的二十届四中全会胜利召开。", "2025年政府工作报告") == 1
    # Without a date nobody knows what year it is.
    assert failed("去年，党的二十届四中全会胜利召开。") == 0


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("十四届全国人大五次会议", 0),
        ("十四届全国人大六次会议", 1),
        ("政协第十四届全国委员会第七次会议", 1),
        ("党的二十三大", 0),
        ("党的三十大", 1),
        # Sessions named together follow one another; one that there is not is told by itself.
        ("二十届二中、三中全会精神", 0),
        ("二十届二中、三中、四中全会精神", 0),
        ("二十届二中全会、三中全会精神", 0),
        ("二十届二中、六中全会精神", 1),
        ("二十届五中、三中全会精神", 1),
        ("二十届二中、九中全会精神", 1),
        ("二十届九中、三中全会精神", 1),
        ("自治区党委十届三次、五次、六次全会精神", 0),
        # A term of a local body that is far from the two others, and one next to them.
        ("市委六届七次全会。市委六届八次全会。市委九届八次全会。", 1),
        ("市委六届七次全会。市委六届八次全会。市委四届八次全会。", 1),
        ("市委六届七次全会。市委六届八次全会。市委七届一次全会。", 0),
        ("市委六届七次全会。市委六届八次全会。市委五届八次全会。", 0),
        ("市委六届七次全会。市委九届八次全会。", 0),
    ],
)
def test_a_number_that_there_is_not(text: str, found: int) -> None:
    assert failed(text, rule="session") == found


def test_years_by_number() -> None:
    plan = next(item for item in load_occasions() if item.kind == "plan")
    assert [plan.year(number) for number in (9, 11, 14, 15)] == [1996, 2006, 2021, 2026]
    plenary = next(item for item in load_occasions() if "二十届" in item.name)
    assert [plenary.year(number) for number in (0, 1, 4, 5)] == [None, 2022, 2025, None]


@pytest.mark.parametrize(
    "row",
    [
        "what\t党的N大\t12\t1982\t5\tx",
        "term\t党的N大\t12\tsoon\t5\tx",
        "term\t党的(N大\t12\t1982\t5\tx",
    ],
)
def test_a_bad_row_names_its_line(tmp_path: Path, row: str) -> None:
    path = tmp_path / "occasions.tsv"
    path.write_text(f"kind\tname\tfirst\tyears\tevery\tground\n{row}\n", encoding="utf-8")
    with pytest.raises(DictionaryError, match=r"occasions\.tsv, line 2"):
        read_occasions(path)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("贯彻党的十八大和十八届三中全会精神。", []),
        ("贯彻党的十八大、十三届三中全会精神。", ["failed"]),
        ("贯彻党的十三大精神、党的十八届历次全会精神。", ["failed"]),
        ("贯彻党的十九大以及十八届六中全会精神。", ["possible"]),
        ("贯彻党的十八大、十九届六中全会精神。", ["failed"]),
        ("贯彻党的十八大、省委十三届三次全会精神。", []),
        ("贯彻党的十八大精神，落实十三届三中全会部署。", []),
    ],
)
def test_a_congress_and_the_committee_that_it_elected(text: str, found: list[str]) -> None:
    checks = check_figures([FigureSource("a", text)]).checks
    assert [check.outcome for check in checks if check.rule == "session"] == found
