"""Figures in the cells of tables, and units that only what follows shows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from restore.core.claims import FigureSource
from restore.figures.cells import cells_of
from restore.figures.dictionary import load_dictionary
from restore.figures.extraction import extract

TABLE = "指标\t绝对数（亿元）\t比上年增长（%）\n工业增加值\t1 204.5\t-3.2\n建筑业增加值\t318\t4.1"


def read(text: str) -> list[tuple[str, str, str]]:
    claims = extract(FigureSource("t", text), load_dictionary()).claims
    return [(claim.text, str(claim.value), claim.unit) for claim in claims]


def test_a_cell_has_the_unit_of_its_column() -> None:
    assert read(TABLE) == [
        ("1 204.5", "120450000000", "元"),
        ("-3.2", "-3.2", "%"),
        ("318", "31800000000", "元"),
        ("4.1", "4.1", "%"),
    ]


def test_a_cell_counts_what_its_row_and_its_column_say() -> None:
    claims = extract(FigureSource("t", TABLE), load_dictionary()).claims
    assert [(c.subject, c.predicate) for c in claims][1] == ("工业增加值", "增长")


def test_a_row_may_name_its_own_unit() -> None:
    rows = "产品\t计量单位\t产量\n水泥\t万吨\t52\n布\t米\t310"
    assert [row[1:] for row in read(rows)] == [("520000", "吨"), ("0.31", "公里")]


def test_what_numbers_rows_is_no_figure() -> None:
    rows = "序号\t单位名称\t年份\t人数（人）\n1\t甲厂\t2023\t51\n2\t乙厂\t2024\t48"
    assert [row[0] for row in read(rows)] == ["51", "48"]


def test_rows_without_a_heading_keep_bare_numbers() -> None:
    assert list(cells_of("甲\t12\n乙\t13")) == []
    assert list(cells_of("甲（个）\t乙（个）")) == []


def test_a_heading_in_brackets_need_not_be_a_unit() -> None:
    rows = "地区\t投资（不含农户）\n甲县\t52\n乙县\t61"
    assert [row[2] for row in read(rows)] == ["", ""]


@given(st.text(alphabet="甲（人%）\t\n12 -.", max_size=60))
def test_cells_are_in_order_and_apart(text: str) -> None:
    position = 0
    for cell in cells_of(text):
        assert position <= cell.start < cell.end <= len(text)
        position = cell.end


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("客队得了41分，领先到终场。", [("41分", "41", "分")]),
        ("比分拉开后，41分别由三人得到。", [("41", "41", ""), ("三人", "3", "人")]),
        ("申请人应在六十日内答复。", [("六十日", "60", "天")]),
        ("会期二至四天。", [("二至四天", "2", "天")]),
        ("投入三至五万元。", [("三至五万元", "30000", "元")]),
        ("气温降到-9.5℃。", [("-9.5℃", "-9.5", "℃")]),
        ("客运专线限速80公里/小时。", [("80公里/小时", "80", "公里/小时")]),
        ("任期五年，聘期两年。", [("五年", "5", "年"), ("两年", "2", "年")]),
        ("成本下降一成。", [("一成", "10", "%")]),
        ("规矩一成不变，提高一成员国的声音。", []),
        ("房租涨到四万八。", [("四万八", "48000", "")]),
        ("咨询0471-5551234，或400-820-1234。", []),
        ("按DB15/T 3301—2022执行，见QZB-2023-0117。", []),
        ("每天6时至22时开放。", []),
        ("经全体代表过半数同意。", []),
        ("一类县补800元，二类县补500元。", [("800元", "800", "元"), ("500元", "500", "元")]),
        # Rates of any unit, either of two units, one unit for a list of numbers.
        ("回购价不超过12.50元/股。", [("12.50元/股", "12.5", "元/股")]),
        ("电话普及率112.5部/百人。", [("112.5部/百人", "112.5", "部/百人")]),
        ("二氧化硫35mg/m³，限速80km/h。", [("35mg/m³", "35", "毫克/m³"), ("80km/h", "80", "km/h")]),
        ("藏书268.3万册（件）。", [("268.3万册（件）", "2683000", "册")]),
        (
            "分别提高1.7、2.2个百分点。",
            [("1.7", "1.7", "个百分点"), ("2.2个百分点", "2.2", "个百分点")],
        ),
        ("增长1.7，其中新房增长2.2%。", [("1.7", "1.7", ""), ("2.2%", "2.2", "%")]),
        # A sign before a number, in words or right behind a noun.
        ("最低气温降至零下18摄氏度。", [("零下18摄氏度", "-18", "℃")]),
        ("净利润-4 764万元。", [("-4 764万元", "-47640000", "元")]),
        ("见图2-2，长征-5B，一楼-3号。", []),
        # Terms of law.
        ("处三年以下有期徒刑。", [("三年", "3", "年")]),
        ("判处有期徒刑一年，缓刑二年。", [("一年", "1", "年"), ("二年", "2", "年")]),
        ("自解除之日起五年内不予办理。", [("五年", "5", "年")]),
        ("在港内停泊三十日以上。", [("三十日", "30", "天")]),
        ("最长不得超过九十日。", [("九十日", "90", "天")]),
        ("一年级新生，三年来。", []),
        ("依照第二百一十条之一办理。", [("第二百一十条之一", "210", "第条")]),
        ("（2023）某01民终4521号判决，热线12345。", []),
        # A range under two units is two figures, and so is one that falls.
        ("涨3.2%至18.6元/股。", [("3.2%", "3.2", "%"), ("18.6元/股", "18.6", "元/股")]),
        ("由40%至35%，为3%至5%。", [("40%", "40", "%"), ("35%", "35", "%"), ("3%至5%", "3", "%")]),
        ("十万分之3.2，万分之五。", [("十万分之3.2", "3.2", "/10万"), ("万分之五", "5", "‱")]),
        (
            "时速120公里每小时，收1 500元/人·月。",
            [("120公里每小时", "120", "公里/小时"), ("1 500元/人·月", "1500", "元/人·月")],
        ),
        (
            "坍落度180±20毫米，工期210个日历天。",
            [("180±20毫米", "0.00018", "公里"), ("210个日历天", "210", "天")],
        ),
        ("修正率一成二，增长一倍半。", [("一成二", "12", "%"), ("一倍半", "1.5", "倍")]),
        ("“95后”“00后”，996工作制，北纬29°35′，ISO 9001，民国二十三年。", []),
        # Medals and crews stand close.
        (
            "以24金18银13铜的成绩列首。",
            [("24金", "24", "金"), ("18银", "18", "银"), ("13铜", "13", "铜")],
        ),
        ("出动9车43人。", [("9车", "9", "车"), ("43人", "43", "人")]),
        ("3车间，5金店。", [("3", "3", ""), ("5", "5", "")]),
        ("气压955百帕。", [("955百帕", "95500", "帕")]),
        (
            "比同期涨了一倍多，持股2.3亿股。",
            [("一倍多", "1", "倍"), ("2.3亿股", "230000000", "股")],
        ),
        ("企业分为三类，各有办法。", [("三类", "3", "类")]),
    ],
)
def test_units_and_names(text: str, figures: list[tuple[str, str, str]]) -> None:
    assert read(text) == figures


@pytest.mark.parametrize(
    ("table", "figures"),
    [
        ("单位：亿元\n项目\t存款\t贷款\n住户\t2 316.4\t985.2", [("2 316.4", "231640000000", "元"), ("985.2", "98520000000", "元")]),
        ("收支（单位：元）\n指标\t城镇\t农村\n收入\t36512\t17943", [("36512", "36512", "元"), ("17943", "17943", "元")]),
        ("指标\t数量\n高校（所）\t7\n在校生（万人）\t9.84", [("7", "7", "所"), ("9.84", "98400", "人")]),
        ("类别\t同比±%\n粮油\t7.3\n汽车\t-2.6", [("7.3", "7.3", "%"), ("-2.6", "-2.6", "%")]),
        ("城市\tPM2.5（微克/立方米）\n甲市\t31", [("31", "31", "微克/立方米")]),
        ("单位：亿元、%\n指标\t总量\t增速\n产值\t1286.4\t5.6", [("1286.4", "128640000000", "元"), ("5.6", "5.6", "%")]),
        ("项目\t增长（±%）\n投资\t-3.2", [("-3.2", "-3.2", "%")]),
        ("线路\t里程/公里\t客流/万人次\n1号线\t32.6\t41.5", [("32.6", "32.6", "公里"), ("41.5", "415000", "人次")]),
        ("| 指标 | 数量（万人） |\n|---|---:|\n| 就业 | 12.3 |", [("12.3", "123000", "人")]),
        ("单位：万吨、万亩\n作物\t产量\t面积\t品种\n小麦\t86.4\t182.5\t12", [("86.4", "864000", "吨"), ("182.5", "1825000", "亩"), ("12", "12", "")]),
        ("罪名\t件数\t人数\n盗窃\t412\t486", [("412", "412", "件"), ("486", "486", "人")]),
        ("名称\t指数\n甲\t98.5", [("98.5", "98.5", "")]),
        ("金额单位：人民币元\n科目\t余额\n现金\t3,264.72", [("3,264.72", "3264.72", "元")]),
        ("单位：人\n\n序号\t招生\n1\t305", [("305", "305", "")]),
    ],
)  # fmt: skip
def test_units_above_and_beside_a_table(table: str, figures: list[tuple[str, str, str]]) -> None:
    assert read(table) == figures


def test_a_number_in_groups_is_one_without_a_unit() -> None:
    assert read("年代\t丁数额\n乾隆\t12 345\n道光\t1 234 567") == [
        ("12 345", "12345", ""),
        ("1 234 567", "1234567", ""),
    ]


def test_codes_have_no_unit_of_their_row() -> None:
    table = "项目代码\t单位\t数量\n0101\t米\t12.5\n0102\t立方米\t30"
    assert [row[0] for row in read(table)] == ["12.5", "30"]


def test_a_caption_of_two_units_is_told_apart_by_rows() -> None:
    table = "单位：万元、万平方米\n指标\t绝对量\n投资完成额\t1 284\n商品房销售面积\t173.2"
    assert [row[1:] for row in read(table)] == [("12840000", "元"), ("1732000", "平方米")]


def test_a_measure_word_may_be_the_name_of_a_column() -> None:
    assert read("年代\t户\t口\n洪武\t5120\t23470") == [
        ("5120", "5120", "户"),
        ("23470", "23470", "口"),
    ]


@pytest.mark.parametrize(
    ("heading", "value", "unit"),
    [
        ("存款利率（年利率%）", "8.2", "%"),
        ("孕产妇死亡率（1/10万）", "8.2", "/10万"),
        ("诊疗人次（亿）", "820000000", ""),
        ("市值（亿美元）", "820000000", "美元"),
    ],
)
def test_headings_say_units_in_many_ways(heading: str, value: str, unit: str) -> None:
    assert read(f"地区\t{heading}\n甲市\t8.2\n乙市\t8.2") == [("8.2", value, unit)] * 2


@pytest.mark.parametrize(
    "table",
    [
        "指标    绝对数（亿元）    增长（%）\n工业    123.4    -5.6",
        "指　标　　绝对数（亿元）　　增长（%）\n合　计　　123.4　　-5.6",
        "指标\t绝对数\t增长\n\t（亿元）\t（%）\n工业\t123.4\t-5.6",
        "表1\t\t单位：亿元、%\n指标\t绝对数\t增速\n工业\t123.4\t-5.6",
        "单位：亿元，%\n指标\t绝对数\t增速\n工业\t123.4\t-5.6",
    ],
)
def test_tables_are_laid_out_in_many_ways(table: str) -> None:
    assert read(table) == [("123.4", "12340000000", "元"), ("-5.6", "-5.6", "%")]


def test_a_share_is_not_in_the_money_of_the_caption() -> None:
    table = "单位：亿元\n指标\t收入\t增速\n税收\t123.4\t5.6"
    assert read(table) == [("123.4", "12340000000", "元"), ("5.6", "5.6", "")]


def test_wide_blanks_of_prose_make_no_table() -> None:
    assert list(cells_of("　　今年增长5.6%。\n　　明年增长5%。\n第一章　　总则　　12\n")) == []


@pytest.mark.parametrize(
    ("table", "wanted"),
    [
        (
            "指标\t12月\t1-12月\n\t绝对量\t累计增长(%)\n零售额（亿元）\t318.6\t7.2",
            [("318.6", "31860000000", "元"), ("7.2", "7.2", "%")],
        ),
        (
            "指标\t12月\t同比\n零售额（亿元）\t318.6\t7.2",
            [("318.6", "31860000000", "元"), ("7.2", "7.2", "")],
        ),
        (
            "年份\t总人口（万人）\t男\t女\n2021\t412.6\t210.3\t202.3",
            [
                ("412.6", "4126000", "人"),
                ("210.3", "2103000", "人"),
                ("202.3", "2023000", "人"),
            ],
        ),
        (
            "区别\t户\t男\t口\n一区\t3214\t8102\t15668",
            [("3214", "3214", "户"), ("8102", "8102", ""), ("15668", "15668", "口")],
        ),
        (
            "项目\t计算单位\t2023\n民航货运\t万吨\t735.4",
            [("735.4", "7354000", "吨")],
        ),
        (
            "姓名\t任职年份\t俸银（两）\n王元\t1652\t45",
            [("45", "45", "两")],
        ),
        ("车次\t时长\tG5\n甲\t4小时\t28分\n", [("4小时", "4", "小时"), ("28分", "28", "分")]),
    ],
)
def test_a_number_has_the_unit_of_its_own_column(
    table: str, wanted: list[tuple[str, str, str]]
) -> None:
    assert read(table) == wanted


LAID_OUT = {
    # A name over two columns, blanks over the second; shares have no unit of the name's.
    "产品\t产量（万吨）\t\t面积（亩）\t\n\t总量\t增长（%）\t总量\t增长\n粮\t5\t1.5\t30\t2": [
        ("5", "50000", "吨"),
        ("1.5", "1.5", "%"),
        ("30", "30", "亩"),
        ("2", "2", ""),
    ],
    "班级\t人数\t平均分\t录取分数线\n高一（1）班\t52\t78.4\t601": [
        ("52", "52", "人"),
        ("78.4", "78.4", ""),
        ("601", "601", ""),
    ],
    "年代\t户\t口\n万历六年\t五千一百\t二万八千余\n崇祯元年\t三\t一": [
        ("五千一百", "5100", "户"),
        ("二万八千余", "28000", "口"),
        ("三", "3", "户"),
        ("一", "1", "口"),
    ],
    "年\t银两（两）\n甲\t三千六百两\n乙\t九百": [
        ("三千六百两", "3600", "两"),
        ("九百", "900", "两"),
    ],
    "　　　　机构（个）　　床位（张）\n医　院　　38　　1 214\n合　计　　40　　1 300": [
        ("38", "38", "个"),
        ("1 214", "1214", "张"),
        ("40", "40", "个"),
        ("1 300", "1300", "张"),
    ],
    "项目\t单位\t结果\t参考值\n空腹血糖\tmmol/L\t6.2\t3.9-6.1\n总胆固醇\tmmol/L\t5.18\t<5.2": [
        ("6.2", "6.2", "毫摩尔/L"),
        ("3.9-6.1", "3.9", "毫摩尔/L"),
        ("5.18", "5.18", "毫摩尔/L"),
        ("5.2", "5.2", "毫摩尔/L"),
    ],
}


@pytest.mark.parametrize(("text", "wanted"), LAID_OUT.items())
def test_tables_of_communiques_exams_chronicles_and_laboratories(
    text: str, wanted: list[tuple[str, str, str]]
) -> None:
    assert read(text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "序号\t名称\n一\t甲厂\n二\t乙厂",
        "编号\t日期\n3-5\t甲\n6-9\t乙",
        "类别\t等级\n普通\t三\n特种\t二",
        "班级\t地点\n高一（1）班\t东楼\n高二（12）班\t西楼",
    ],
)
def test_numerals_that_name_rows_are_no_figures(text: str) -> None:
    assert [row for row in read(text) if row[2]] == []


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("单位：万元\n项目\t名称\t金额\n一\t税收\t52\n二\t其他\t3", ["52", "3"]),
        ("单位：石\n\t等次\t数目\n甲乡\t一\t四百五十\n乙乡\t二\t三百", ["四百五十", "三百"]),
        ("单位：人\n分段\t人数\n0-59\t2\n60-89\t11", ["2", "11"]),
    ],
)
def test_the_unit_of_a_caption_makes_no_figures_of_names(text: str, wanted: list[str]) -> None:
    assert [row[0] for row in read(text) if row[2]] == wanted


@pytest.mark.parametrize(
    ("table", "wanted"),
    [
        (
            "年度\t总额（万元）\t农业税\t契税\n1952\t86.4\t61.7\t24.7\n1965\t9\t8\t1",
            ["864000", "617000", "247000", "90000", "80000", "10000"],
        ),
        # One row does not add up: the columns are no parts.
        (
            "年度\t总额（万元）\t农业税\t契税\n1952\t86.4\t61.7\t24.7\n1965\t9\t8\t2",
            ["864000", "61.7", "24.7", "90000", "8", "2"],
        ),
        # One column that is the same is no sum.
        ("地\t收入（万元）\t户\n甲\t3\t3\n乙\t4\t4", ["30000", "3", "40000", "4"]),
        (
            "器物\t尺寸（厘米）\n爵\t高21.4\n碗\t口径13.2、通高 6",
            ["0.000214", "0.000132", "0.00006"],
        ),
        ("城\t周长（里）\n甲\t五里\n乙\t四\n丙\t十二里", ["2.5", "2", "6"]),
        ("城\t气温（℃）\n甲\t-6～2\n乙\t-9～-1", ["-6", "-9"]),
        ("项\t参考值\n甲\t3.5-9.5\n乙\t4-10", ["3.5", "4"]),
        ("地\t产值（万）\n甲\t3.5-9.5\n乙\t3", ["35000", "30000"]),
        # Dates, scores and rooms are no ranges.
        ("日\t比分\n5-6\t3-2\n5-7\t2-1", []),
        ("科\t0-59分\t60-79分（人）\n语\t5\t20", ["5", "20"]),
        # A heading of one class is left as it is read elsewhere.
        ("科\t0-14岁\t老人\n语\t5\t20", ["0", "5", "20"]),
        # Without a heading they are figures.
        ("甲\t3～11℃\t-1～7℃\n乙\t-6～2℃\t-9～-1℃", ["3", "-1", "-6", "-9"]),
    ],
)
def test_parts_of_sums_ranges_and_what_cells_say_themselves(table: str, wanted: list[str]) -> None:
    assert [value for _, value, _ in read(table)] == wanted


def test_classes_of_a_heading_laid_out_with_blanks_are_where_they_stand() -> None:
    text = "  0-59分  60-79分\n语文  5  20\n数学  6  21"
    cells = [cell for cell in cells_of(text) if cell.named]
    assert [text[cell.start : cell.end] for cell in cells] in ([], ["0-59分", "60-79分"])
