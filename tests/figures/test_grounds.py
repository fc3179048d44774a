"""What shows that two figures are of one fact, and what does not."""

from __future__ import annotations

import pytest

from restore.core.claims import FigureSource, Period
from restore.figures import check_figures
from restore.figures.dictionary import FigureDictionary
from restore.figures.grounds import Ground, ground_of
from restore.figures.likeness import Context
from restore.figures.pairs import pair_of
from tests.figures.made_claims import LEFT, RIGHT, alike, context

GUESS = Period("2023-01", "2023-12", label="2023年", origin="guess")


def ground(a: Context, b: Context, dictionary: FigureDictionary) -> Ground | None:
    found = ground_of(pair_of(a, b), dictionary)
    assert found == ground_of(pair_of(b, a), dictionary)
    return found


def conflicts(*texts: str) -> list[set[str]]:
    report = check_figures(
        FigureSource(f"d{n}", f"2023年\n{text}", date="2023年5月1日")
        for n, text in enumerate(texts)
    )
    by_id = {claim.id: claim.text for claim in report.claims}
    return [{by_id[name] for name in group.claims} for group in report.conflicts]


def test_one_passage_with_another_figure_is_one_statement(dictionary: FigureDictionary) -> None:
    assert ground(context(), context("b", "5638"), dictionary) == "statement"
    assert (
        ground(context(period=GUESS), context("b", "5638", period=GUESS), dictionary) == "statement"
    )


@pytest.mark.parametrize(
    ("there", "instead"),
    [
        ("全区三级政协", "各级政协组织"),
        ("三级政协推开", "三级政协推开推广实行"),
        ("最高人民法院", "中央电视台"),
    ],
)
def test_a_passage_of_other_words_is_another_statement(
    there: str, instead: str, dictionary: FigureDictionary
) -> None:
    other = context("b", "5638", around=LEFT + "5638件" + RIGHT.replace(there, instead), region="")
    assert ground(context(region="", period=GUESS), other, dictionary) is None


def test_misread_characters_leave_a_passage_one(dictionary: FigureDictionary) -> None:
    damaged = RIGHT.replace("得到群众", "得到郡众").replace("人民法院", "人民法")
    other = context("b", "5638", around=LEFT + "5638件" + damaged, region="")
    assert ground(context(region=""), other, dictionary) == "statement"


def test_what_is_guessed_or_names_no_place_shows_nothing(dictionary: FigureDictionary) -> None:
    apart = {"around": "共5638件，办得很好", "sentence": (0, 6)}
    assert ground(context(), context("b", "5638", **apart), dictionary) == "named"
    assert ground(context(), context("b", "5638", period=GUESS, **apart), dictionary) is None
    assert ground(context(region=""), context("b", "5638", region="", **apart), dictionary) is None
    assert ground(context(), context("b", "5638", subject="委员", **apart), dictionary) is None


def test_two_cities_of_one_province_and_two_trades_of_one_city_are_no_one_fact() -> None:
    told = "{}市政府工作报告\n——2021年2月5日在{}市第五届人民代表大会第一次会议上\n{}今年城镇新增就业{}万人。"
    read = "河南省河南省河南省。"

    def found(*places: str) -> int:
        texts = [told.format(p, p, read, n) for p, n in zip(places, ("5.5", "6.5"), strict=True)]
        sources = [FigureSource(str(n), text) for n, text in enumerate(texts)]
        return len(check_figures(sources).conflicts)

    assert found("焦作", "焦作") == 1
    assert found("焦作", "驻马店") == 0
    one = told.format("平凉", "平凉", "", "5.5")
    assert not check_figures(
        [
            FigureSource(
                "a",
                one
                + "\n丙产业，今年全产业链产值达到230亿元，完成。\n丁产业，今年全产业链产值达到290亿元，完成。",
            )
        ]
    ).conflicts


def test_without_a_slip_named_values_are_near(dictionary: FigureDictionary) -> None:
    for value, found in (("11266", "named"), ("11267", None)):
        apart = context("b", value, around=f"共{value}件，办得很好", sentence=(0, 6))
        assert ground(context(), apart, dictionary) == found


def test_sessions_in_one_stock_phrase_are_no_conflict() -> None:
    assert not conflicts(
        "主席会议举行了2023年第一次集体学习，中国人民银行数字货币研究所所长应邀作报告。",
        "主席会议举行了2023年第二次集体学习，国家图书馆副馆长和图书馆学会理事长应邀作报告。",
    )


def test_the_growth_of_two_places_is_no_conflict() -> None:
    assert not conflicts(
        "2023年，青海地区生产总值3346.63亿元，比上年增长5.3%。",
        "2023年，广西地区生产总值2471.21亿元，比上年增长4.1%。",
    )


def test_two_bodies_in_one_sentence_are_no_conflict() -> None:
    assert not conflicts(
        "十年来，宁夏的高新技术企业从2012年的44家增加到2021年的356家。",
        "十年来，我国高新技术企业数从2012年的4.9万家增加到2021年的33万家。",
    )


def test_a_telling_number_that_both_give_shows_one_fact() -> None:
    assert conflicts(
        "2023年，果园港货物总吞吐量超过2087.1万吨，同比增长46%，通达全球。",
        "数据显示，2023年果园港的货物总吞吐量2087.1万吨，同比增长40.6%；集装箱量多项创新高。",
    ) == [{"46%", "40.6%"}]


def test_a_sentence_of_figures_that_all_differ_tells_of_another_day() -> None:
    assert not conflicts(
        "会议应出席代表2951人，出席2761人，缺席190人，出席人数符合法定人数。",
        "会议应出席代表2951人，出席2758人，缺席193人，出席人数符合法定人数。",
    )


def apart(value: str, **changes: object) -> Context:
    """Return a claim in a sentence of its own words."""
    around = str(changes.pop("around", f"共{value}件，办得很好"))
    return context("b", value, around=around, sentence=(0, len(around)), **changes)


@pytest.mark.parametrize(
    ("sizes", "found"), [((18, 25, 25), "named"), ((5, 7, 7), None)], ids=["72", "71.4"]
)
def test_subjects_named_alike(
    sizes: tuple[int, int, int], found: Ground | None, dictionary: FigureDictionary
) -> None:
    one, other = alike(*sizes)
    assert ground(context(subject=one), apart("5638", subject=other), dictionary) == found


@pytest.mark.parametrize(
    ("value", "predicate", "sizes", "found"),
    [
        ("5638", "办结", (6, 10, 10), "named"),
        ("5638", "办结", (13, 22, 22), None),
        ("5638", "参与", (4, 10, 10), "named"),
        ("5638", "参与", (7, 18, 18), None),
        ("7000", "参与", (8, 10, 10), "named"),
        ("7000", "参与", (15, 19, 19), None),
    ],
)
def test_clauses_of_a_named_fact_are_alike(
    value: str,
    predicate: str,
    sizes: tuple[int, int, int],
    found: Ground | None,
    dictionary: FigureDictionary,
) -> None:
    one, other = alike(*sizes)
    second = apart(value, clause=other, predicate=predicate)
    assert ground(context(clause=one), second, dictionary) == found


@pytest.mark.parametrize(
    ("subject", "clause", "number", "found"),
    [
        ((8, 10, 10), (11, 20, 20), "164", "neighbour"),
        ((15, 19, 19), (11, 20, 20), "164", None),
        ((8, 10, 10), (6, 11, 11), "164", None),
        ((8, 10, 10), (11, 20, 20), "1600", None),
    ],
)
def test_what_stands_beside_a_number_that_both_give_is_alike(
    subject: tuple[int, int, int],
    clause: tuple[int, int, int],
    number: str,
    found: Ground | None,
    dictionary: FigureDictionary,
) -> None:
    (one, other), (words, others) = alike(*subject), alike(*clause)
    first = context(subject=one, clause=words, region="", around=f"有{number}人，调解5633件")
    first = first._replace(sentence=(0, len(first.around)))
    second = apart("5638", subject=other, clause=others, region="", around=f"5638件，{number}人")
    assert ground(first, second, dictionary) == found


@pytest.mark.parametrize(("length", "found"), [(16, "statement"), (15, None)])
def test_a_sentence_says_enough_to_be_known(
    length: int, found: Ground | None, dictionary: FigureDictionary
) -> None:
    words = LEFT.replace("，", "")[:length]
    one, two = (
        context(
            d,
            v,
            region="",
            subject=s,
            around=f"{words}{v}件",
            sentence=(0, len(words) + len(v) + 1),
        )
        for d, v, s in (("a", "5633", "案件"), ("b", "5638", "事项"))
    )
    assert ground(one, two, dictionary) == found


@pytest.mark.parametrize(("length", "found"), [(12, "statement"), (11, None)])
def test_a_passage_goes_on_on_both_sides(
    length: int, found: Ground | None, dictionary: FigureDictionary
) -> None:
    right = RIGHT.replace("，", "")[:length]
    made = (
        context(d, v, region="", period=GUESS, subject=d, around=f"{RIGHT}{LEFT}{v}件{right}")
        for d, v in (("a", "5633"), ("b", "5638"))
    )
    one, two = made
    assert ground(one, two, dictionary) == found


@pytest.mark.parametrize(("value", "other", "found"), [("33", "38", None), ("3", "8", "named")])
def test_a_number_that_stands_beside_the_other_is_of_something_else(
    value: str, other: str, found: Ground | None, dictionary: FigureDictionary
) -> None:
    first = context("a", value, around=f"共{value}件，另有{other}件")
    assert ground(first, apart(other), dictionary) == found


def test_a_forecast_that_is_lowered_again_is_no_conflict() -> None:
    words = "报告称，欧佩克将2023年全球日均石油需求较上年增长量预期从{}万桶下调至{}万桶，并维持供应预期。"
    assert not conflicts(words.format(203, 193), words.format(193, 182))


def test_a_plan_and_what_came_of_it_are_no_conflict(dictionary: FigureDictionary) -> None:
    assert ground(context(), apart("5638"), dictionary) == "named"
    assert ground(context(), apart("5638", around="计划办理5638件，办得很好"), dictionary) is None


@pytest.mark.parametrize(
    ("one", "two"),
    [
        # Other holidays, days and issues; batches of one year; ends of a change.
        ("清明假期全国国内旅游出游1.19亿人次。", "端午假期全国国内旅游出游1.16亿人次。"),
        ("6月4日招标发行第三期125亿元国债，认购3.96倍。", "4月23日招标发行第二期125亿元国债，认购3.07倍。"),
        ("全国城市联合招聘推出第二批119场活动。", "全国城市联合招聘推出第三批171场活动。"),
        # A sentence that comes again among other numbers, and a running total.
        (
            "轻工业收入21.3万亿元，利润1.32万亿元，增长9.1%。统计的主要轻工业产品中，58种产品产量实现增长。",
            "轻工业收入23万亿元，利润1.5万亿元，增长8.3%。统计的主要轻工业产品中，55种产品产量实现增长。",
        ),
        ("自2021年开通以来，单月旅客发送量最高达220万人次。", "自2021年开通以来，单月旅客发送量最高达225万人次。"),
        # Of a zone, and of all.
        ("全省高新技术产业产值比重达到38%左右。", "将示范区建成一流示范区，高新技术产业产值比重达到75%左右。"),
    ],
)  # fmt: skip
def test_other_occasions_and_wholes_are_no_conflict(one: str, two: str) -> None:
    assert not conflicts("我国各地的工作情况如下。\n" + one, "我国各地的工作情况如下。\n" + two)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("主管部门应在3个工作日内将情况上报工业和信息化部和交通运输部。", "主管部门应在5个工作日内将情况上报工业和信息化部和交通运输部。"),
        ("2023年，对民营企业给予贷款贴息，补贴上限为每年20万元。", "2023年，对民营企业给予贷款贴息，补贴上限为每年50万元。"),
        ("2023年，申请人最近连续3个记分周期内没有被记满12分记录。", "2023年，申请人最近连续2个记分周期内没有被记满12分记录。"),
        ("2023年，罚款不低于1200元，情节严重的从重处罚。", "2023年，罚款不低于1280元，情节严重的从重处罚。"),
        ("审批机关应当自受理之日起三个月内以书面形式作出是否批准的决定。", "审批机关自受理之日起六个月内以书面形式作出是否批准的决定。"),
        # A forecast that the next report moves on.
        ("2023年，该机构将全球日均石油需求较上年增长量预期从164万桶下调至154万桶。", "2023年，该机构将全球日均石油需求较上年增长量预期从145万桶下调至134万桶。"),
        # A number that is part of a name.
        ("2023年发布测量和控制数字数据通信工业控制系统用现场总线类型3标准。", "2023年发布测量和控制数字数据通信工业控制系统用现场总线类型8标准。"),
        ("2023年发布信息技术传感器网络第701部分标准。", "2023年发布信息技术传感器网络第702部分标准。"),
    ],
)  # fmt: skip
def test_other_rules_and_names_are_no_conflict(one: str, two: str) -> None:
    assert not conflicts("山东省的工作情况如下。\n" + one, "山东省的工作情况如下。\n" + two)


def test_thresholds_of_one_law_are_no_conflict() -> None:
    """Of one document: in two copies of a law the same difference is a slip."""
    head = "1999年\n证券案件适用法律的解释。\n"
    item = "（一）连续十个交易日的累计成交量达到同期该证券总成交量百分之{}以上的；\n实施操纵证券市场行为，情节严重。\n"
    assert not conflicts(
        head + item.format("二十") + "各条的规定如下。\n" * 60 + item.format("五十")
    )


def test_a_figure_that_differs_in_each_of_three_texts_moves() -> None:
    words = "2023年，全市已完成困难重度残疾人家庭无障碍改造{}户，提前完成任务。"
    assert conflicts(words.format(1176), words.format(1178))
    assert not conflicts(*(words.format(n) for n in (1176, 1178, 1179)))
    assert conflicts(*(words.format(n) for n in (1176, 1178, 1178)))
    assert conflicts(*(words.format(n) for n in (1176, "超过1100", 1178)))
