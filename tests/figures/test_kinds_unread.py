"""Kinds of figures found by reading what was left unread, and kinds of words that were read as figures."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from restore.core.claims import Claim, FigureSource
from restore.figures.dictionary import load_dictionary
from restore.figures.extraction import extract


def claims(text: str) -> list[Claim]:
    return extract(FigureSource("t", text), load_dictionary()).claims


def read(text: str) -> list[str]:
    return [f"{claim.text}={claim.value:f}{claim.unit}" for claim in claims(text)]


LENGTHS = {
    "会期延长五日至十日，为期一天，拘役一个月。": ["五日至十日=5天", "一天=1天", "一个月=1个月"],
    "处三年至五年有期徒刑，任期三至五年。": ["三年至五年=3年", "三至五年=3年"],
    "提前七日公告，不得超过三日。": ["七日=7天", "三日=3天"],
    "住院45天至2016年12月。": ["45天=45天"],
    "距今3000多年。": ["3000多年=3000年"],
}
LISTS = {
    "涨7.45,5.03%，病例5，50岁，频率36MHz，1个。": [
        "7.45=7.45",
        "5.03%=5.03%",
        "5=5",
        "50岁=50岁",
        "36MHz=36000000赫兹",
        "1个=1个",
    ],
    "同比+4.2%，14天+7天，120兆瓦/240兆瓦时。": [
        "4.2%=4.2%",
        "14天=14天",
        "7天=7天",
        "120兆瓦=120000千瓦",
        "240兆瓦时=240000千瓦时",
    ],
    "净利为1.79/2.54/3.24亿美元。": [
        "1.79=179000000美元",
        "2.54=254000000美元",
        "3.24亿美元=324000000美元",
    ],
    "提高20.9、36.2、54个百分点。": [
        "20.9=20.9个百分点",
        "36.2=36.2个百分点",
        "54个百分点=54个百分点",
    ],
    "煮 5-10 分钟，价 300 - 500 元。": ["5-10 分钟=5分钟", "300 - 500 元=300元"],
}
NUMERALS = {
    "捐1亿7千5百万美元，造价3亿6千5百万加元。": [
        "1亿7千5百万美元=175000000美元",
        "3亿6千5百万加元=365000000加元",
    ],
    "出资五点五万美元，达四十七点三万亿元。": [
        "五点五万美元=55000美元",
        "四十七点三万亿元=47300000000000元",
    ],
    "打九五折，再打85折。": ["九五折=9.5折", "85折=8.5折"],
    "合百二十一元。": ["百二十一元=121元"],
    "１２０元，２／３的人，１．８万名。": ["１２０元=120元", "１．８万名=18000人"],
    "八亿农民，五千万党员，十四亿多中国人民，三百多万同胞。": [
        "八亿=800000000",
        "五千万=50000000",
        "十四亿=1400000000",
        "三百多万=3000000",
    ],
    "三十两银子，五十石米，二两白酒。": ["三十两=30两", "五十石=50石", "二两=2两"],
    "领八府、六州、三十三县。": ["八府=8府", "六州=6州", "三十三县=33县"],
    "六级以上地震，八级大风，每天六克盐。": ["六级=6级", "八级=8级", "六克=0.000006吨"],
    "十余股涨停，击落数十架。": ["十余股=10股", "数十架=10架"],
    "坡度25°，最高38.5°C，长12公分，800W，12V，24h。": [
        "25°=25度",
        "38.5°C=38.5℃",
        "12公分=0.00012公里",
        "800W=800W",
        "12V=12伏",
        "24h=24小时",
    ],
    "第二针，第三任校长，第二阶段，第2部分。": [
        "第二针=2第针",
        "第三任=3第任",
        "第二阶段=2第阶段",
        "第2部分=2第部分",
    ],
    "工信部等五部委，分两部分。": ["五部委=5部委", "两部分=2部分"],
}

RANGES = {
    "豆粕报2 890—2 950元/吨，到会1 200～1 300人。": [
        "2 890—2 950元/吨=2890元/吨",
        "1 200～1 300人=1200人",
    ],
    "今天-6～2℃，明天-9～-1℃，后天-1～-9℃，增速-2%～6%，气温-11到-6℃。": [
        "-6～2℃=-6℃",
        "-9～-1℃=-9℃",
        "-1～-9℃=-9℃",
        "-2%～6%=-2%",
        "-11到-6℃=-11℃",
    ],
    "零下15℃至零下10℃，零下10℃到零下15℃。": [
        "零下15℃至零下10℃=-15℃",
        "零下10℃=-10℃",
        "零下15℃=-15℃",
    ],
}
KINDS = {
    "停靠七站，兰花三百余盆，读了两遍，吹两句。": [
        "七站=7站",
        "三百余盆=300盆",
        "两遍=2遍",
        "两句=2句",
    ],
    "151科866种，分58目，12锅、30罐、5捆。": [
        "151科=151科",
        "866种=866种",
        "58目=58目",
        "12锅=12锅",
        "30罐=30罐",
        "5捆=5捆",
    ],
    "承接9685万载重吨，节约2吨标煤，80千乏，5GPa。": [
        "9685万载重吨=96850000载重吨",
        "2吨标煤=2吨标准煤",
        "80千乏=80千乏",
        "5GPa=5000000000帕",
    ],
    "直辖39个人民公社，5个人民法院，3个人工湖，6个人员密集点，39个人。": [
        "39个=39个",
        "5个=5个",
        "3个=3个",
        "6个=6个",
        "39个人=39人",
    ],
    "80至89周岁每人每月50元，10户每户5元，5元每斤，60公里每小时。": [
        "80至89周岁=80岁",
        "50元=50元",
        "10户=10户",
        "5元=5元",
        "5元每斤=5元/斤",
        "60公里每小时=60公里/小时",
    ],
    "期限为三十日，限期30日整改，连续8日无新增，刑期增加一年，每五日一班。": [
        "三十日=30天",
        "30日=30天",
        "8日=8天",
        "一年=1年",
        "五日=5天",
    ],
    "限期90日历天，持续10日至15日。": ["90日历天=90天"],
    "户四万二千七百二十五，口十四万三千二百九十四；三口之家。": [
        "四万二千七百二十五=42725",
        "十四万三千二百九十四=143294",
        "三口=3口",
    ],
    "变压器（800kVA2台、35kV1座）。": ["800kVA=800千伏安", "2台=2台", "35kV=35千伏", "1座=1座"],
    "1400W像素，800W人次，500W粉丝，800W。": [
        "1400W像素=14000000像素",
        "800W人次=8000000人次",
        "800W=800W",
    ],
    "三战皆负，五战三胜，遭遇三连败。": ["三战=3战", "五战=5战", "三连败=3连败"],
    "19金14银21铜列第三，被记12分并处罚款，得分后落后8分的主队。": [
        "19金=19金",
        "14银=14银",
        "21铜=21铜",
        "第三=3第名",
        "12分=12分",
        "8分=8分",
    ],
    "低3米多，到手挣了五百一。": ["3米多=0.003公里", "五百一=510"],
    "全区二十三村，六十七亩二分，两千钱上下，收成三五升。": [
        "二十三村=23村",
        "六十七亩=67亩",
        "二分=2分",
        "两千钱=2000钱",
        "三五升=0.003立方米",
    ],
    "历时数十年，占六成左右。": ["数十年=10年", "六成=60%"],
    "宅地3平方尺，100平方呎。": ["3平方尺=3平方尺", "100平方呎=100平方英尺"],
}


@pytest.mark.parametrize(("text", "wanted"), [*RANGES.items(), *KINDS.items()])
def test_ranges_and_kinds(text: str, wanted: list[str]) -> None:
    assert read(text) == wanted


def test_a_qualifier_behind_gives_bounds() -> None:
    decades, tenths = claims("历时数十年，占六成左右。")
    assert [decades.low, decades.high] == [20, 100]
    assert [tenths.qualifier, tenths.low, tenths.high] == ["左右", 54, 66]


def test_a_square_foot_is_of_hong_kong_or_of_the_mainland() -> None:
    units = load_dictionary().units
    assert units["平方尺"].group not in {units["平方呎"].group, units["平方米"].group}


def test_a_range_of_grouped_and_signed_numbers_keeps_its_upper_end() -> None:
    found = claims("报2 890—2 950元，-6～2℃，-9～-1℃，-1～-9℃。")
    assert [claim.upper for claim in found] == [2950, 2, -1, -1]


@given(
    low=st.integers(-60, 60),
    width=st.integers(1, 40),
    to=st.sampled_from("～~至到—"),
    unit=st.sampled_from(["℃", "%", "元", "个百分点"]),
)
def test_a_range_reads_back_whatever_its_signs(low: int, width: int, to: str, unit: str) -> None:
    (found,) = claims(f"为{low}{to}{low + width}{unit}。")
    assert [found.value, found.upper] == [low, low + width]


@given(
    first=st.integers(1000, 10**8),
    more=st.integers(1, 10**6),
    to=st.sampled_from(["—", "～", "至"]),
)
def test_a_range_of_numbers_in_groups_reads_back(first: int, more: int, to: str) -> None:
    low, high = (f"{value:,}".replace(",", " ") for value in (first, first + more))
    (found,) = claims(f"报{low}{to}{high}元/吨。")
    assert [found.value, found.upper] == [first, first + more]


@pytest.mark.parametrize(("text", "wanted"), [*LENGTHS.items(), *LISTS.items()])
def test_lengths_of_time_and_lists(text: str, wanted: list[str]) -> None:
    assert read(text) == wanted


@pytest.mark.parametrize(("text", "wanted"), NUMERALS.items())
def test_numerals_and_units(text: str, wanted: list[str]) -> None:
    assert [found for found in read(text) if "／" not in found] == wanted


@pytest.mark.parametrize(
    "text",
    [
        "783年，他即位（482年—493年），668年迁都，09年成考。",
        "十多年来，几十年来。",
        "2023元旦晚会，2023国庆，2010国际车展，2022期间，2010笔记本，2010天津。",
        "波音747客机，歼-20战机，硅-28同位素，3#楼。",
        "三轮摩托车，三元食品，中铁十五局集团，二次函数，二次元，三本院校，24节气，百亿项目。",
        "被告人张某1、刘某2，原告李3诉称。",
        "（6）强化金融。（2）系统集成；3. 示范。",
        "见示例 8-13，步骤 2~6，图 3-1。",
        "东经116°23′，北纬39°54′，10的3次方。",
        "Normalize([0.4914, 0.482], max(1, 2))",
        "一则怕热，二则怕远。",
        "00970\n38575579",
        "战成66平，三月十八起，从上午9点持续到下午17时，一战成名，二战全胜，三战区。",
        "性别比105.23:100，车桩比2.3∶1。",
        "N+1补偿，第 14 行。",
    ],
)
def test_words_names_and_codes_are_no_figures(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("60亿票房，5万亿台阶。", ["60亿=6000000000", "5万亿=5000000000000"]),
        ("完成10项目标任务，5项目前。", ["10项=10项", "5项=5项"]),
        ("首付500元首期，三成果农，5台北斗终端。", ["500元=500元", "三成=30%", "5台=5台"]),
        ("持续783年，300年的历史，700年来。", ["783年=783年", "300年=300年"]),
        ("保安费13700元和2016年工资。", ["13700元=13700元"]),
        ("得分：95\t88", ["95=95", "88=88"]),
    ],
)
def test_what_only_looks_like_such_a_word_counts(text: str, wanted: list[str]) -> None:
    assert read(text)[: len(wanted)] == wanted


@given(value=st.decimals(1, 10**6, places=1), unit=st.sampled_from(["元", "%", "个百分点", "万吨"]))
def test_digits_of_full_width_read_as_those_of_half_width(value: Decimal, unit: str) -> None:
    wide = str(value).translate(
        {ord(c): ord(c) - ord("0") + ord("０") for c in "0123456789"} | {ord("."): "．"}
    )
    (one,), (other,) = claims(f"增加{value}{unit}。"), claims(f"增加{wide}{unit}。")
    assert (one.value, one.unit, one.span) == (other.value, other.unit, other.span)


@given(
    values=st.lists(st.decimals("1.1", "18.9", places=1), min_size=2, max_size=4),
    mark=st.sampled_from("、/"),
    unit=st.sampled_from(["亿元", "亿美元", "万元"]),
)
def test_a_list_shares_its_unit_and_its_power(values: list[Decimal], mark: str, unit: str) -> None:
    found = claims(f"净利为{mark.join(map(str, values))}{unit}。")
    power = {"亿": 10**8, "万": 10**4}[unit[0]]
    assert [claim.value for claim in found] == [value * power for value in values]
    assert {claim.unit for claim in found} == {unit[1:]}
