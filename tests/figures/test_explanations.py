"""What is said of a finding, in both languages, and how sure it is."""

from __future__ import annotations

import ast
import re
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest

from restore.core.claims import ArithmeticCheck, ClaimGroup, Evidence, FigureReport, FigureSource
from restore.figures import check_figures
from restore.figures.computed import check_words
from restore.figures.confidence import Confidence, confidence_of, matched
from restore.figures.dictionary import load_dictionary
from restore.figures.explanations import fact_words, group_words, series_words, why_words
from restore.figures.verdicts import judge
from restore.figures.words import GRADES, OUTCOMES, RULES, VERDICTS, WORDS
from restore.report.html import report_strings
from tests.figures.made_claims import context

FIGURES = Path(__file__).parents[2] / "restore" / "figures"
HAN = re.compile("[\u4e00-\u9fff]")
#: A text for every rule, and what English says of it.
CHECKS = {
    "ratio": ("代办信访事项4425件，办结3994件，办结率95.3%。", "3994件 ÷ 4425件 = 90.3%; the text has 95.3%"),
    "direction": ("由80亿元增加到72亿元，同比多了。", "from 80亿元 to 72亿元: not the way that the verb says"),
    "difference": ("由60.2%提高到66.2%，提高8个百分点。", "66.2% and 60.2% are 6 apart; the text has 8个百分点"),
    "growth": (
        "由80万吨增加到92万吨，增长25%。",
        "from 80万吨 to 92万吨 is a change of 15; the text has 25%",
    ),
    "part-of-whole": ("参与调解案件5633件，其中成功调解6791件。", "6791件 is more than 5633件"),
    "sum": ("全县新建学校3所、医院2所，共6所。", "3所 + 2所 = 5; the text has 6所"),
    "date": ("2023年2月30日，会议召开。", "no calendar has this day"),
    "anniversary": (
        "2024年是中华人民共和国成立85周年。",
        "the founding year and 85周年 give 2034; the text is of 2024",
    ),
}  # fmt: skip


def checks(text: str) -> tuple[FigureReport, list[ArithmeticCheck]]:
    report = check_figures([FigureSource("a", text)])
    return report, [check for check in report.checks if check.outcome != "verified"]


@pytest.mark.parametrize("rule", sorted(CHECKS))
def test_a_check_is_told_in_both_languages(rule: str) -> None:
    text, english = CHECKS[rule]
    report, found = checks(text)
    (check,) = (check for check in found if check.rule == rule)
    by_id = {claim.id: claim for claim in report.claims}
    claims = [by_id[name] for name in check.claims]
    assert check_words(check, claims, "en") == english
    assert check_words(check, claims, "zh") == check.explanation


def test_a_rule_that_has_no_words_yet_says_both_values() -> None:
    check = ArithmeticCheck(
        "a1", "a", "new-rule", (0, 2), (), "failed", Decimal("5.50"), Decimal(6), "不同"
    )
    assert check_words(check, [], "en") == "the other figures give 6; the text has 5.5"
    bare = msgspec.structs.replace(check, stated=None)
    assert check_words(bare, [], "en") == "the figures of this passage do not fit each other"


def test_every_rule_has_a_name_in_both_languages_and_on_the_page() -> None:
    known = set(RULES["zh"])
    for path in FIGURES.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                place = {"make_check": 1, "ArithmeticCheck": 2}.get(node.func.id)
                if place is not None and isinstance(node.args[place], ast.Constant):
                    assert node.args[place].value in known, path
    strings = report_strings()
    for name, told in (("check", RULES), ("sure", GRADES)):
        assert strings[name] == {key: [told["zh"][key], told["en"][key]] for key in told["zh"]}
    for both in (RULES, GRADES, OUTCOMES, VERDICTS, WORDS):
        assert set(both["zh"]) == set(both["en"])


def test_series_and_slots_are_told_in_english() -> None:
    text = "（{}年1月10日）\n{}年，全县办理人大代表建议{}件。\n"
    years = {2020: 1314, 2021: 13140, 2022: 1388}
    found = check_figures(
        [FigureSource(f"{y}", text.format(y + 1, y, n)) for y, n in years.items()]
    )
    (series,) = found.series
    assert [jump[2] for jump in series.jumps] == ["tenfold", "tenfold"]
    assert series_words(series, "zh") == series.note != ""
    english = series_words(series, "en")
    assert english.startswith("2020 1314件 and 2021 13140件 are ten times apart")
    assert not HAN.search(english.replace("件", ""))
    slots = [
        FigureSource(
            n, f"中央第一{w}组开展巡视工作，对自治区党委和政府提出要求，全区上下认真落实整改任务。"
        )
        for n, w in (("a", "指导"), ("b", "督导"))
    ]
    for fact in check_figures(slots).facts:
        assert fact_words(fact, "en").startswith("one statement, filled differently: “")
        assert fact_words(fact, "zh") == fact.explanation


CONFLICT = ClaimGroup("g1", (), "", "conflict", "values-differ", "", 70.0)
SLIP = (Evidence("digit", "", ("1", "3", "8", "alike")),)
FAR = (Evidence("digits", "", ("2", "13", "78")),)


@pytest.mark.parametrize(
    ("ground", "evidence", "wanted"),
    [
        ("statement", FAR, "strong"),
        ("statement", SLIP, "strong"),
        ("neighbour", SLIP, "strong"),
        ("neighbour", FAR, "fair"),
        ("named", SLIP, "fair"),
        ("named", FAR, "weak"),
        ("", SLIP, "weak"),
    ],
)
def test_a_conflict_is_as_sure_as_its_ground(
    ground: str, evidence: tuple[Evidence, ...], wanted: Confidence
) -> None:
    group = msgspec.structs.replace(CONFLICT, ground=ground, evidence=evidence)
    assert confidence_of(group) == wanted


@pytest.mark.parametrize(
    ("reason", "score", "wanted"),
    [
        ("equal", 80.0, "strong"),
        ("equal", 79.9, "fair"),
        ("within-qualifier", 95.0, "fair"),
        ("equal", 65.0, "fair"),
        ("equal", 64.9, "weak"),
    ],
)
def test_an_agreement_is_as_sure_as_it_is_alike(
    reason: str, score: float, wanted: Confidence
) -> None:
    group = ClaimGroup("g1", (), "", "agree", reason, "", score)
    assert confidence_of(group) == wanted
    other = msgspec.structs.replace(group, verdict="not-comparable")
    assert confidence_of(other) is None
    assert confidence_of(msgspec.structs.replace(group, verdict="unconfirmed")) == "weak"


def test_a_check_is_as_sure_as_what_it_computes_with() -> None:
    _, (total,) = checks(CHECKS["sum"][0])
    assert confidence_of(total) == "strong"
    assert confidence_of(msgspec.structs.replace(total, outcome="possible")) == "weak"
    _, (anniversary,) = checks(CHECKS["anniversary"][0])
    assert confidence_of(anniversary) == "fair"


def test_what_figures_were_matched_by_is_named_once() -> None:
    a = "（2024年1月29日）\n过去一年，全区三级政协1064名特邀调解员，参与调解案件5633件，成功调解3791件。"
    b = "（2024年1月30日）\n过去一年，自治区三级政协的特邀调解员1064人，参与调解案件5638件，得到肯定。"
    report = check_figures([FigureSource("a", a), FigureSource("b", b)])
    (group,) = report.conflicts
    claims = [claim for claim in report.claims if claim.id in group.claims]
    told = {item.name: item.values for item in matched(claims)}
    assert told["unit"] == ("件",)
    assert told["period"] == ("过去一年",)
    assert group.ground == "neighbour"
    assert group.shared == ("1064",)
    assert why_words(group, "en") == "both sentences also give 1064, so they tell of one thing"
    assert "digit 4 is 3 here and 8 there" in group_words(group, claims, "en")


def test_the_id_of_a_check_is_made_of_what_it_is_about() -> None:
    text = CHECKS["sum"][0]
    _, (check,) = checks(text)
    _, (moved,) = checks(f"会议在呼和浩特举行。\n\n{text}\n会议号召团结奋斗。")
    assert moved.id == check.id
    _, (changed,) = checks(text.replace("6所", "7所"))
    assert changed.id != check.id
    # Two days that no calendar has are two findings.
    _, both = checks("2023年2月30日开会。\n2023年2月30日散会。")
    assert len({item.id for item in both if item.rule == "date"}) == 2


def test_roundings_of_one_number_stand_together_in_a_conflict() -> None:
    given = (("a", "27864", 0), ("b", "27900", 50), ("c", "28100", 50))
    claims = [
        context(name, value, low=Decimal(value) - around, high=Decimal(value) + around).claim
        for name, value, around in given
    ]
    group = judge(claims, 90.0, {"values-differ"}, load_dictionary())
    assert "27864件、27900件 ≠ 28100件" in group.explanation
    # Together they are two of three who witness it.
    assert group.suggestion == "27864件"
    assert ": 27864件, 27900件 ≠ 28100件" in group_words(group, claims, "en")
