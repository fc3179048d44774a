from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from restore.figures.dictionary import FigureDictionary, load_dictionary
from restore.figures.names import name_spans
from restore.figures.quantities import Quantity, scan_quantities
from restore.figures.times import scan_times
from restore.text.characters import FORMAL_NUMERALS, NUMERALS


def scan(text: str, dictionary: FigureDictionary) -> list[Quantity]:
    return scan_quantities(text, dictionary, ((m.start, m.end) for m in scan_times(text)))


def read(text: str, dictionary: FigureDictionary) -> list[tuple[str, str, str]]:
    return [
        (text[q.start : q.end], format(q.value, "f"), q.unit.canonical)
        for q in scan(text, dictionary)
    ]


CASES = {
    "化解矛盾纠纷1.1万余件": [("1.1万余件", "11000", "件")],
    "4辑40余万字文史资料": [("4辑", "4", "辑"), ("40余万字", "400000", "字")],
    "累计接待168场3140人次观展": [("168场", "168", "场"), ("3140人次", "3140", "人次")],
    "6大类60项重点工作": [("6大类", "6", "大类"), ("60项", "60", "项")],
    "十三省（区）政协": [("十三省（区）", "13", "省（区）")],
    "1万2千名党员": [("1万2千名", "12000", "人")],
    "百分之五点二": [("百分之五点二", "5.2", "%")],
    "罚款百分之八至百分之十": [("百分之八至百分之十", "8", "%")],
    "总产十万吨，公路二十三公里，羊两万头": [
        ("十万吨", "100000", "吨"),
        ("二十三公里", "23", "公里"),
        ("两万头", "20000", "头"),
    ],
    "播种1万600亩，确诊超3亿845万例": [
        ("1万600亩", "10600", "亩"),
        ("3亿845万例", "308450000", "例"),
    ],
    "惠及390万65岁以上老人和130万6岁以下儿童": [
        ("390万", "3900000", ""),
        ("65岁", "65", "岁"),
        ("130万", "1300000", ""),
        ("6岁", "6", "岁"),
    ],
    "投资 30 亿元，同比增长 5.2 %": [("30 亿元", "3000000000", "元"), ("5.2 %", "5.2", "%")],
    "确诊超407万 单日新高": [("407万", "4070000", "")],
    "全年收入 1 234 567 元": [("1 234 567 元", "1234567", "元")],
    "合同价壹佰贰拾叁万肆仟伍佰元整": [("壹佰贰拾叁万肆仟伍佰元", "1234500", "元")],
    "同比-10.1%，环比为－3.5%，−2.1个百分点": [
        ("-10.1%", "-10.1", "%"),
        ("－3.5%", "-3.5", "%"),
        ("−2.1个百分点", "-2.1", "个百分点"),
    ],
    "历时两年半，又三个半月，2个半小时": [
        ("两年半", "2.5", "年"),
        ("三个半月", "3.5", "个月"),
        ("2个半小时", "2.5", "小时"),
    ],
    "提高半个百分点，用了半年；上半年、后半年": [
        ("半个百分点", "0.5", "个百分点"),
        ("半年", "0.5", "年"),
    ],
    "男女比例为3:2，性别比105.23:100（女性为100），生师比17.3∶1，比分3:2，上午10:30": [],
    "近两成半流向农村，历时三个多月、2个多小时": [
        ("两成半", "25", "%"),
        ("三个多月", "3", "个月"),
        ("2个多小时", "2", "小时"),
    ],
    "年满十八周岁，13周岁女孩": [("十八周岁", "18", "岁"), ("13周岁", "13", "岁")],
    "连续两年增长，以下三点意见，两头抓": [("两年", "2", "年"), ("三点", "3", "点")],
    "三分之二以上的县": [("三分之二", str(Decimal(2) / 3), "")],
    "超过三成企业": [("三成", "30", "%")],
    "3—5项任务": [("3—5项", "3", "项")],
    "占20%—30%": [("20%—30%", "20", "%")],
    "一两次": [("一两次", "1", "次")],
    "十三四个村": [("十三四个", "13", "个")],
    "第九批示范单位": [("第九批", "9", "第批")],
    "第十五次会议": [("第十五次", "15", "第次")],
    "网络投票数位列第一。": [("第一", "1", "第名")],
    "收入实现翻番": [("翻番", "2", "倍")],
    "收入翻了两番": [("翻了两番", "4", "倍")],
    "增长两倍": [("两倍", "2", "倍")],
    "提高2.5个百分点": [("2.5个百分点", "2.5", "个百分点")],
    "面积20公顷": [("20公顷", "300", "亩")],
    "日处理16.9万吨/日": [("16.9万吨/日", "169000", "吨/日")],
    "总量达1.2万亿元": [("1.2万亿元", "1200000000000", "元")],
    "２３４件提案": [("２３４件", "234", "件")],
    "装机3200万千瓦": [("3200万千瓦", "32000000", "千瓦")],
    "2023年3月8日办结8件": [("8件", "8", "件")],
    "召开一两次会议": [("一两次", "1", "次")],
    "召开三次会议": [("三次", "3", "次")],
    "政协十三届三次会议": [("十三届", "13", "第届"), ("三次", "3", "第次")],
    "八成五的群众": [("八成五", "85", "%")],
    "半数以上的县": [("半数", "0.5", "")],
    "百余场活动": [("百余场", "100", "场")],
    "近2000家企业": [("2000家", "2000", "家")],
    "约2000左右": [("2000", "2000", "")],
    "裁减员额一百万，": [("一百万", "1000000", "")],
    "全集第30卷，第476页": [("第30卷", "30", "第卷"), ("第476页", "476", "第页")],
    "定位精度优于20m": [("20m", "0.02", "公里")],
}


@pytest.mark.parametrize(("text", "wanted"), CASES.items())
def test_reads(text: str, wanted: list[tuple[str, str, str]], dictionary: FigureDictionary) -> None:
    assert read(text, dictionary) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "“十四五”规划和“1571”工作部署",
        "深刻领悟“两个确立”的决定性意义，做到“两个维护”",
        "增强四个意识、坚定四个自信",
        "入驻12345热线履职平台",
        "迎接自治区两会召开",
        "统一思想、进一步推动“一带一路”建设",
        "推进“三北”工程，表彰三八红旗手",
        "完成“六个一”履职任务",
        "构建“1+N”规划体系，5G网络，PM2.5",
        "《关于十条意见的通知》",
        "一是扎实推进。二是全面落实。",
        "2023年1月至2024年12月，上半年，第三季度",
        "万众一心，千方百计，十分重视",
        "■上接第1版",
        "保持两位数增长，比分为1：1",
        "每一名委员，一次又一次，第一时间",
        "标准体系如图12所示，附件3和专栏2",
        "图1标准体系结构图",
        "第十五条 本办法有效期为准",
        "3.3由人工智能生成图片时",
        "到二0二0年和二０一０年基本实现",
        "4月22日16时前报送",
        "成百上千的企业，千千万万个家庭",
        "二十国集团，北纬40.5度，东经111度",
        "七十年代，千亿县，二十大报告，两头都要抓",
        "“5·18”活动和3·15晚会",
        "打通最后1公里",
    ],
)
def test_leaves_names_and_times_alone(text: str, dictionary: FigureDictionary) -> None:
    assert read(text, dictionary) == []


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("2300余家", 2300, 2400),
        ("2万多人", 20000, 30000),
        ("近200个", 180, 200),
        ("近百名干部", 90, 100),
        ("上百万人", 10**6, None),
        ("数十万元", 2 * 10**5, 10**6),
        ("好几千名学生", 2000, 10000),
        ("百万元", 500000, 1500000),
        ("近八成", 72, 85),
        ("八成", 75, 85),
        ("九成八以上", 98, None),
        ("全年3 250 万元", 32495000, 32505000),
        ("1/4强的农户", "0.225", "0.275"),
        ("约100人", 90, 110),
        ("超过50件", 50, None),
        ("60家以上", 60, None),
        ("不足30人", 0, 30),
        ("90.3%", "90.25", "90.35"),
        ("523名", 523, 523),
        ("40万字", 395000, 405000),
    ],
)
def test_interval(
    text: str, low: int | str, high: int | str | None, dictionary: FigureDictionary
) -> None:
    (quantity,) = scan(text, dictionary)
    assert quantity.low == Decimal(low)
    assert quantity.high == (None if high is None else Decimal(high))


def chinese(value: int, *, formal: bool = False, liang: bool = False) -> str:
    """Write a number below 10**16 as GB/T 15835-2011 has it, or as on bills (大写)."""
    digits, places = (
        ("零壹贰叁肆伍陆柒捌玖", "仟佰拾") if formal else ("零一二三四五六七八九", "千百十")
    )
    written = f"{value:016d}"
    out, zero = "", False
    for start, mark in zip(range(0, 16, 4), ("万亿", "亿", "万", ""), strict=True):
        group = written[start : start + 4]
        if group == "0000":
            zero = bool(out)
            continue
        for digit, place in zip(group, (*places, ""), strict=True):
            if digit == "0":
                zero = bool(out)
                continue
            out += ("零" if zero else "") + digits[int(digit)] + place
            zero = False
        out += mark
    if out.startswith("一十"):
        out = out[1:]
    return re.sub("二(?=[千万亿])(?<!十二)", "两", out) if liang else out


WRITINGS: dict[str, Callable[[int], str]] = {
    "digits": str,
    "wide": lambda value: str(value).translate({48 + n: 0xFF10 + n for n in range(10)}),
    "commas": "{:,}".format,
    "blanks": lambda value: f"{value:,}".replace(",", "\u2009"),
    "chinese": chinese,
    "两": lambda value: chinese(value, liang=True),
    "bills": lambda value: chinese(value, formal=True),
}


@settings(max_examples=400)
@given(
    value=st.integers(11, 10**12 - 1) | st.integers(11, 10**5),
    writing=st.sampled_from(sorted(WRITINGS)),
    unit=st.sampled_from(sorted(load_dictionary().units)),
)
def test_every_number_before_every_unit_reads_back(value: int, writing: str, unit: str) -> None:
    flags = load_dictionary().units[unit].flags
    number = WRITINGS[writing](value)
    if {"digits", "latin"} & flags:
        assume(not set(number) & set(NUMERALS + FORMAL_NUMERALS))
    # A figure of four digits before 年 is a year; in 一千克 and 三万千瓦 the numeral goes on.
    assume(unit != "年" or not 1000 <= value < 10000)
    assume(unit != "百亿亿次")
    # 85折 is 8.5 tenths.
    assume(unit != "折" or value > 99)
    assume(unit[0] not in "百千" or number[-1] not in NUMERALS + FORMAL_NUMERALS)
    # 2010国际车展: what nobody counts thousands of stands behind a year.
    assume(unit not in "国省州市区县旗乡镇村期届季" or not 1000 <= value < 10000)
    behind = "内。" if "within" in flags else "全胜。" if "played" in flags else "。"
    (quantity,) = scan(f"累计为{number}{unit}{behind}", load_dictionary())
    assert quantity.value == value * load_dictionary().units[unit].factor


@given(
    st.text(alphabet="第一二三十百万亿多余近0123456789.%％件个年月日至—、，“”《》人\n", max_size=30)
)
def test_spans_are_sorted_and_apart(text: str) -> None:
    position = 0
    for quantity in scan(text, load_dictionary()):
        assert position <= quantity.start < quantity.end <= len(text)
        position = quantity.end


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("一起案件", [(0, 2)]),
        ("十一起案件", []),
        ("这一起案件", [(1, 3)]),
        ("在万州", [(1, 3)]),
        ("五万州", []),
        ("3万州", []),
        ("一带一路", [(0, 4)]),
    ],
)
def test_a_name_does_not_begin_within_a_number(text: str, names: list[tuple[int, int]]) -> None:
    assert name_spans(text, load_dictionary()) == names
