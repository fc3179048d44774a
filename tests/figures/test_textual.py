from __future__ import annotations

from restore.core.claims import FigureReport, FigureSource
from restore.figures import check_figures


def test_the_group_with_two_names(report: FigureReport, seeds: list[FigureSource]) -> None:
    (fact,) = report.facts
    assert [f.text for f in fact.fillings] == ["中央第一指导组", "中央第一督导组"]
    texts = {source.document: source.text for source in seeds}
    for filling in fact.fillings:
        assert texts[filling.document][slice(*filling.span)] == filling.text


def test_an_office_changes_hands_over_the_years() -> None:
    text = "（{}年1月9日）\n自治区政协主席{}出席会议并讲话，对全年工作作出安排。"
    early = FigureSource("a", text.format(2022, "李秀领"))
    late = FigureSource("b", text.format(2024, "张延昆"))
    assert check_figures([early, late]).facts == ()


def test_one_name_misread_in_one_year() -> None:
    text = "（2024年1月9日）\n自治区政协主席{}出席会议并讲话，对全年工作作出安排。"
    sources = [FigureSource("a", text.format("张延昆")), FigureSource("b", text.format("张廷昆"))]
    (fact,) = check_figures(sources).facts
    assert fact.slot == "office-holder"


def test_one_sentence_with_two_numbers() -> None:
    text = "（2024年1月9日）\n主题教育中央{}、自治区党政领导亲临现场，给予充分肯定。"
    sources = [
        FigureSource("a", text.format("第一指导组")),
        FigureSource("b", text.format("第二指导组")),
    ]
    (fact,) = check_figures(sources).facts
    assert fact.slot == "numbered-body"


def test_articles_of_laws_and_batches_are_no_bodies() -> None:
    words = "第二{0}街道办应当依法履行职责，接受社会监督。\n第二十{0}举办展览应当依法履行职责，接受社会监督。"
    other = words.replace("街道办", "承办者").replace("举办", "市民办")
    for word in "条款章节批次届期":
        text = words.format(word) + "\n" + other.format(word)
        assert check_figures([FigureSource("a", text)]).facts == ()
