from __future__ import annotations

import pytest

from restore.core.claims import FigureReport, FigureSource
from restore.figures import check_figures


def outcomes(text: str) -> list[tuple[str, str]]:
    report = check_figures([FigureSource("a", text)])
    return [(check.rule, check.outcome) for check in report.checks]


@pytest.mark.parametrize(
    ("text", "rule", "outcome"),
    [
        ("代办信访事项4425件，办结3994件，办结率90.3%。", "ratio", "verified"),
        ("代办信访事项4425件，办结3994件，办结率96.3%。", "ratio", "failed"),
        ("收到提案1190件，立案提案893件。", "part-of-whole", "verified"),
        ("收到提案1190件，立案提案1893件。", "part-of-whole", "failed"),
        ("城镇化率由60.2%提高到66.2%，提高6个百分点。", "difference", "verified"),
        ("城镇化率由60.2%提高到66.2%，提高8个百分点。", "difference", "failed"),
        ("用户从4076万户增长到了15770万户，增长287%。", "growth", "verified"),
        ("用户从4076万户增长到了15770万户，增长237%。", "growth", "failed"),
        (
            "对外投资从2007年的248亿美元上升到2012年的772亿美元，年均增长25.5%。",
            "growth",
            "verified",
        ),
        ("比重由60.2%提高到56.2%。", "direction", "failed"),
        ("共有委员523人，其中男委员365人、女委员158人。", "sum", "verified"),
        ("共有委员523人，其中男委员365人、女委员168人。", "sum", "failed"),
        ("提出28个主要指标，其中20个预期性指标、8个约束性指标。", "sum", "verified"),
        ("提出28个主要指标，其中80个预期性指标、8个约束性指标。", "sum", "failed"),
        ("此次行动涉及26人，其中10人移交至甲地，18人移交至乙地。", "sum", "possible"),
        ("造成3人伤亡，其中1人死亡，4人重伤。", "sum", "possible"),
        ("2024年是新中国成立75周年。", "anniversary", "verified"),
        ("2024年是新中国成立76周年。", "anniversary", "failed"),
        ("现有委员400名，其中女委员120名，占30%。", "share", "verified"),
        ("现有委员400名，其中女委员120名，占委员总数的36%。", "share", "failed"),
        ("到发班列723列，其中回程班列293列，占比达4成。", "share", "verified"),
        ("到发班列723列，其中回程班列293列，占比达6成。", "share", "failed"),
        ("一产占12%、二产占45%、三产占43%。", "shares", "verified"),
        ("一产占12%、二产占45%、三产占53%。", "shares", "failed"),
        ("三次产业结构比为4.0:37.7:58.3。", "shares", "verified"),
        ("三次产业结构比为4.0:31.7:58.3。", "shares", "failed"),
        ("种植玉米20万亩，亩产650公斤，总产13万吨。", "product", "verified"),
        ("种植玉米20万亩，亩产650公斤，总产18万吨。", "product", "failed"),
        ("有委员120人、专家30人、群众50人，共200人参加。", "sum", "verified"),
        ("有委员120人、专家30人、群众50人，共210人参加。", "sum", "failed"),
        ("完成投资500亿元，同比增长8.7%，上年为460亿元。", "growth", "verified"),
        ("完成投资500亿元，同比增长6.7%，上年为460亿元。", "growth", "failed"),
        ("完成投资460亿元，同比下降8%，去年同期为500亿元。", "growth", "verified"),
        ("财政收入由80亿元增加到92亿元，增长25%。", "growth", "failed"),
        (
            "人民政协成立75周年。人民政协成立75周年大会。人民政协成立57周年。",
            "anniversary",
            "failed",
        ),
        (
            "设立5个专委会，分别是提案委、经济委、农业委、教科委、社法委。",
            "list-length",
            "verified",
        ),
        ("设立6个专委会，分别是提案委、经济委、农业委、教科委、社法委。", "list-length", "failed"),
        ("重点抓好三项工作：一是学习。二是调研。三是提案。", "list-length", "verified"),
        ("重点抓好四项工作：一是学习。二是调研。三是提案。", "list-length", "failed"),
        (
            "推进理论学习、调查研究、推动发展、检视整改、建章立制5个方面工作",
            "list-length",
            "verified",
        ),
        (
            "实施六个“倍增”计划（教育倍增、医疗倍增、销售倍增、旅游倍增、产业倍增、科技倍增）",
            "list-length",
            "verified",
        ),
        (
            "实施六个“倍增”计划（教育倍增、医疗倍增、销售倍增、旅游倍增、产业倍增）",
            "list-length",
            "failed",
        ),
        ("抓好以下三个方面：一是加强学习；二是深入调研；三是改进作风。", "list-length", "verified"),
        ("抓好以下四个方面：一是加强学习；二是深入调研；三是改进作风。", "list-length", "failed"),
        (
            "做好以下两项工作：\n（一）加强学习\n甲。\n（二）改进作风\n乙。",
            "list-length",
            "verified",
        ),
        ("2023年2月30日召开会议", "date", "failed"),
        ("6月31日召开会议", "date", "failed"),
    ],
)
def test_rule(text: str, rule: str, outcome: str) -> None:
    assert (rule, outcome) in outcomes(text)


@pytest.mark.parametrize(
    "text",
    [
        "现有委员400名，其中女委员120名，占全市的36%。",
        "居民人均可支配收入由2万元增加到3万元，增长25%。",
        "排名从78位上升到43位。",
        "人民政协成立75周年。人民政协成立75周年大会。再过5年将迎来人民政协成立80周年。",
        "新中国成立74周年、新中国成立74周年及建交35周年。",
        "今年是中俄战略协作伙伴关系建立30周年。以中俄战略协作伙伴关系建立30周年为契机。今年是中塞全面战略伙伴关系建立10周年。",
        "有委员120人、专家30人，其中女委员20人，共130户参加。",
        "包括提案委、经济委、农业委等6个专委会。",
        "甲占12%、乙占45%、丙占53%。",
        "种植玉米20万亩，亩产650公斤，全县总产18万斤以上。",
        "安排赤字1.2万亿元，比去年增加4000亿元，其中中央财政赤字8500亿元。",
        "困难残疾人生活补贴、护理补贴标准分别从每人每月209元、280元提高到217元、290元。",
        "新增机构22个，代办150多个，办结率100%。",
        "保障性安居工程740万套，其中棚户区改造580万套，增加110万套。",
        "地区生产总值从11.37万亿元提高到14.58万亿元，增长24.1%。",
        "2024年2月29日、12月31日和2月29日召开会议",
        "造成89人死亡，其中包括23名儿童，另有453人受伤。",
        "由每月2000元提高到3000元，其中独生子女按照每月3000元、其他人按照每月1500元扣除。",
        "夏粮每亩375.2公斤，比上年增长2.5%，其中，小麦每亩单产399.1公斤。",
        "优良水质断面35个，沿黄7个盟市森林覆盖率达到16.3%。",
    ],
)
def test_no_false_alarm(text: str) -> None:
    assert all(outcome == "verified" for _, outcome in outcomes(text))


def test_the_rate_of_the_seed(report: FigureReport) -> None:
    (rate,) = [check for check in report.checks if check.rule == "ratio"]
    assert (rate.document, rate.outcome) == ("001", "verified")
    assert "90.3%" in rate.explanation
