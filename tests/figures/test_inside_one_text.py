"""Figures that one text ties: lists behind their count, tables, values of 分别, products, growth."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from restore.core.claims import FigureSource
from restore.figures.arithmetic import check_arithmetic
from restore.figures.corpus import FigureCheck
from restore.figures.dictionary import load_dictionary
from restore.figures.extraction import extract
from restore.figures.tables import groups_table
from restore.text.characters import ONE_TO_TEN


def found(text: str) -> list[tuple[str, str]]:
    source, dictionary = FigureSource("a", text, title="2024年工作报告"), load_dictionary()
    checks = check_arithmetic(source, extract(source, dictionary).claims, dictionary)
    return [(check.rule, check.outcome) for check in checks]


def outcomes(text: str, rule: str) -> set[str]:
    return {outcome for name, outcome in found(text) if name == rule}


@pytest.mark.parametrize(
    "text",
    [
        "今年抓好{}项工作：一是稳增长。二是促改革。三是调结构。四是惠民生。",
        "要把握好{}个关系。一是政府和市场。二是当前和长远。三是发展和安全。四是城市和乡村。",
        "主要做了{}方面工作：（一）建言资政。（二）凝聚共识。（三）民主监督。（四）自身建设。",
        "存在{}个问题：①协商不深；②监督不力；③队伍不强；④经费不足。",
        "原因有{}个方面：其一，认识不到位；其二，措施不得力；其三，考核不严；其四，人手不足。",
        "提出{}点要求：第一，提高站位。第二，压实责任。第三，严明纪律。第四，务求实效。",
        "重点抓好以下{}项工作：\n——稳增长。\n——促改革。\n——调结构。\n——惠民生。\n散会。",
        "下设{}个专门委员会：提案委员会、经济委员会、文史委员会、联络委员会。",
        "完成{}项任务：1.修订章程；2.换届选举；3.表彰先进；4.整理档案。",
        "推进“{}大工程”：强基工程、育人工程、惠民工程、安居工程。",
        "推出的{}项举措分别是简化流程、压缩时限、降低收费、一网通办。",
        "会议通过了{}个文件，即《工作规则》《提案办法》《考勤制度》《保密规定》。",
        "会议通过《工作规则》《提案办法》《考勤制度》《保密规定》{}个文件。",
        "今年抓好{}件大事\n一、稳增长\n开局好。\n二、促改革\n深入。\n三、惠民生\n改善。\n四、保安全\n稳定。\n",
        "把科学决策、依法行政、加强监督、改进作风作为政府工作的{}项基本准则。",
        "抓好{}项工作：一是学习；二是调研，做到：一是深入；二是真实；三是管用；三是提案；四是视察。",
        "推出{}个平台：“学习、交流”平台、数据平台、服务平台、培训（线上、线下）平台。",
    ],
)
def test_a_list_behind_its_count(text: str) -> None:
    assert "verified" in outcomes(text.format("四"), "list-length")
    for wrong in "三六":
        assert "failed" in outcomes(text.format(wrong), "list-length")


@pytest.mark.parametrize(
    "text",
    [
        "每村建设三个项目：水渠、道路、广场、学校。",
        "前三项工作：一是学习；二是调研；三是提案；四是视察。",
        "前三项工作：学习、调研、提案、视察。",
        "建设三至五个平台：学习平台、交流平台、服务平台、数据平台、培训平台、展示平台。",
        "第十三届委员会下设三个组。一是为了方便，二是为了协调。",
        "坚持“六个坚持”，即坚持共同安全，坚持尊重主权，坚持遵守宪章。",
        "明确了4方面20项任务。一是设备更新。二是以旧换新。三是回收利用。四是标准提升。",
        "推进“三大支撑”“发展六仗”“八大行动”“七大攻坚”，成效明显。",
    ],
)
def test_what_a_number_does_not_count(text: str) -> None:
    assert "failed" not in outcomes(text, "list-length")


def test_an_open_list_cannot_be_checked() -> None:
    for text in ("包括六大类：经济、政治、文化、社会等。", "经济委、提案委、农业委等6个专委会。"):
        assert outcomes(text, "list-length") == {"unmade"}
    assert outcomes("经济委、提案委、农业委等2个专委会。", "list-length") == {"possible"}


@given(st.integers(3, 9), st.integers(2, 9))
def test_any_count_of_any_numbered_list(items: int, told: int) -> None:
    rows = "；".join(f"{ONE_TO_TEN[n]}是做好工作" for n in range(items))
    wanted = {"verified" if told == items else "failed"}
    assert outcomes(f"重点抓好{told}项工作：{rows}。", "list-length") == wanted


@pytest.mark.parametrize(
    ("text", "right", "wrong", "rule"),
    [
        ("粮食、油料、蔬菜产量分别达到50万吨、5万吨{}。", "、80万吨", "", "respective"),
        ("提案、信息、视察分别为625件、424条{}。", "、5次", "", "respective"),
        ("小麦总产{}万吨，面积20万亩，亩产650公斤。", "13", "23", "product"),
        ("为2000名学生每人发放补助500元，合计{}万元。", "100", "300", "product"),
        ("投资80亿元增加到92亿元，增长{}%。", "15", "25", "growth"),
        ("完成投资500亿元，比上年的460亿元增长{}%。", "8.7", "18.7", "growth"),
        ("完成投资500亿元（上年同期460亿元），同比增长{}%。", "8.7", "28.7", "growth"),
        ("接待游客500万人次，去年同期为460万人次，增长{}%。", "8.7", "20", "growth"),
        ("收到提案893件，比去年增加{}件，去年为755件。", "138", "238", "difference"),
        ("400名委员中，女委员120名，占{}%。", "30", "36", "share"),
        ("现有委员400名，女委员120名，占委员总数的{}%。", "30", "36", "share"),
        ("报送论文{}篇，入围3篇。", "5", "2", "part-of-whole"),
        ("报送的{}篇论文中，入围3份。", "5", "2", "part-of-whole"),
        ("建会70周年座谈会。建会70周年征文。建会{}周年演出。", "70", "71", "anniversary"),
        ("落实2024年在庆祝人民政协成立{}周年大会上的重要讲话精神。", "75", "73", "anniversary"),
    ],
)
def test_relations_inside_a_sentence(text: str, right: str, wrong: str, rule: str) -> None:
    assert "failed" not in outcomes(text.format(right), rule)
    assert "failed" in outcomes(text.format(wrong), rule)


def test_what_is_not_makes_a_hundred_with_what_is() -> None:
    assert outcomes("中共党员占39%，非中共党员占61%。", "shares") == {"verified"}
    assert outcomes("中共党员占39%，非中共党员占71%。", "shares") == {"failed"}


def test_a_list_that_begins_before_a_figure_is_is_not_compared() -> None:
    bracketed = "覆盖率、污水治理（管控）率、处理率分别提高20.9、36.2、54个百分点。"
    assert outcomes(bracketed, "respective") == {"verified"}
    assert not outcomes("50个步行街、商圈客流量、营业额分别增长5.7%、5.0%。", "respective")


QUARTERS = "项目{0}一季度{0}二季度{0}合计\n提案{0}10{0}20{0}30\n信息{0}15{0}25{0}{1}\n合计{0}25{0}45{0}{2}\n"


@pytest.mark.parametrize("mark", ["\t", " | ", "  ", "\u3000"])
def test_totals_of_rows_and_columns(mark: str) -> None:
    assert outcomes(QUARTERS.format(mark, 40, 70), "sum") == {"verified"}
    told = [outcome for rule, outcome in found(QUARTERS.format(mark, 48, 70)) if rule == "sum"]
    assert told.count("failed") == 2
    told = [outcome for rule, outcome in found(QUARTERS.format(mark, 40, 79)) if rule == "sum"]
    assert told.count("failed") == 2


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        (
            "| 类别 | 件数 |\n|---|---|\n| 经济 | 120 |\n| 政治 | 80 |\n| 合计 | 200 |\n",
            {"verified"},
        ),
        ("| 类别 | 件数 |\n|---|---|\n| 经济 | 120 |\n| 政治 | 80 |\n| 合计 | 290 |\n", {"failed"}),
        # Totals of groups are added up, and not what they hold.
        ("县\t件\n甲\t1\n乙\t2\n小计\t3\n丙\t4\n丁\t5\n小计\t9\n合计\t12\n", {"verified"}),
        (
            "县\t件\n甲\t1\n乙\t2\n小计\t3\n丙\t4\n丁\t5\n小计\t9\n合计\t15\n",
            {"verified", "failed"},
        ),
        ("类别\t占比(%)\n经济\t48.3\n政治\t32.1\n文化\t19.7\n合计\t100\n", {"verified"}),
        ("类别\t占比(%)\n经济\t48.3\n政治\t32.1\n文化\t29.7\n合计\t100\n", {"failed"}),
        ("指标\t数值\n委员总数\t400\n其中：男\t280\n女\t120\n", {"verified"}),
        ("指标\t数值\n委员总数\t400\n其中：男\t280\n女\t150\n", {"failed"}),
        ("市\t件\n甲\t5\n乙\t6\n合计\t11\n其中：专项\t3\n", {"verified", "unmade"}),
        ("市\t件\n甲\t5\n其中：专项\t3\n乙\t6\n合计\t11\n", {"unmade"}),
        # Parts that are named need not be all; rates are not added up; a blank is nothing.
        ("指标\t数值\n总值\t400\n其中：工业\t280\n", {"unmade"}),
        ("市\t增速\n甲\t5.1\n乙\t6.2\n合计\t5.6\n", set()),
        ("市\t件\n甲\t5\n乙\t—\n丙\t6\n合计\t11\n", {"verified"}),
        ("市\t件\n甲\t5\n乙\t待定\n丙\t6\n合计\t18\n", set()),
        ("合计\t件\n", set()),
    ],
)
def test_totals_of_tables(text: str, outcome: set[str]) -> None:
    assert outcomes(text, "sum") == outcome


def test_a_part_of_a_table_is_no_more_than_its_whole() -> None:
    assert outcomes("指标\t数值\n总值\t400\n其中：工业\t480\n", "part-of-whole") == {"failed"}


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("完成投资500亿元，同比增长8.7%。", "growth"),
        ("女委员120名，占30%。", "share"),
        ("举办公司成立76周年活动。", "anniversary"),
        ("活动900场，其中协商会120场、视察150场，等等。", "sum"),
    ],
)
def test_what_cannot_be_checked_is_counted_and_not_passed(text: str, rule: str) -> None:
    assert outcomes(text, rule) == {"unmade"}
    with FigureCheck() as check:
        check.run([FigureSource("a", text)])
        report, whole = check.report(), check.report(unconfirmed=True)
    assert not [item for item in report.checks if item.rule == rule]
    assert report.counts[f"unmade:{rule}"] == report.counts["checks:unmade"] == 1
    assert [item.outcome for item in whole.checks if item.rule == rule] == ["unmade"]
    assert "无法核算" in groups_table(report)
    assert "could not be checked" in groups_table(report, "en")
    assert "too little is told" in groups_table(whole, "en")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2024年共征集地方文史资料18篇。\n全年共征集地方文史资料16份，编辑出版。", {"possible"}),
        ("2024年收到委员撰写提案625件，立案550件。\n全年共收到委员撰写提案652件。", {"possible"}),
        ("2024年收到委员撰写提案625件，立案550件。\n全年共收到委员撰写提案625件。", set()),
        # Too few words, or numbers more than a digit apart: a year and five years.
        ("2024年到会18人。\n2024年到会16人。", set()),
        ("2024年城镇新增就业603.7万人。\n2024年城镇新增就业121.7万人。", set()),
        ("2024年征集地方文史资料18篇。\n2023年征集地方文史资料16篇。", set()),
        ("2024年体育场地面积34.1亿平方米，人均体育场地面积2.41平方米。", set()),
        ("2024年给予每户补贴500元。\n2024年给予每户补贴560元。", set()),
        # Zeros tell nothing, and what is to be is no more what was.
        ("2024年，文旅全产业链产值230亿元。\n2024年，文旅全产业链产值290亿元。", set()),
        ("2024年，文旅全产业链产值23.7亿元。\n2024年，文旅全产业链产值29.7亿元。", {"possible"}),
        ("2024年改造城镇老旧小区44个。\n2024年工作安排\n2024年改造城镇老旧小区43个。", set()),
        ("2024年改造城镇老旧小区44个。\n2024年，改造城镇老旧小区43个。", {"possible"}),
        # What a third place says as well is said of many things.
        (
            "2024年，改造城镇老旧小区44个。\n2024年，改造城镇老旧小区43个。\n老旧小区很多。",
            {"possible"},
        ),
        (
            "2024年，改造城镇老旧小区44个。\n2024年，改造城镇老旧小区43个。\n镇老旧小区很多。",
            {"possible"},
        ),
        (
            "2024年，改造城镇老旧小区44个。\n2024年，改造城镇老旧小区43个。\n城镇老旧小区很多。",
            set(),
        ),
        # A bound defines what it is said of.
        (
            "集体经济年收入80万元以上的行政村占九成。\n集体经济年收入60万元以上的行政村过半。",
            {"possible"},
        ),
        (
            "集体经济年收入80万元以上的行政村占九成。\n集体经济年收入80亿元以上的行政村过半。",
            {"possible"},
        ),
        ("集体经济年收入80万元以下的行政村占九成。\n集体经济年收入60万元以下的行政村过半。", set()),
        ("集体经济年收入80万元以上的行政村占九成。\n集体经济年收入65万元以上的行政村过半。", set()),
        ("推动中石化南港120万吨乙烯投产。\n中石化南港170万吨乙烯建成。", {"possible"}),
        ("推动晶科能源25GW单晶项目。\n抓好晶科能源26GW单晶项目。", {"possible"}),
        ("推动晶科能源25MW单晶项目。\n抓好晶科能源26MW单晶项目。", {"possible"}),
        ("建设沙柳河东49.5兆瓦风电。\n沙柳河东41.5兆瓦集中式风电投产。", {"possible"}),
        ("建设柳河东49.5兆瓦风电。\n柳河东41.5兆瓦集中式风电投产。", set()),
        # A size that stands before no noun is no part of a name.
        ("粮食产量稳定在12万吨以上。\n青稞产量稳定在17万吨以上。", set()),
        ("粮食产量稳定在12万吨左右。\n青稞产量稳定在17万吨左右。", set()),
        ("企业形成年产12万吨的能力。\n企业形成年产17万吨的能力。", set()),
        ("企业形成年产12万吨规模。\n企业形成年产17万吨规模。", set()),
        ("取得相应驾驶证并具有3年以上驾驶经历。\n取得相应驾驶证并具有2年以上驾驶经历。", set()),
    ],
)
def test_what_one_text_says_twice(text: str, found: set[str]) -> None:
    assert outcomes(text, "repeated") == found


@pytest.mark.parametrize(
    ("words", "behind", "one", "two", "told"),
    [
        # Eight characters before alone, for any number of telling digits.
        ("征集地方文史资料", "。", 18, 16, True),
        ("集地方文史资料", "。", 18, 16, False),
        ("收到委员撰写提案", "。", 625, 652, True),
        ("到委员撰写提案", "。", 625, 652, False),
        # Six of them of its own.
        ("新增创业担保贷款", "。", 18, 16, True),
        ("力争新增担保贷款", "。", 18, 16, False),
        # With four behind as well, the unit and what leads to it counted in neither, six or four.
        ("整治改造中心城", "老旧住宅。", 18, 16, True),
        ("征集文史稿件", "优秀文章。", 18, 16, True),
        ("集文史稿件", "优秀文章。", 18, 16, False),
        ("征集文史稿件", "优秀文。", 18, 16, False),
        ("征集提案", "优秀文章。", 625, 652, True),
        ("集提案", "优秀文章。", 625, 652, False),
    ],
)
def test_words_that_say_a_thing_twice(
    words: str, behind: str, one: int, two: int, told: bool
) -> None:
    text = f"2024年{words}{one}篇{behind}\n2024年{words}{two}篇{behind}"
    assert outcomes(text, "repeated") == ({"possible"} if told else set())


def test_smaller_anniversaries_of_tens_are_looked_back_on_for_ten_years() -> None:
    text = "建会70周年座谈会。建会70周年征文。回顾建会{}周年。"
    assert "failed" not in outcomes(text.format(60), "anniversary")
    assert "failed" in outcomes(text.format(50), "anniversary")


def test_speeches_are_spoken_of_for_twelve_years() -> None:
    text = "2024年落实在庆祝人民政协成立{}周年大会上的重要讲话精神。"
    assert "failed" not in outcomes(text.format(65), "anniversary")
    assert "failed" in outcomes(text.format(60), "anniversary")


def test_a_line_of_more_than_two_thousand_characters_is_none_of_a_table() -> None:
    text = "类别\t件数\n经济\t120\n政治{0}\t80\n合计\t290\n"
    assert outcomes(text.format("治" * (2000 - len("政治\t80"))), "sum") == {"failed"}
    assert outcomes(text.format("治" * (2001 - len("政治\t80"))), "sum") == set()


def test_a_count_behind_a_joined_list_may_count_its_last_part() -> None:
    text = "广东将纵深推进粤港澳大湾区、深圳先行示范区和横琴、前海、南沙三大平台建设。"
    source, dictionary = FigureSource("a", text), load_dictionary()
    assert not check_arithmetic(source, extract(source, dictionary).claims, dictionary)


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        ("贯彻中央{}项规定精神。", "八", "六"),
        ("建设{}世纪海上丝绸之路。", "21", "27"),
        ("全面开展第二轮土地承包到期后再延长{}年试点。", "30", "36"),
        ("全面开展第二轮土地承包到期后再延长{}年试点。", "三十", "三十六"),
        ("全面开展第{}轮土地承包到期后再延长30年试点。", "二", "三"),
        ("实现第{}个百年奋斗目标。", "一", "三"),
        ("提升{}政务服务便民热线。", "12345", "12945"),
        ("巩固拓展脱贫攻坚成果同乡村振兴有效衔接{}年过渡期圆满收官。", "5", "8"),
        ("拥有全部{}个工业大类。", "41", "47"),
        ("粤港澳大湾区内地{}市进出口增长。", "九", "8"),
        ("从二〇二〇年到{}年基本实现社会主义现代化。", "二〇三五", "二〇三六"),
        ("编制第十四个五年规划和{}年远景目标纲要。", "2035", "2034"),
        ("{}年鸦片战争以后。", "1840", "1846"),
        ("坚持“{}个毫不动摇”。", "两", "三"),
        ("“{}公”经费下降。", "三", "八"),
        ("拥有全部{}个工业大类。", "41", "11"),
        ("创建国家{}A级景区。", "5", "6"),
        ("新增2家{}A级旅游景区。", "4", "7"),
        ("引进世界{}强企业。", "500", "300"),
        ("举办中国民营企业{}强峰会。", "500", "503"),
        ("推行“{}网通办”。", "一", "二"),
    ],
)
def test_expressions_that_hold_one_number(text: str, right: str, wrong: str) -> None:
    assert outcomes(text.format(right), "fixed") == set()
    assert outcomes(text.format(wrong), "fixed") == {"failed"}


def test_an_expression_needs_all_its_words_and_an_exact_number() -> None:
    for text in (
        "贯彻省委八项规定。",
        "实施中央几项规定。",
        "20多世纪海上丝绸之路。",
        "“五公”经费下降33%。",
        "实施“三区两线”矿山生态修复。",
        "开展“四下乡”活动。",
        "在37个工业大类中，25个行业增长。",
        "推行扶贫资产“四权分置”管理机制。",
        "坚决兜住“五保”底线，完成“四保”任务。",
        "健全“九农”金融服务体系，完善“四农”工作机制。",
        "开展“六下乡”活动，明确“一区三线”观摩线路，严格“三区四线”管控。",
        "制定“十一五”规划和2020年远景目标。",
        "到2025年基本实现社会主义现代化。",
        "加强“两重一大”企业监管。",
        "A级景区达到12家，入围全省民营企业100强。",
    ):
        assert outcomes(text, "fixed") == set()
