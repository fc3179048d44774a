"""Right texts whose figures are of another whole, another list or another year than the one beside them."""

from __future__ import annotations

import pytest

from restore.core.claims import FigureSource
from restore.figures import check_figures


def told(text: str, title: str = "2024年工作报告") -> set[tuple[str, str]]:
    """Return the rules and outcomes of all checks, and a word for each conflict."""
    report = check_figures([FigureSource("a", text, title=title)])
    return {(c.rule, c.outcome) for c in report.checks} | {
        ("conflict", "failed") for _ in report.conflicts
    }


def wrong(text: str, title: str = "2024年工作报告") -> set[tuple[str, str]]:
    """Return what fails or is doubted."""
    return {(rule, how) for rule, how in told(text, title) if how in {"failed", "possible"}}


@pytest.mark.parametrize(
    "text",
    [
        # Some are counted twice, and the text says how many.
        "共有1110家机构入市，其中541家通过直接投资渠道入市，814家通过债券通渠道入市，245家同时通过两个渠道入市。",
        "明确类型的案件为101件。其中，涉原有类型的案件为88件，涉新增类型的案件为15件；其中，2件案件既有原有类型，又有新增类型。",
        # One is taken off the other.
        "贸易顺差4542亿美元，为历史较高水平。其中，出口23365亿美元，进口18823亿美元。",
        # The list goes on with some that have as many each.
        "本周报告新增24例病例。其中，甲市报告9例，乙市和丙市各报告3例，丁市有2例。戊市、己市、庚市、辛市、壬市、癸市及子市均有1例。",
        # Exports and imports together are none of the two.
        "三季度进出口1053.8亿元，其中9月单月进出口额389.3亿元、进口额171.6亿元。",
        # A bracket behind another number divides that one.
        "全国337个城市中（333个地级城市和4个直辖市），共计300个城市举办过赛事。",
        # Each has a sum of its own.
        "虚开发票52份，涉及金额合计4792.11万元，导致少缴税款合计1186.90万元，并从中获利共计84.08万元。",
        # A few of very many.
        "培育高素质农民10万人，其中1000名县级工匠、100名市级工匠名师、10名市级工匠大师。",
        # The sum is the number told before the bracket.
        "样本量为2590家，占当年全部上市公司（2591家）的99.96%，其中主板1412家，中小板728家，创业板406家，金融板44家。",
    ],
)
def test_sums_of_other_wholes(text: str) -> None:
    assert not {rule for rule, _ in wrong(text)} & {"sum"}


@pytest.mark.parametrize(
    ("text", "right", "slip"),
    [
        ("共有{}家机构入市，其中541家直接入市，814家通过债券通入市。", "1355", "1155"),
        ("贸易进出口{}亿美元。其中，出口23365亿美元，进口18823亿美元。", "42188", "42588"),
        ("报告新增{}例病例。其中，甲市报告19例，乙市和丙市均报告13例，丁市有12例。", "57", "47"),
        ("甲地333个、乙地4个，共计{}个。", "337", "387"),
        ("男生合计120人，女生合计80人，共计{}人。", "200", "300"),
        ("全年净增就业岗位{}个，其中城镇1230个，农村860个。", "2090", "2900"),
        ("样本量为{}家，其中主板1412家，中小板728家，创业板406家，金融板44家。", "2590", "2690"),
    ],
)
def test_sums_of_their_own_whole(text: str, right: str, slip: str) -> None:
    assert ("sum", "verified") in told(text.format(right))
    assert "sum" in {rule for rule, _ in wrong(text.format(slip))}


@pytest.mark.parametrize(
    "text",
    [
        # Names of one character and of more.
        "该社以哈、俄、东干、中、英五种文字出版报纸。",
        # Bodies stand before the places that are counted.
        "市农业农村局、昭阳区、镇雄县、永善县、盐津县四县区政府签订协议。",
        # Two numbers count the list together.
        "阳曲、娄烦、清徐、古交等三县一市已全部建成配送体系。",
        # The last item has another form.
        "峰会呈现以下四个特点：\n其一，聚焦理念。\n其二，唱响合作。\n其三，亮点纷呈。\n四是获得传播。",
        # Not the plans are listed, but what they have in common.
        "两个方案的共同特点\n第一，政府主导。\n第二，关口前移。\n第三，医防融合。\n第四，科技引领。",
        # What comes behind the colon explains what was said of them.
        "6项指标已提前达到规划目标：高质量发展稳步提升、高品质生活持续推进、高效能治理不断强化。",
        # A list inside the second item, whose second begins with a number of its own.
        "注意这2点：\n1.优先选择的\n牛奶。\n2.少吃的\n食盐。\n以下4类人群更易患病：\n1.妇女\n2.65岁以上老人\n3.30-50岁男性\n4.其他。",
        # The third item is one of another list.
        "验证有两种途径：一是不等式方法，二是无不等式方法。"
        + "这是别的话。\n" * 200
        + "存在的问题还有；三是设计不清。",
        # One was named before, and the last of three numbers is that of the list.
        "除了《甲书》，入选十大著作的其他图书是：《乙书》《丙书》《丁书》《戊书》《己书》《庚书》《辛书》《壬书》《癸书》。",
        "形成了二类三级六套标准，即《省级馆标准》《市级馆标准》《县级馆标准》《省级少儿馆标准》《市级少儿馆标准》《县级少儿馆标准》。",
        # A list inside the second item, and a number of another list far behind.
        "注意这2点：\n1.优先选择的\n牛奶、豆制品。\n2.少吃的\n食盐。\n以下4类人群更易患病：\n1.妇女\n2.老人\n3.男性\n4.其他\n"
        + "另一篇文章说的是别的事情。" * 200
        + "\n3.另有办法",
    ],
)
def test_lists_of_other_numbers(text: str) -> None:
    assert not {(rule, how) for rule, how in wrong(text) if rule == "list-length"} & {
        ("list-length", "failed")
    }


@pytest.mark.parametrize(
    ("text", "right", "slip"),
    [
        ("按东、中、西{}种类型安排。", "三", "五"),
        ("昭阳区、镇雄县、永善县、盐津县{}县区签订协议。", "四", "五"),
        ("验证有{}种途径：一是不等式方法，二是无不等式方法，三是别的。", "三", "二"),
        ("以下{}个特点：\n其一，聚焦理念。\n其二，唱响合作。\n其三，亮点纷呈。", "三", "五"),
        (
            "两个方案的{}个共同特点：\n第一，政府主导。\n第二，关口前移。\n第三，医防融合。",
            "三",
            "五",
        ),
        ("实现{}项指标：质量提升、生活改善、治理强化。", "三", "六"),
        ("注意这{}点：\n1.优先选择的\n牛奶。\n2.少吃的\n食盐。", "2", "4"),
    ],
)
def test_lists_of_their_own_number(text: str, right: str, slip: str) -> None:
    assert not wrong(text.format(right))
    assert "list-length" in {rule for rule, _ in wrong(text.format(slip))}


@pytest.mark.parametrize(
    "text",
    [
        # The rate is that of another month, and grows where the figure falls.
        "汽车销量134.2万辆，比上年同期减少11.2万辆，环比增长11.4%，同比下降7.7%。",
        # 含 divides the figure that the share is of.
        "用水总量779.1亿立方米。其中，农业用水467.5亿立方米，占用水总量的60%；工业用水115亿立方米（含冷却水48.4亿立方米），占用水总量的14.8%。",
        # What is paid of each.
        "购买二套房，普通住宅首付比例为60%，非普通住宅首付比例为80%。",
        "门诊费用城镇报销比例为50%，农村报销比例为60%。",
        # Each is a share of its own whole.
        "中国是该国第三大商品出口国，占其出口总额的9%，也是最大的商品进口国，占其进口总额的20.8%。",
        # A unit in brackets.
        "硅料、硅片、电池、组件产量分别达85.7万吨、371.3GW（吉瓦）、330.6GW、294.7GW。",
        # A saying of its own, whose parts follow.
        "谨记“四个务必”：\n1.务必了解法规。\n2.务必选好伙伴。\n3.务必签订合同。\n4.务必留存材料。",
    ],
)
def test_figures_of_other_things(text: str) -> None:
    assert not wrong(text)


@pytest.mark.parametrize(
    ("text", "right", "slip", "rule"),
    [
        ("销量134.2万辆，比上年同期减少11.2万辆，同比下降{}%。", "7.7", "9.7", "step"),
        ("用水总量779.1亿立方米，其中工业用水115亿立方米，占用水总量的{}%。", "14.8", "24.8", "share"),
        ("达标城市比例为64.3%，未达标城市比例为{}%。", "35.7", "55.7", "shares"),
        ("货物中出口占60%，进口占{}%。", "40", "60", "shares"),
        ("硅料、硅片、电池产量分别达{}。", "85万吨、37万吨、30万吨", "85万吨、37万吨", "respective"),
        ("要牢记“{}个务必”。", "两", "四", "fixed"),
    ],
)  # fmt: skip
def test_figures_of_their_own_thing(text: str, right: str, slip: str, rule: str) -> None:
    assert not wrong(text.format(right))
    assert rule in {rule for rule, _ in wrong(text.format(slip))}


def test_names_before_a_number_tell_two_cases_apart() -> None:
    case = "公安局对该非法开采行为进行立案侦查，现已对{}等{}名涉案人员采取刑事强制措施。案件正在进一步侦办中。\n"
    lead = "群众举报某地在禁采区内违法开采石英砂，执法人员赶赴现场调查后固定证据并移交线索。"
    text = lead + case.format("桑某", 2) + lead + case.format("李某青", 5)
    assert not wrong(text)
    assert ("conflict", "failed") in told(
        lead + case.format("桑某", 2) + lead + case.format("桑某", 5)
    )


def test_a_day_that_is_named_again_and_again_is_no_slip() -> None:
    assert wrong("会议于8月32日召开。") == {("date", "failed")}
    assert wrong("会议于0月22日召开，10月22日闭幕。") == {("date", "failed")}
    assert wrong("游戏里的8月32日是一个错误，日记会继续8月32日。") == {("date", "possible")}


@pytest.mark.parametrize(
    ("text", "title", "outcome"),
    [
        # The year of the next sentence is none of 今年.
        ("今年是我国改革开放45周年，也是自贸区建设十周年。2019年6月，该公司进入市场。", "新闻", None),
        ("2019年6月，该公司进入市场。今年是我国改革开放45周年。", "新闻", None),
        # A hundred years are prepared long before.
        ("作了纪念中国共产党成立100周年的发言。", "2018年工作报告", None),
        # Several that were kept one after the other.
        ("围绕建党90周年、长征胜利80周年、建军90周年、纪念改革开放40周年等重要节点。", "2018年工作报告", None),
        ("公司2018年度报告发布，2018年业绩增长，回顾了过去一年。今年是我国改革开放45周年。", "", "possible"),
        ("公司2018年度报告发布，2018年业绩增长，回顾了过去一年。今年是我国改革开放40周年。", "", None),
        ("2018年政府工作报告\n各位代表：2018年工作回顾，过去一年，今年是我国改革开放45周年。", "", "failed"),
        ("2019年是改革开放45周年。", "新闻", "failed"),
        ("庆祝中国共产党成立107周年。", "2024年工作报告", "failed"),
        ("围绕建党90周年开展活动。", "2024年工作报告", "failed"),
    ],
)  # fmt: skip
def test_years_of_anniversaries(text: str, title: str, outcome: str | None) -> None:
    failed = {how for rule, how in wrong(text, title) if rule == "anniversary"}
    assert failed == ({outcome} if outcome else set())


def test_tens_of_years_that_are_looked_back_on_by_more_make_a_doubt() -> None:
    text = (
        "回顾改革开放40周年的成就。\n改革开放40周年展览开幕。\n今年是改革开放{}周年，也是开局之年。"
    )
    assert wrong(text.format(45), "新闻") <= {("anniversary", "possible"), ("repeated", "possible")}
