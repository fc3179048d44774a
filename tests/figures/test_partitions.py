"""Shares of parts that leave nothing over make a hundred, and no others are asked to."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from restore.core.claims import FigureSource
from restore.figures import check_figures
from restore.figures.wholes import read_wholes
from restore.lexicon.tables import DictionaryError


def outcomes(text: str) -> list[str]:
    """Return what is said of shares that should make a hundred."""
    report = check_figures([FigureSource("a", text)])
    return [check.outcome for check in report.checks if check.rule == "shares"]


WHOLE = (
    "第一产业增加值占国内生产总值的比重为7.9%，第二产业增加值比重为40.5%，第三产业增加值比重为51.6%。",
    "第一、第二和第三产业增加值占国内生产总值的比重分别为11.8%、48.7%和39.5%。",
    "一、二、三产业增加值占地区生产总值的比重分别为8.1%、42.3%和49.6%。",
    "三次产业占比分别为8.1%、42.3%、49.6%。",
    "全县常住人口中，男性人口为20.1万人，占51.2%；女性人口为19.2万人，占48.8%。",
    "居住在城镇的人口为9019万人，占63.89%；居住在乡村的人口为5098万人，占36.11%。",
    "0-14岁人口比重为25.4%，15-64岁人口比重为67.7%，65岁以上老年人口比重为6.9%。",
    "14岁及以下人口占17.2%，15—59岁人口占62.3%，60岁及以上人口占20.5%，其中65岁及以上人口占14.2%。",
    "全年水质优良（Ⅰ～Ⅲ类）断面比例为84.9%，Ⅳ类断面比例为11.8%，Ⅴ类断面比例为2.1%，劣Ⅴ类断面比例为1.2%。",
    "I-III类水质断面占91.4%，IV类占6.9%，V类占1.1%，劣V类占0.6%。",
    "达到国家一、二类海水水质标准的面积占81.3%，三类海水占5.2%，四类、劣四类海水占13.5%。",
    "声环境质量好的城市占4.9%，较好的占61.7%，一般的占31.5%，较差的占1.9%。",
    "声环境质量好的城市占5.9%，较好的占65.0%，一般的占27.9%，较差的占0.9%，差的占0.3%。",
    "质量好的城市占5.0%，较好的占63.8%，轻度污染的占29.3%，中度污染的占1.6%，重度污染的占0.3%。",
    "全年空气质量达标的城市占64.3%，未达标的城市占35.7%。",
    "中共党员占39%，非中共党员占61%。",
    "有业务的占64%，没有业务的占36%。",
    "非常满意的占62%，基本满意的占30%，不满意的占8%。",
    "最终消费支出、资本形成总额、货物和服务净出口对经济增长的贡献率分别是52%、16.8%、31.2%。",
    "短途客流占比达到了61%，中长途客流占比为39%。",
    "大型企业占20%，中型企业占30%，小型企业占35%，微型企业占15%。",
    "赞成票占80%，反对票占15%，弃权票占5%。",
    "东部地区占45.2%，中部地区占25.1%，西部地区占23.6%，东北地区占6.1%。",
)


@pytest.mark.parametrize("text", WHOLE)
def test_shares_of_all_parts_make_a_hundred(text: str) -> None:
    assert outcomes(text) == ["verified"]


@pytest.mark.parametrize("text", WHOLE)
def test_a_slip_of_any_size_in_one_of_them_is_told(text: str) -> None:
    told = re.search(r"[0-9](?=(?:\.[0-9]+)?%)", text)
    assert told
    place = told.start()
    slip = str((int(text[place]) + 4) % 10)
    assert outcomes(text[:place] + slip + text[place + 1 :]) == ["failed"]


def test_a_structure_before_and_after() -> None:
    told = "三次产业比重由上年的8.5%、42.0%、49.5%调整为8.1%、42.3%、{}%。"
    assert outcomes(told.format("49.6")) == ["verified", "verified"]
    assert outcomes(told.format("46.6")) == ["verified", "failed"]


@pytest.mark.parametrize(
    "text",
    [
        "城镇居民食品支出占消费支出的30%，农村居民占35%。",
        "手机占40%，电脑占35%。",
        "保费中央财政占45%，地方财政占35%，农户占20%。",
        "甲、乙、丙三类企业占比分别为40%、35%、30%。",
        "中央财政、地方财政分别承担保费的45%和35%，投保农户自缴20%。",
        "满意的占62%，不满意的占8%。",
        "支持的占62%，不支持的占8%。",
        "60岁及以上人口占20.5%，65岁及以上人口占14.2%。",
        "15—59岁人口占62.3%，60岁及以上人口占20.5%。",
        "Ⅰ～Ⅲ类断面比例为84.9%，劣Ⅴ类断面比例为1.2%。",
        "第一产业增加值占8%，第二产业增加值占42%。",
        "第一产业增加值增长3%，第二产业增加值增长5%，第三产业增加值增长6%。",
        "第一产业占比约8%，第二产业占比约40%，第三产业占比约50%。",
        "东部地区占45.2%，中部地区占25.1%，西部地区占23.6%。",
        "城镇、农村居民人均可支配收入占比分别提高3%和5%。",
    ],
)
def test_other_shares_are_not_asked(text: str) -> None:
    assert outcomes(text) == []


def test_rounding_of_three_shares_and_more_may_leave_one_in_the_last_place() -> None:
    three = "第一产业占7.{}%，第二产业占40.5%，第三产业占51.6%。"
    assert [outcomes(three.format(digit)) for digit in "8907"] == [
        ["verified"], ["verified"], ["failed"], ["failed"],
    ]  # fmt: skip
    assert outcomes("男性占51.2%，女性占48.9%。") == ["failed"]
    # A nought at the end tells how far it is printed.
    assert outcomes("男性占51.0%，女性占49.1%。") == ["failed"]


def test_a_sum_of_kinds_that_only_shares_were_told_of() -> None:
    text = "全县企业173家，其中大型企业2家，中型企业8家，小型企业30家，微型企业56家。"
    checks = check_figures([FigureSource("a", text)]).checks
    assert [check.outcome for check in checks if check.rule == "sum"] == ["failed"]


@pytest.mark.parametrize(
    "row",
    [
        "男\t\t4\t\tx",
        "男 女\ttwo\t4\t\tx",
        "男 女\t\tfar\t\tx",
        "(男 女\t\t4\t\tx",
        "(男) 女\t\t4\t\tx",
    ],
)
def test_a_bad_row_names_its_line(tmp_path: Path, row: str) -> None:
    path = tmp_path / "wholes.tsv"
    path.write_text(f"parts\tleast\twhole\tground\n{row}\n", encoding="utf-8")
    with pytest.raises(DictionaryError, match=r"wholes\.tsv, line 2"):
        read_wholes(path)
