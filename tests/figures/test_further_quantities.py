"""Quantities of chronicles, of sport and of daily life; numbers of names, scores and codes that are none."""

from __future__ import annotations

import pytest

from restore.core.claims import FigureSource
from restore.figures.dictionary import load_dictionary
from restore.figures.extraction import extract


def read(text: str) -> list[tuple[str, str, str]]:
    claims = extract(FigureSource("t", text), load_dictionary()).claims
    return [(c.text, format(c.value, "f"), c.unit) for c in claims]


OLD = {
    "额征银三千二百两六钱，米一万八千余石。": [
        ("三千二百两", "3200", "两"),
        ("六钱", "6", "钱"),
        ("一万八千余石", "18000", "石"),
    ],
    "城高二丈五尺，周十三步。": [
        ("二丈", "2", "丈"),
        ("五尺", "5", "尺"),
        ("十三步", "13", "步"),
    ],
    "价银元三元二角，罚款伍拾元肆角整。": [
        ("三元", "3", "元"),
        ("二角", "0.2", "元"),
        ("伍拾元", "50", "元"),
        ("肆角", "0.4", "元"),
    ],
    "建讲堂三楹，路长约18华里，缴轻机枪九挺。": [
        ("三楹", "3", "楹"),
        ("18华里", "9", "公里"),
        ("九挺", "9", "挺"),
    ],
    "全县辖十一镇四乡，田二十三顷。": [
        ("十一镇", "11", "镇"),
        ("四乡", "4", "乡"),
        ("二十三顷", "2300", "亩"),
    ],
    "洪武二十四年，编户五千户；康熙五十年，六千户。": [
        ("五千户", "5000", "户"),
        ("六千户", "6000", "户"),
    ],
    "凡三十二篇、一百四十六章。": [
        ("三十二篇", "32", "篇"),
        ("一百四十六章", "146", "章"),
    ],
}

DAILY = {
    "偏多两成多，入学率不足一成。": [("两成多", "20", "%"), ("一成", "10", "%")],
    "历时一年零三个月。": [("一年", "1", "年"), ("三个月", "3", "个月")],
    "历时八年又四个月。": [("八年", "8", "年"), ("四个月", "4", "个月")],
    "票房破八亿，观影三千万人次。": [
        ("八亿", "800000000", ""),
        ("三千万人次", "30000000", "人次"),
    ],
    "当年共有2 300余名学子毕业。": [("2 300余名", "2300", "人")],
    "一个半小时的课，一年半的工期。": [("一个半小时", "1.5", "小时"), ("一年半", "1.5", "年")],
    "以3分52秒17夺冠。": [("3分", "3", "分"), ("52秒17", "52.17", "秒")],
    "以总分552.75分卫冕，以43分排在第5。": [
        ("552.75分", "552.75", "分"),
        ("43分", "43", "分"),
        ("第5", "5", "第名"),
    ],
    "身高一米八五，儿子1米2，吃四碗饭。": [
        ("一米八五", "0.00185", "公里"),
        ("1米2", "0.0012", "公里"),
        ("四碗", "4", "碗"),
    ],
    "电池5 500mAh，像头5000万像素。": [
        ("5 500mAh", "5500", "mAh"),
        ("5000万像素", "50000000", "像素"),
    ],
    "孕产妇死亡率6.2/10万，降至十万分之六。": [
        ("6.2/10万", "6.2", "/10万"),
        ("十万分之六", "6", "/10万"),
    ],
    "第三跳得分，第二局失利。": [("第三跳", "3", "第跳"), ("第二局", "2", "第局")],
    "自公布之日起30日后施行，应在15日内报送。": [
        ("30日", "30", "天"),
        ("15日", "15", "天"),
    ],
    "每服务一年补助三百元。": [("一年", "1", "年"), ("三百元", "300", "元")],
    "容积率1.0—2.2。": [("1.0—2.2", "1", "")],
    "亿元以上项目九个，百岁以上老人两名。": [
        ("亿元", "100000000", "元"),
        ("九个", "9", "个"),
        ("百岁", "100", "岁"),
        ("两名", "2", "人"),
    ],
}

NONE = [
    "以3比1逆转对手。",
    "法国队2-0完胜。",
    "比例为2∶4∶4。",
    "三番五次劝阻，半斤八两，三天两头，三三两两，百家争鸣。",
    "总号：1842。",
    "电话138****6572。",
    "性别比（以女性为100）。",
    "上年同月（上年同月=100）。",
    "指标码210-3305。",
    "他第34、78分钟破门。",
]


@pytest.mark.parametrize(("text", "wanted"), [*OLD.items(), *DAILY.items()])
def test_quantities(text: str, wanted: list[tuple[str, str, str]]) -> None:
    assert read(text) == wanted


@pytest.mark.parametrize("text", NONE)
def test_no_quantities(text: str) -> None:
    assert read(text) == []


MEASURES = {
    "放流20余万尾，接种2针，门窗38扇。": [
        ("20余万尾", "200000", "尾"),
        ("2针", "2", "针"),
        ("38扇", "38", "扇"),
    ],
    "惠及76万群众，种群7群44只。": [
        ("76万", "760000", ""),
        ("7群", "7", "群"),
        ("44只", "44", "只"),
    ],
    "辖5县2市3区，绿化三十八村。": [
        ("5县", "5", "县"),
        ("2市", "2", "市"),
        ("3区", "3", "区"),
        ("三十八村", "38", "村"),
    ],
    "为期两周，误差三毫米，每人五块钱。": [
        ("两周", "2", "周"),
        ("三毫米", "0.000003", "公里"),
        ("五块钱", "5", "元"),
    ],
}

QUALIFIED = [
    ("到会不下200人", "at least"),
    ("花费不止300元", "more"),
    ("编制未超过50名", "at most"),
    ("年纪六十岁开外", "more"),
    ("未达100万元", "less"),
]


@pytest.mark.parametrize(("text", "wanted"), MEASURES.items())
def test_measure_words(text: str, wanted: list[tuple[str, str, str]]) -> None:
    assert read(text) == wanted


@pytest.mark.parametrize(("text", "sense"), QUALIFIED)
def test_qualifiers_widen(text: str, sense: str) -> None:
    (claim,) = extract(FigureSource("t", text), load_dictionary()).claims
    assert claim.qualifier
    above = claim.high is None or claim.high > claim.value
    below = claim.low < claim.value
    assert (above, below) == (sense in {"at least", "more"}, sense in {"at most", "less"})
