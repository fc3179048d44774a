"""Slips in sums, shares and changes whose numbers stand sentences or clauses apart."""

from __future__ import annotations

import pytest

from restore.core.claims import FigureSource
from restore.figures import check_figures


def told(text: str) -> set[tuple[str, str]]:
    """Return the rules of the checks of a text with what came of each."""
    checks = check_figures([FigureSource("a", text)]).checks
    return {(check.rule, check.outcome) for check in checks if check.outcome != "unmade"}


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        ("粮食产量61624万吨，比上年减少520万吨，减产{}%。", "0.8", "0.5"),
        ("粮食总产量达5.08亿吨，比上年减产{}万吨，减产0.8%。", "397", "357"),
        ("全年税收收入130354亿元，增加{}亿元，增长4.3%。", "5432", "5832"),
        ("粮食产量50150{}吨，比上年增加350万吨，增产0.7%。", "万", "亿"),
        ("税收收入157992{}元，比上年增加1589亿元，增长1.0%。", "亿", "万"),
        ("完成投资500亿元，较年初多{}亿元，增幅为11.1%。", "50", "80"),
        ("存款比上年增长10.0%。贷款110亿元，比上年增长10.0%，增加{}亿元。", "10", "18"),
        ("接待游客880人次，比上年少120人次，减少{}%。", "12", "18"),
    ],
)
def test_what_was_added_and_its_rate(text: str, right: str, wrong: str) -> None:
    assert ("step", "verified") in told(text.format(right))
    assert ("step", "failed") in told(text.format(wrong))


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        ("全国就业人员77471万人，其中城镇44247万人，占全国就业人员比重为{}%。", "57.1", "57.8"),
        (
            "总人口138271万人，其中城镇常住人口79298万人，占总人口比重（城镇化率）为{}%。",
            "57.35",
            "37.35",
        ),
        (
            "在监测的557个城市中，有389个城市空气质量达到二级以上（含二级）标准，占监测城市数的{}%。",
            "69.8",
            "59.8",
        ),
        (
            "在省第一批1000亿元复工复产稳投资专项贷款中，获综合授信{}亿元，占全省比重15.6%。",
            "156",
            "153",
        ),
        ("预算收入100亿元，增长8%，其中税收收入80亿元，增长5%，占比{}%。", "80", "82"),
        (
            "总人口125909万人。其中，城镇人口38892万人，占30.9%；乡村人口87017万人，占{}%。",
            "69.1",
            "59.1",
        ),
        ("发明专利{}万件，其中境内发明专利54.5万件，占52.7%。", "103.4", "104.4"),
    ],
)
def test_shares_that_are_told_apart_from_their_whole(text: str, right: str, wrong: str) -> None:
    assert ("share", "verified") in told(text.format(right))
    assert ("share", "failed") in told(text.format(wrong))


@pytest.mark.parametrize(
    ("text", "right", "wrong", "outcome"),
    [
        (
            "卫生机构99.3万个，其中医院2.9万个，在医院中有公立医院1.3万个，民营医院{}个。",
            "1.6万",
            "2.6万",
            "failed",
        ),
        (
            "卫生机构99.3万个，其中医院2.9万个，在医院中有公立医院1.3万个，民营医院{}个。",
            "1.6万",
            "1.6亿",
            "failed",
        ),
        ("获得32枚金牌、{}枚银牌、26枚铜牌，共计85枚奖牌。", "27", "26", "failed"),
        ("获得26枚金牌、18枚银牌、26枚铜牌，奖牌总数{}枚。", "70", "71", "failed"),
        (
            "支付赔款及给付{}亿元，其中财产险赔款318亿元，寿险给付192亿元。",
            "510",
            "810",
            "possible",
        ),
        (
            "进出口总额243386亿元，下降0.9%。其中，出口{}亿元，下降1.9%；进口104932亿元，增长0.6%。",
            "138455",
            "138955",
            "failed",
        ),
        (
            "粮食产量50150万吨，其中，夏粮产量11534万吨，增产1.3%；早稻产量3196万吨；秋粮产量{}万吨。",
            "35420",
            "35720",
            "failed",
        ),
        ("产值900亿元，其中省内500亿元，省外{}亿元。", "400", "430", "failed"),
        ("就业人员468万人，其中甲类204万人，乙类{}人。", "264万", "147亿", "failed"),
    ],
)
def test_lists_that_leave_nothing_over(text: str, right: str, wrong: str, outcome: str) -> None:
    assert ("sum", "verified") in told(text.format(right))
    assert ("sum", outcome) in told(text.format(wrong))


def test_a_list_that_comes_out_with_the_next_sentence_is_right() -> None:
    text = "矿产地208处，其中能源矿产地50处，金属矿产地73处，非金属矿产地82处；水气矿产地3处。"
    assert {outcome for rule, outcome in told(text) if rule == "sum"} == {"verified"}


def test_a_rate_is_of_what_its_deed_was_done_to() -> None:
    text = "9472家规模以上工业企业已复工7472家，复工率{}%。"
    assert ("ratio", "verified") in told(text.format("78.9"))
    assert ("ratio", "failed") in told(text.format("87.9"))
    text = "受理信访事项4425件，办结3994件，信访事项办结率{}%。"
    assert ("ratio", "failed") in told(text.format("93.3"))
    assert told(text.replace("信访事项办结率", "按期办结率").format("93.3")) == {
        ("part-of-whole", "verified")
    }


@pytest.mark.parametrize("wrong", ["95.9", "5.9", "599", "69.9"])
def test_any_slip_in_a_list_of_three_parts(wrong: str) -> None:
    text = "机构97.7万个，其中卫生院3.5万个，服务中心3.6万个，门诊部30.7万个，村卫生室{}万个。"
    assert ("sum", "verified") in told(text.format("59.9"))
    # Parts that leave more than a third of the whole out may be some of all.
    sure = float(wrong) > 30
    assert ("sum", "failed" if sure else "possible") in told(text.format(wrong))
