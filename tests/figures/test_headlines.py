"""A headline and the lines under it tell one figure alike."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from restore.core.claims import FigureSource
from restore.figures.arithmetic import check_arithmetic
from restore.figures.dictionary import load_dictionary
from restore.figures.extraction import extract


def told(text: str) -> list[str]:
    source, dictionary = FigureSource("a", text, date="2024年9月12日"), load_dictionary()
    checks = check_arithmetic(source, extract(source, dictionary).claims, dictionary)
    assert {c.outcome for c in checks if "标题" in c.explanation} <= {"possible"}
    return [c.explanation for c in checks if "标题" in c.explanation]


STORY = "粮食收购工作完成。\n{}\n记者今天从有关部门了解到，{}，比上年有所变化。\n"


@pytest.mark.parametrize(
    ("headline", "story"),
    [
        ("前8个月全省快递业务量同比增长21.4%", "1至8月，全省快递业务量同比增长27.4%"),
        ("我市社会保险基金支出46.8亿元", "去年，我市社会保险基金支出48.6亿元"),
        ("全省港口货物吞吐量突破3718万吨", "截至昨天，全省港口货物吞吐量突破378万吨"),
        ("全省港口货物吞吐量达31.8万吨", "截至昨天，全省港口货物吞吐量达318万吨"),
        ("全省港口货物吞吐量达31.8万吨", "截至昨天，全省港口货物吞吐量达31.8亿吨"),
        # Words that only lead to the figure, and more words in front of the one.
        ("8月全国夏粮收购量4372万吨", "各地完成全国夏粮收购量为4872万吨"),
        # The last words alone.
        ("我国粮食产量4372万吨", "我国粮食获得丰收，今年各地粮食产量4872万吨"),
        # What is no quantity, between the same words.
        ("省长出席第27届西部博览会并致辞", "省长出席第21届西部博览会并宣布开幕"),
        ("两国元首就两国建交55周年互致贺电", "两国元首就两国建交35周年互致贺电"),
    ],
)
def test_a_headline_and_its_story_are_a_slip_apart(headline: str, story: str) -> None:
    assert len(told(STORY.format(headline, story))) == 1


@pytest.mark.parametrize(
    ("headline", "story"),
    [
        ("我市社会保险基金支出46.8亿元", "去年，我市社会保险基金支出46.8亿元"),
        ("我市社会保险基金支出46亿元", "去年，我市社会保险基金支出46.8亿元"),
        ("我市社会保险基金支出4680万元", "去年，我市社会保险基金支出4687万元"),
        ("我市社会保险基金支出超46亿元", "去年，我市社会保险基金支出43亿元"),
        ("我市社会保险基金支出46.8亿元", "去年，我市社会保险基金支出13.5亿元"),
        # Another thing, unit, time.
        ("全省快递业务量同比增长21.4%", "全省货运量同比增长27.4%"),
        ("全省粮食收购量48万吨", "全省粮食收购量43万户"),
        ("一季度全省快递业务量同比增长21.4%", "3月份全省快递业务量同比增长27.4%"),
        # The whole, and a part of it.
        (
            "全省企业销售收入同比增长4.3%",
            "全省增速加快，同比增长4.3%。其中沿海较快，企业销售收入同比增长4.8%",
        ),
        (
            "全省快递业务量达46万件",
            "全省快递业务量达46.3万件，市区快递业务量达43万件",
        ),
        # Too few words; too few digits.
        ("全省举办大型招聘活动4场", "全省举办大型招聘活动6场"),
        ("省长出席第27届博览会", "省长出席第21届交易会"),
        ("省教育厅公布2024年招生简章", "省教育厅公布2023年招生简章修订情况"),
    ],
)
def test_what_a_headline_and_its_story_may_tell_apart(headline: str, story: str) -> None:
    assert not told(STORY.format(headline, story))


HEAD, BODY = "我市社会保险基金支出46.8亿元", "我市社会保险基金支出48.6亿元，增长较快。"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f"{HEAD}\n{BODY}\n", True),
        # A headline under a headline; the first line of the text.
        (f"民生保障有力\n{HEAD}\n{BODY}\n", True),
        (f"{HEAD}\n民生保障有力\n{BODY}\n", True),
        # No headline: marks, a line of wrapped prose.
        (f"{HEAD}。\n{BODY}\n", False),
        (f"今年以来各项工作取得进展，\n{HEAD}\n{BODY}\n", False),
        # Another story; another article.
        (f"{HEAD}\n各项工作有序开展。\n民生保障有力\n{BODY}\n", False),
        (f"{HEAD}\n各项工作有序开展。\n\f\n{BODY}\n", False),
    ],
)
def test_where_a_headline_and_its_story_stand(text: str, found: bool) -> None:
    assert bool(told(text)) is found


@pytest.mark.parametrize(("words", "found"), [("粮食产量", True), ("食产量", False)])
def test_four_words_are_asked_for(words: str, found: bool) -> None:
    assert bool(told(f"{words}4372万吨\n{words}4872万吨。\n")) is found


@pytest.mark.parametrize(("said", "found"), [("快递业", True), ("快递", False)])
def test_half_of_what_the_headline_says_is_asked_for(said: str, found: bool) -> None:
    text = f"市区快递业务量增长21.4%\n去年{said}发展较好，业务量增长27.4%。\n"
    assert bool(told(text)) is found


@pytest.mark.parametrize(
    ("before", "behind", "found"),
    [("长出席第", "届博览会", True), ("出席第", "届博览会", False), ("长出席第", "届博览", False)],
)
def test_four_characters_on_both_sides_are_asked_for(before: str, behind: str, found: bool) -> None:
    assert bool(told(f"{before}27{behind}\n今天，{before}21{behind}。\n")) is found


@pytest.mark.parametrize(("length", "found"), [(60, True), (61, False)])
def test_a_headline_has_sixty_characters(length: int, found: bool) -> None:
    assert bool(told(f"{HEAD:>{length}}\n{BODY}\n")) is found


@pytest.mark.parametrize(("length", "found"), [(600, True), (601, False)])
def test_a_story_is_read_for_six_hundred_characters(length: int, found: bool) -> None:
    figure = "我市社会保险基金支出48.6亿元"
    before = "今天召开会议。".rjust(length - len(figure), "今")
    assert bool(told(f"{HEAD}\n{before}{figure}")) is found


@given(st.integers(10, 99999))
def test_a_headline_that_its_story_repeats_is_right(number: int) -> None:
    one = f"我市社会保险基金支出{number}万元"
    assert not told(f"{one}\n去年，{one}，增长较快。\n其中，{one[4:]}。\n")
