from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from restore.figures.dictionary import FigureDictionary
from restore.figures.quantities import Quantity, scan_quantities
from restore.figures.times import scan_times


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
    "三分之二以上的县": [("三分之二", str(Decimal(2) / 3), "")],
    "超过三成企业": [("三成", "3", "成")],
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
    "八成五的群众": [("八成五", "8.5", "成")],
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
        "保持两位数增长，比例为1：1",
        "每一名委员，一次又一次，第一时间",
        "标准体系如图12所示，附件3和专栏2",
        "图1标准体系结构图",
        "第十五条 本办法有效期为准",
        "3.3由人工智能生成图片时",
        "到二0二0年和二０一０年基本实现",
        "4月22日16时前报送",
        "数十家企业，几十个项目，上千人",
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


@given(
    st.text(alphabet="第一二三十百万亿多余近0123456789.%％件个年月日至—、，“”《》人\n", max_size=30)
)
def test_spans_are_sorted_and_apart(text: str) -> None:
    from restore.figures.dictionary import load_dictionary

    position = 0
    for quantity in scan(text, load_dictionary()):
        assert position <= quantity.start < quantity.end <= len(text)
        position = quantity.end
