from __future__ import annotations

from decimal import Decimal

import pytest

from restore.core.claims import FigureReport, FigureSource
from restore.figures import check_figures
from restore.figures.dictionary import FigureDictionary
from restore.figures.slips import misreadings


def shared(report: FigureReport, a: str, b: str) -> list[tuple[str, ...]]:
    by_id = {claim.id: claim for claim in report.claims}
    groups = []
    for group in report.groups:
        claims = [by_id[i] for i in group.claims]
        if group.verdict == "agree" and {a, b} <= {c.document for c in claims}:
            groups.append(tuple(c.text for c in claims))
    return groups


def test_the_two_reviews_of_one_year_agree(report: FigureReport) -> None:
    groups = shared(report, "000", "002")
    assert len(groups) >= 15
    figures = {text for group in groups for text in group}
    assert {"12条", "523名", "5633件", "1064名", "1064人", "81项", "13项", "8位", "13次"} <= figures


def test_no_false_conflict(report: FigureReport) -> None:
    assert report.conflicts == ()
    assert report.failed_checks == ()


def test_series_across_years(report: FigureReport) -> None:
    values = {series.values for series in report.series}
    assert (Decimal(1064), Decimal(2180)) in values
    assert (Decimal(5633), Decimal(19289)) in values
    assert (Decimal(3791), Decimal(12731)) in values


A = "（2024年1月29日）\n过去一年，全区三级政协1064名特邀调解员，参与调解案件{}件，成功调解3791件。"
B = "（2024年1月30日）\n过去一年，自治区三级政协的特邀调解员1064人，参与调解案件{}件，得到肯定。"


def pair(first: str, second: str) -> FigureReport:
    return check_figures([FigureSource("a", A.format(first)), FigureSource("b", B.format(second))])


def test_conflict_explains_itself() -> None:
    report = pair("5633", "5638")
    (group,) = report.conflicts
    assert "3 与 8 不同，两字形近" in group.explanation
    assert group.suggestion is None


def test_witnesses_speak_for_a_value() -> None:
    sources = [
        FigureSource(name, text.format(value))
        for name, text, value in [("a", A, "5633"), ("b", B, "5638"), ("c", A, "5633")]
    ]
    (group,) = check_figures(sources).conflicts
    assert group.suggestion == "5633件"


@pytest.mark.parametrize(
    ("first", "second", "verdict"),
    [
        ("5633", "5633", "agree"),
        ("5600余", "5633", "agree"),
        ("5600多", "5700多", "conflict"),
        ("近6000", "5633", "agree"),
        ("0.56万", "5633", "agree"),
        ("1.2万", "5633", "conflict"),
    ],
)
def test_precision_and_qualifiers(first: str, second: str, verdict: str) -> None:
    report = pair(first, second)
    by_id = {claim.id: claim for claim in report.claims}
    (group,) = [g for g in report.groups if any("案件" in by_id[i].clause.text for i in g.claims)]
    assert group.verdict == verdict


def test_other_years_are_a_series_and_no_conflict() -> None:
    other = B.replace("2024", "2026").format("19289")
    report = check_figures([FigureSource("a", A.format("5633")), FigureSource("b", other)])
    assert report.conflicts == ()
    assert any(s.values == (Decimal(5633), Decimal(19289)) for s in report.series)


def test_other_provinces_are_no_conflict() -> None:
    text = "{0}2025年工作报告。{0}经济平稳，{0}发展加快。2025年全省新增上市公司{1}家。"
    report = check_figures(
        [FigureSource("a", text.format("山东", 10)), FigureSource("b", text.format("江西", 16))]
    )
    assert report.conflicts == ()


@pytest.mark.parametrize(
    ("a", "b", "kind"),
    [
        ("5633", "5638", "digit"),
        ("5633", "5363", "exchange"),
        ("90.3", "903", "decimal-point"),
        ("12000", "120000000", "scale"),
        ("5633", "563", "lost-digit"),
        ("33", "3333", ""),
        ("56", "563", "lost-digit"),
        ("5", "56", ""),
        ("5633", "1234", "digits"),
    ],
)
def test_misreadings(a: str, b: str, kind: str, dictionary: FigureDictionary) -> None:
    assert [e.kind for e in misreadings(Decimal(a), Decimal(b), dictionary)] == [kind] * bool(kind)
