"""Each form of a line with its siblings, and the prose that looks like it."""

from __future__ import annotations

import pytest

from restore.core.regions import OF_WORDS, Form
from restore.regions import find_regions
from restore.regions.places import Places

PROSE = "会议强调，要坚持稳中求进工作总基调，完整准确全面贯彻新发展理念。"


def forms(text: str) -> list[str]:
    """Return the form of each line that holds something, "" for prose."""
    document_lines = []
    regions = [region for region in find_regions(text) if region.form not in OF_WORDS]
    position = 0
    for line in text.split("\n"):
        if line.strip():
            start = position + len(line) - len(line.lstrip())
            found = [r.form.value for r in regions if r.start <= start < r.end]
            document_lines.append(found[0] if found else "")
        position += len(line) + 1
    return document_lines


WHOLE = {
    "pipe table": (Form.TABLE_ROW, "| 姓名 | 年龄 |\n| --- | ---: |\n| 甲某 | 23 |"),
    "one row": (Form.TABLE_ROW, "| 合计 | 1200 |"),
    "org table": (Form.TABLE_ROW, "| 姓名 | 年龄 |\n|------+------|\n| 甲某 | 23 |"),
    "open pipes": (Form.TABLE_ROW, "姓名 | 年龄\n--- | ---\n甲某 | 23"),
    "grid": (Form.TABLE_ROW, "+------+------+\n| 姓名 | 年龄 |\n+======+======+\n| 甲某 | 23   |\n+------+------+"),
    "simple rules": (Form.TABLE_ROW, "=====  =====\n姓名   年龄\n=====  =====\n甲某   23\n=====  ====="),
    "box": (Form.TABLE_ROW, "┌────┬────┐\n│姓名│年龄│\n├────┼────┤\n│甲某│ 23 │\n└────┴────┘"),
    "values": (Form.TABLE_ROW, "编号,名称,数量\n1,铁锅,30\n2,铜壶,12\n3,瓦罐,7"),
    "tabs": (Form.TABLE_ROW, "地区\t收入\t支出\n东部\t1200\t1100\n西部\t650\t700"),
    "wide spaces": (Form.TABLE_ROW, "地区      收入      支出\n东部      1200      1100\n西部       650       700"),
    "figures a space apart": (Form.TABLE_ROW, "营业收入（元） 170,360.00 124,944.00 36.35%\n净利润 3.12 1.57 98.73%\n合计 983.00\n其他 98.00 (105) --"),
    "goods and codes": (Form.TABLE_ROW, "19 甲餐盒厂 甲市北区行路42号 大豆油18L 20270410000407 2027.04.10\n20 乙事业公司 甲市后里区重二路35号 大豆油18L C2140426P 2027.04.13"),
    "names in columns": (Form.TABLE_ROW, "张某某    李某某    王某某\n赵某某    钱某某    孙某某\n周某某    吴某某    郑某某"),
    "tags on many lines": (Form.TABLE_ROW, "<table>\n<tr><td>类型</td>\n<td>数量</td></tr>\n</table>"),
    "tables in tables": (Form.TABLE_ROW, "<table>\n<tr><td>\n<table>\n<tr><td>甲</td></tr>\n</table>\n</td></tr>\n</table>"),
    "tabular": (Form.TABLE_ROW, "\\begin{tabular}{lr}\n地区 & 收入 \\\\\n\\hline\n东部 & 1200 \\\\\n\\end{tabular}"),
    "rows of LaTeX": (Form.TABLE_ROW, "地区 & 收入 \\\\\n东部 & 1200 \\\\ \\hline"),
    "quoted values": (Form.TABLE_ROW, "\" :ref:`abs <a>` \", \"求绝对值\"\n\" :ref:`sin <b>` \", \"求正弦\"\n12,\"某镇\"\n13,\"某村\""),
    "lyrics": (Form.TIMED, "[ti:小河]\n[00:01.20]小河流过我门前\n[00:05.00]我请小河玩一玩"),
    "SubRip": (Form.TIMED, "1\n00:00:01,000 --> 00:00:03,000\n你好，\n世界。\n\n2\n00:00:04,000 --> 00:00:05,500\n再见。"),
    "WebVTT": (Form.TIMED, "WEBVTT\n\n00:01.000 --> 00:03.000\n你好，世界。"),
    "SubViewer": (Form.TIMED, "0:00:01.000,0:00:03.000\n# 你好，\n世界。\n\n0:00:04.000,0:00:05.500\n再见。"),
    "ASS": (Form.TIMED, "Dialogue: 0,0:00:01.00,0:00:03.00,Default,,0,0,0,,你好\nDialogue: 0,0:00:04.00,0:00:05.00,Default,,0,0,0,,再见"),
    "listing of AsciiDoc": (Form.CODE, "[source,js]\n.说明\n--------\n{\"a\": 1}\n--------"),
    "play": (Form.DIALOGUE, "甲：您来啦。\n乙：来了。\n甲：吃了吗？\n乙：还没有呢。"),
    "stage directions": (Form.DIALOGUE, "周某（看窗外）：下雨了。\n鲁某：是的。\n周某：关上窗。\n鲁某（起身）：好。"),
    "interview": (Form.DIALOGUE, "问：为什么要这样做？\n答：因为群众需要。"),
    "chat": (Form.DIALOGUE, "[10:32] 小李：到了吗\n[10:33] 小王：快了\n[10:35] 小李：好的"),
    "numbers for names": (Form.DIALOGUE, "0:您来啦。\n1:来了，\n0:吃了吗？\n1:三碗下肚啦"),
    "numbered speakers": (Form.DIALOGUE, "说话人1：您来啦\n说话人2：来了，\n说话人1：吃了吗\n说话人2：没"),
    "prompt": (Form.CODE, "$ apt install nginx"),
    "command": (Form.CODE, "pip install requests"),
    "clone": (Form.CODE, "git clone https://git.example.cn/a/b.git"),
    "query at a prompt": (Form.CODE, "mysql> SELECT * FROM t;"),
    "query": (Form.CODE, "SELECT name, age FROM users WHERE age >= 18;"),
    "function": (Form.CODE, "def add(a, b):\n    # 求两数之和\n    return a + b"),
    "class": (Form.CODE, "public class Main {\n    public static void main(String[] args) {\n        System.out.println(\"你好\");\n    }\n}"),
    "include": (Form.CODE, "#include <stdio.h>\nint main(void) {\n    return 0;\n}"),
    "trace": (Form.CODE, "Traceback (most recent call last):\n  File \"a.py\", line 3, in <module>\n    main()\nValueError: 值不对"),
    "trace of Java": (Form.CODE, "Exception in thread \"main\" java.lang.NullPointerException\n    at com.example.Bar.run(Bar.java:12)\n    at com.example.Main.main(Main.java:5)"),
    "diff": (Form.CODE, "@@ -1,3 +1,3 @@\n 第一行\n-旧的一行\n+新的一行"),
    "YAML": (Form.CODE, "services:\n  web:\n    image: nginx\n    ports:\n      - \"80:80\""),
    "JSON": (Form.CODE, "{\n  \"名称\": \"甲\",\n  \"数量\": 3\n}"),
    "XML": (Form.CODE, "<note>\n<to>张某</to>\n<from>李某</from>\n</note>"),
    "INI": (Form.CODE, "[server]\nhost = 本机\nport = 80"),
    "leaders": (Form.CONTENTS, "第一章 总则………………………1\n第二章 机构设置……………………………5\n第三章 附则...............12"),
    "spaced dots": (Form.CONTENTS, "总则 . . . . . . 1\n附则 . . . . . . 9"),
    "section numbers": (Form.CONTENTS, "1.1 研究背景 1\n1.2 研究意义 3\n2.1 理论基础 7"),
    "numbered with gaps": (Form.CONTENTS, "一、总则    1\n二、机构    5\n三、附则    12"),
    "blanks": (Form.FIELD, "姓名：______ 性别：□男 □女\n是否党员：□是 □否"),
    "labels": (Form.FIELD, "单位名称：某某公司\n联系人：张三\n联系电话：010-1234"),
    "options below": (Form.LIST_ITEM, "1. 下列说法正确的是（  ）\nA. 甲对\nB. 乙对\nC. 丙对\n2. 下列说法错误的是（  ）"),
    "options on one line": (Form.CHOICES, "A．甲对　　B．乙对　　C．丙对　　D．都不对"),
    "bullets": (Form.LIST_ITEM, "- 第一项\n  - 其中的一项\n- 第二项"),
    "numbers": (Form.LIST_ITEM, "（一）加强组织领导。各级要高度重视。\n（二）明确责任分工。各部门要密切配合。"),
    "stanza": (Form.VERSE, "轻轻的我走了，\n正如我轻轻的来；\n我轻轻的招手，\n作别西天的云彩。"),
    "stanzas": (Form.VERSE, "小溪唱着歌，\n穿过青草地，\n绕过小石桥，\n奔向大海去。\n\n小鸟唱着歌，\n飞过白云边，\n越过高山顶，\n飞向蓝天去。"),
    "couplets": (Form.VERSE, "白日依山尽，黄河入海流。\n欲穷千里目，更上一层楼。"),
    "verses of a sutra": (Form.VERSE, "若人欲了知，三世一切佛，应观法界性，一切唯心造，\n\n譬如工画师，不自知画心，而由心故画，诸法性如是。"),
    "bare lines": (Form.VERSE, "春眠不觉晓\n处处闻啼鸟\n夜来风雨声\n花落知多少"),
    "signed": (Form.VERSE, "登高\n〔唐〕杜某\n风急天高，\n渚清沙白。"),
    "Markdown headings": (Form.HEADING, "# 摘要\n## 一节"),
    "chapters": (Form.HEADING, "第一章　总则\n第二章　附则"),
    "underlined": (Form.HEADING, "安装说明\n========"),
    "image": (Form.IMAGE, "![图一](图/a.png)"),
    "image with link": (Form.IMAGE, "[![状态](a.svg)](https://a.example.cn)"),
    "figure": (Form.IMAGE, "图1-2 系统结构"),
    "label of a note": (Form.FOOTNOTE, "[^1]: 见某书第三章。"),
}  # fmt: skip


@pytest.mark.parametrize("name", WHOLE)
def test_found_alone_and_between_paragraphs(name: str) -> None:
    form, text = WHOLE[name]
    lines = len([line for line in text.split("\n") if line.strip()])
    assert forms(text) == [form.value] * lines
    assert forms(f"{PROSE}\n\n{text}\n\n{PROSE}") == ["", *[form.value] * lines, ""]
    assert forms(text.replace("\n", "\r\n")) == [form.value] * lines


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("目录\n总则\t1\n机构\t5\n附则\t12", ["", "contents", "contents", "contents"]),
        ("这是他的理论①。\n又说了一句。\n① 见某书。", ["", "", "footnote"]),
        ("参考文献\n[1] 张某. 某书. 北京, 1999.\n[2] Li S. Paper. 2001.", ["", "reference", "reference"]),
        ("某某年鉴\n12\n正文一。\n某某年鉴\n13\n正文二。\n某某年鉴\n14\n正文三。", ["running_head", "", ""] * 3),
        ("。\n12\n正文一。\n。\n13\n正文二。\n。\n14\n正文三。", [""] * 9),
        ("配置如下：\n\n    server {\n        listen 80;\n    }\n\n完成。", ["", "code", "code", "code", ""]),
        ("运行：\n\n\tnpm start\n\tnode app.js --port=80\n\n即可。", ["", "code", "code", ""]),
    ],
)  # fmt: skip
def test_found_by_what_stands_around(text: str, found: list[str]) -> None:
    assert forms(text) == found


def test_the_indent_of_code_is_part_of_it() -> None:
    text = "如下：\n\n    x = 1\n\n    y = 2\n\n完。"
    assert [text[r.start : r.end] for r in find_regions(text)] == ["    x = 1\n\n    y = 2"]


@pytest.mark.parametrize(
    "text",
    [
        # Wrapped prose of narrow and wide columns.
        "会议强调，要坚持稳中求进工作总基\n调，完整准确全面贯彻新发展理念，\n加快构建新发展格局，着力推动高质\n量发展，全面深化改革开放。",
        "会议强调，要坚\n持稳中求进工作\n总基调，完整准\n确全面贯彻新发\n展理念，加快构\n建新发展格局。",
        # Columns of a newspaper that were read across.
        "左栏的文字说的是一件事情，它   右栏的文字说的又是另一件事\n一直说到了这一行还没有说完，   情，与左栏毫无关系，只是并\n后来终于说完了这一件事情。   排放在一起而已。",
        "产业优化升级迈出坚实步伐，高 | 会议指出，要抓好各项工作的\n技术制造业增加值增长百分之九 | 落实，以钉钉子精神做实做细",
        # A line that was spaced out.
        "关  于  印  发\n通  知  的  函",
        # Short paragraphs.
        "各位代表：\n现在，我向大会报告工作。\n请予审议。\n并请提出意见。",
        "好。\n“你来了。”\n他点点头。\n天黑了。",
        # A colon in prose, labels that announce.
        "会议指出：要抓落实。\n会议强调：要抓成效。\n会议要求：要抓长远。",
        "时间：10:30",
        "一比一，\n1:2落后，\n又到2:1了，\n1:2再落后，\n终于打成2:2平。",
        # Words of code and of lists in prose.
        "Select one from the list, then go to the next page and make sure it works.",
        "if you import goods from abroad, return them in time;",
        "第三条路是什么？\n1.5亿元投资到位。",
        "    会议强调，要坚持稳中求进工作总基调。\n    会议指出，要完整准确全面贯彻。",
        "他想说……5\n她没有听……",
        "甲,乙,丙三地\n丁,戊,己三地",
        "图1显示，产值逐年上升。",
        "①加强领导。②明确责任。",
        # Figures beside each other that are no rows: letter-spaced, in sentences, or once only.
        "会议于 1 9 8 5 年 3 月 2 1 日 召 开\n到 会 代 表 1 2 0 0 人",
        "产量由 1200 1300 增至 1400 吨，\n产值由 2200 2300 增至 2400 万元。",
        "电话 63001234 63005678\n会议强调，要坚持稳中求进工作总基调。",
        "学习习近平同志的讲话。\n常委会会议。\n政协协商。\n不灿洼村。",
    ],
)  # fmt: skip
def test_prose_has_none(text: str) -> None:
    assert set(forms(text)) == {""}


def test_what_a_model_says_over_and_over_is_no_verse() -> None:
    assert set(forms("天天向上，\n" * 12)) == {""}


def test_a_line_of_formulas_is_no_line_of_a_form() -> None:
    text = "$$\n1. a\n2. b\n$$"
    assert [region.form for region in find_regions(text)] == [Form.FORMULA]


@pytest.mark.parametrize(
    "unit",
    ["a", "|", " ", ".", '"', "_", "甲：乙\n", "a\tb\n", "床前明月光，\n", "x = 1;\n", "1\n", "<table ", "[", "a,b,1\n", "… ", "甲 1 22 33\n", "甲 22 ", "1 2 "],
)  # fmt: skip
def test_in_linear_time(unit: str) -> None:
    # Quadratic it would take minutes.
    find_regions(unit * (200_000 // len(unit)))


def test_places() -> None:
    places = Places(find_regions(f"{PROSE}\n| 甲 | `a` |"))
    start = len(PROSE) + 1
    assert [region.form for region in places.touched(start, start + 20)] == [
        Form.TABLE_ROW,
        Form.CODE_SPAN,
    ]
    assert not list(places.touched(0, start))


def test_a_signed_poem_ends_where_something_else_is_listed() -> None:
    poem = ["登高", "【唐】杜某", "风急天高啸，", "渚清沙白回。", "落木萧萧下，", "长江滚滚来。"]
    text = "\n\n".join(["\n".join(poem), "1. 整理书稿", "2. 校对清样，另备一份"])
    verse = [text[item.start : item.end] for item in find_regions(text) if item.form is Form.VERSE]
    assert verse == poem


def _free(lengths: list[int], *, marks: int = 3, stops: int = 0, stanzas: int = 2) -> str:
    """Return lines of some lengths, of which some hold a mark and some a stop, in stanzas."""
    words = "山川草木云雨雷电风霜雪露江河湖海"
    lines = []
    for place, length in enumerate(lengths):
        line = (words[place:] + words)[:length]
        if place < stops:
            line = f"{line[:2]}。{line[3:]}"
        elif place < marks + stops:
            line = f"{line[:2]}，{line[3:]}"
        lines.append(line)
    size = -(-len(lines) // stanzas)
    return "\n\n".join("\n".join(lines[at : at + size]) for at in range(0, len(lines), size))


RAGGED = [12, 9, 15, 6, 11, 4, 14, 7]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (_free(RAGGED), True),
        (_free(RAGGED[:7]), False),
        (_free(RAGGED, stanzas=1), True),
        (_free(RAGGED, stanzas=1, stops=1), False),
        (_free(RAGGED, marks=1), False),
        (_free(RAGGED, stops=1), True),
        (_free(RAGGED, stops=2), False),
        (_free([12, 12, 11, 12, 15, 6, 4, 9]), True),
        (_free([12, 12, 11, 12, 12, 6, 4, 9]), False),
        (_free([*RAGGED, 13], stanzas=3), True),
        (_free(RAGGED, stanzas=4), False),
    ],
)
def test_free_verse_is_ragged_and_comes_in_stanzas(text: str, found: bool) -> None:
    assert (Form.VERSE in {region.form for region in find_regions(text)}) is found


@pytest.mark.parametrize(
    ("text", "nested"),
    [
        ("- 甲\n  - 乙\n- 丙", ["  - 乙"]),
        ("- 甲\n - 乙\n- 丙", []),
        ("1. 甲\n   1. 乙\n   2. 丙", ["   1. 乙", "   2. 丙"]),
        ("　　1. 甲\n　　2. 乙", []),
    ],
)
def test_items_below_items_keep_their_indents(text: str, nested: list[str]) -> None:
    found = [text[region.start : region.end] for region in find_regions(text)]
    assert [words for words in found if words[0] == " "] == nested


@pytest.mark.parametrize(
    ("calls", "length", "found"), [(5, 8, True), (4, 8, False), (5, 12, True), (5, 13, False)]
)
def test_short_lines_that_call_are_verse(calls: int, length: int, found: bool) -> None:
    words = "山川草木云雨雷电风霜雪露江河湖海"
    lines = [
        f"{(words[place:] + words)[: length - 1]}{'！' if place < calls else '。'}"
        for place in range(8)
    ]
    assert (Form.VERSE in {region.form for region in find_regions("\n".join(lines))}) is found
