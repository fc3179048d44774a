"""Furniture goes where its place says so; in lists, forms, rosters and running text it stays."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from restore.core.blocks import Role
from restore.core.document import Document
from restore.core.ocr_metadata import Hints, Margin
from restore.layout.furniture import line_roles
from restore.layout.furniture_forms import furniture_form
from restore.layout.newspaper_signs import PageKnowledge
from restore.layout.page_edges import repeated_on_pages
from restore.layout.page_knowledge import knowledge_of
from restore.pipeline import Restored, restore_corpus, restore_text
from restore.settings import CorrectionSettings, DedupSettings, LayoutSettings, Settings
from restore.writers.articles import article_records

LAYOUT = Settings(dedup=DedupSettings(enabled=False), correction=CorrectionSettings(enabled=False))
SENTENCE = "全县各项工作平稳推进，群众满意度不断提高。"


def restored(text: str) -> Restored:
    item = restore_text(text, settings=LAYOUT)
    assert item.log.revert(item.text) == text
    return item


def taken(text: str) -> list[str]:
    """Return what layout takes out of a text for good."""
    return [
        edit.before.strip()
        for edit in restored(text).edits
        if edit.applied and edit.stage == "layout" and edit.group is None and edit.before.strip()
    ]


def gone(texts: list[str], gaps: list[int] | None = None, **known: object) -> list[int]:
    given_gaps = gaps or [0] * len(texts)
    page = PageKnowledge(**known)  # type: ignore[arg-type]
    return [removal.line for removal in line_roles(texts, given_gaps, LayoutSettings(), page)[1]]


STAYS = {
    "a hospital's contact page": f"{SENTENCE}\n地址：东关街12号\n邮编：464000\n电话：0376-6543210\n"
    "传真：0376-6543211\n邮箱：bgs@example.org\n网址：www.example.org\n",
    "a telephone book": "信访科\n电话：88881111\n人事科\n电话：88882222\n传真：88883333\n",
    "a roster": "星期一\n陈平\n星期二\n周敏\n星期三\n吴刚\n请值班人员准时到岗，不得擅自离岗。\n",
    "a timetable": "星期一\n语文 数学\n星期二\n英语 音乐\n",
    "a contract": f"{SENTENCE}\n出租方（签章）：______\n地址：和平路3号\n电话：13700000000\n"
    "承租方（签章）：______\n地址：建设路8号\n电话：13600000000\n签约时间：______年__月__日\n",
    "a diary": "2023年11月6日 星期一 小雨\n下了一天的雨，我们没有出去玩。\n2023年11月7日 星期二\n"
    "天晴了，我和弟弟去河边放风筝。\n",
    "a diary of one day": "2023年11月6日 星期一\n下了一天的雨，我们没有出去玩。\n",
    "the colophon of a book": f"{SENTENCE}\n责任编辑：陈平 责任校对：周敏\n版式设计：吴刚\n"
    "出版发行：某某出版社\n地址：和平路3号\n电话：010-65000000\n第1版\n开本：787毫米×1092毫米\n"
    "版权所有 侵权必究\n",
    "how to subscribe": "邮发代号：82-1\n国内统一刊号：CN11-0001\n定价：2.00元\n"
    "欢迎订阅本刊，全国各地邮局均可办理。\n",
    "minutes": f"时间：2023年11月6日\n地点：二楼会议室\n主持人：陈平\n记录：周敏\n{SENTENCE}\n",
    "a notice": f"{SENTENCE}\n联系电话：010-12345678\n地址：市民中心三楼\n",
    "a notice with a code": f"扫描下方二维码报名\n{SENTENCE}\n",
    "papers in a list": f"2023年11月6日 星期一\n北山日报\n南山晚报\n东山商报\n{SENTENCE}\n",
    "pages in a list": f"第1版\n要闻\n第2版\n经济\n第3版\n文化\n{SENTENCE}\n",
    "one paper's name": f"北山日报\n{SENTENCE}\n",
    "a bulletin's title": f"公报\n统计公报\n{SENTENCE}\n",
    "links": f"网址：www.example.org\n网址：www.example.com\n{SENTENCE}\n",
    "days of a chronicle": f"2023年1月5日\n{SENTENCE}\n2023年2月6日\n{SENTENCE}\n",
    "results": f"3/5\n2/5\n1/5\n{SENTENCE}\n",
    "groups": f"A1\n陈平\nA2\n周敏\n{SENTENCE}\n",
    "parts of an essay": f"— 1 —\n{SENTENCE}\n— 2 —\n{SENTENCE}\n",
    "parts with a zero": "他走进房间，看见桌上\n— 02 —\n放着一封信，字迹潦草。\n",
    "a picture's words in the text": f"{SENTENCE}\n图为村民在田间劳动。\n{SENTENCE}\n",
    "words about a figure": f"{SENTENCE}\n图1：系统的结构\n{SENTENCE}\n",
    "headings that name an event": f"开幕式现场\n{SENTENCE}\n颁奖仪式现场\n{SENTENCE}\n",
    "a table of contents": f"目录\n第一章 总则 1\n第二章 附则 5\n{SENTENCE}\n",
    "an editor's line": f"{SENTENCE}\n编辑：陈平\n",
    "a source's line": f"来源：北山日报\n责任编辑：陈平\n{SENTENCE}\n",
    "a film's credits": f"采访：陈平\n编辑：周敏\n监制：吴刚\n{SENTENCE}\n",
    "a title that stands twice": f"北山县统计简况\n\n\n\n北山县统计简况\n\n{SENTENCE}\n\n{SENTENCE}\n",
    "dates in a text with wide gaps": f"3月5日，晴。\n\n\n3月6日，多云。\n\n\n{SENTENCE}\n",
    "an exercise for listening": f"一、听录音，选出你听到的单词。\n扫码听录音\n{SENTENCE}\n",
}


@pytest.mark.parametrize("text", STAYS.values(), ids=STAYS)
def test_what_is_text_stays(text: str) -> None:
    assert taken(text) == []


HEAD = "北山日报\n2023年11月6日 星期一\n第5版\n责任编辑：陈平 版式策划：周敏\n"
STORY = f"我县召开经济工作会议\n{SENTENCE}\n会议强调，要稳中求进，突出重点。\n"


def test_the_head_and_imprint_of_a_newspaper_page_go() -> None:
    text = HEAD + STORY + "本报地址：和平路3号 邮编：010750 新闻热线：6031236\n电话：0471-6031236\n"
    assert len(taken(text)) == 6
    assert restored(text).text == STORY


@pytest.mark.parametrize(
    ("signs", "count"),
    [
        ("北山日报\n2023年11月6日 星期一\n", 2),
        ("北山日报\n第5版\n", 2),
        ("第5版\n2023年11月6日 星期一\n", 2),
        ("责任编辑：陈平 版式策划：周敏\n2023年11月6日 星期一\n", 2),
        ("北山日报\n", 0),
        ("2023年11月6日 星期一\n", 0),
        ("第5版\n", 0),
        ("责任编辑：陈平\n", 0),
        ("2023年11月6日 星期一\n责任编辑：陈平\n", 0),
    ],
)
def test_two_kinds_of_signs_make_a_newspaper_page(signs: str, count: int) -> None:
    assert len(taken(signs + STORY)) == count


def test_contact_lines_before_the_imprint_end_an_article() -> None:
    text = f"{STORY}咨询电话：12345\n地址：市民中心三楼\n责任编辑：陈平 版式策划：周敏\n电话：6031236\n"
    assert taken(text) == ["责任编辑：陈平 版式策划：周敏", "电话：6031236"]


def test_signs_count_on_their_page_only() -> None:
    lines = [*HEAD.split("\n")[:-1], *[SENTENCE] * 20, "责任编辑：吴刚", *[SENTENCE] * 20]
    assert 24 in gone(lines)
    assert 24 not in gone(lines, pages=(0, 24))
    far = [*HEAD.split("\n")[:-1], *[SENTENCE] * 400, "责任编辑：陈平"]
    assert len(far) - 1 not in gone(far)
    assert len(far) - 2 in gone(far[:4] + far[5:])


@pytest.mark.parametrize(("between", "stays"), [(58, True), (60, False)])
def test_two_names_near_each_other_are_a_list(between: int, stays: bool) -> None:
    lines = ["北山日报", "第5版", *[SENTENCE] * between, "南山晚报"]
    assert (0 not in gone(lines)) is stays


@pytest.mark.parametrize(("between", "stays"), [(19, True), (20, False)])
def test_what_stands_near_the_labels_of_a_colophon_is_text(between: int, stays: bool) -> None:
    lines = ["北山日报", "第5版", "责任编辑：陈平", *[SENTENCE] * between, "开本：16开"]
    assert (2 not in gone(lines)) is stays


@pytest.mark.parametrize(("length", "stays"), [(16, True), (17, False)])
def test_the_label_of_a_colophon_is_short(length: int, stays: bool) -> None:
    label = "出版发行".ljust(length - 1) + "：县志办"
    lines = ["北山日报", "第5版", "责任编辑：陈平", label, SENTENCE]
    assert (2 not in gone(lines)) is stays


def test_nothing_goes_where_no_running_text_remains() -> None:
    assert gone(HEAD.split("\n")[:-1]) == []
    assert gone([*HEAD.split("\n")[:-1], "北" * 19]) == []
    assert gone([*HEAD.split("\n")[:-1], "北" * 20]) != []


def test_page_numbers_that_cut_a_sentence_go() -> None:
    text = f"各地要把粮食安全放在突出位置，坚决遏制耕地\n— 3 —\n“非农化”，确保播种面积只增不减。\n{SENTENCE}\n— 4 —\n"
    assert taken(text) == ["— 3 —", "— 4 —"]


def test_a_single_fraction_is_no_page_number() -> None:
    assert gone([SENTENCE, "3/5"]) == []
    assert gone([SENTENCE, "4/5", SENTENCE, "5/5"]) == [1, 3]


def test_a_picture_beside_takes_its_caption() -> None:
    for picture in (
        "![](a.png)",
        "![](a.png)\n",
        "<!-- image -->",
        "【图片】",
        '<img src="a.png">',
    ):
        item = restored(f"{SENTENCE}\n{picture}\n图为村民在田间劳动。\n{SENTENCE}\n")
        assert "图为" not in item.text, picture
    records = article_records(item.document, item.articles, item.edits)
    told = [line for record in records for line in record.removed if line.role is Role.CAPTION]
    assert [line.text for line in told] == ["图为村民在田间劳动。"]
    assert item.document.source[slice(*told[0].source)].strip() == told[0].text
    assert all(
        item.text[slice(*one.span)] == one.text for record in records for one in record.paragraphs
    )


def test_a_photographer_takes_the_caption_in_a_newspaper_only() -> None:
    caption = "图为农民在播种。本报记者 陈平 摄\n"
    assert taken(HEAD + STORY + caption)[-1] == "图为农民在播种。本报记者 陈平 摄"
    assert taken(STORY + caption) == []


@pytest.mark.parametrize(("gap", "goes"), [(2, False), (3, True)])
def test_a_caption_stands_apart_by_two_lines_more_than_usual(gap: int, goes: bool) -> None:
    lines = [
        SENTENCE,
        "会议要求各部门要认真落实，切实",
        "北山县政协会议会场",
        "提高工作水平。",
        *[SENTENCE] * 4,
    ]
    gaps = [1, 1, gap, 1, 1, 1, 1, 1]
    assert (2 in gone(lines, gaps)) is goes


def test_what_stays_keeps_a_role_of_the_text() -> None:
    lines = [SENTENCE, "地址：东关街12号", "图为村民在田间劳动。", "北山日报"]
    assert line_roles(lines, [0] * 4, LayoutSettings())[0] == [
        Role.BODY, Role.BODY, Role.CAPTION, Role.HEADING,
    ]  # fmt: skip


def pages_of(count: int, lines: int = 6) -> tuple[list[str], list[int]]:
    texts: list[str] = []
    starts = []
    for number in range(count):
        starts.append(len(texts))
        body = [
            f"第{'一二三四五六七八九'[place]}段写的是第{number}页的事。"
            for place in range(lines - 2)
        ]
        texts += ["北山县志", *body, f"{number + 1}"]
    return texts, starts


def test_what_pages_repeat_goes_but_for_the_first() -> None:
    texts, starts = pages_of(3)
    assert repeated_on_pages(texts, starts) == {5, 6, 11, 12, 17}
    assert repeated_on_pages(*pages_of(2)) == frozenset()
    assert repeated_on_pages(*pages_of(3, lines=5)) == frozenset()


def test_a_sentence_that_pages_repeat_is_text() -> None:
    texts, starts = pages_of(4)
    again = [SENTENCE if text == "北山县志" else text for text in texts]
    assert 6 not in repeated_on_pages(again, starts)


def test_on_fewer_than_four_pages_in_ten_nothing_is_repeated() -> None:
    texts, starts = pages_of(10)
    heads = [
        text if text != "北山县志" or place < 24 else "无" * 50 for place, text in enumerate(texts)
    ]
    assert 6 in repeated_on_pages(heads, starts)
    fewer = [
        text if text != "北山县志" or place < 18 else "无" * 50 for place, text in enumerate(texts)
    ]
    assert 6 not in repeated_on_pages(fewer, starts)


def counted(head: str, numbers: list[int], between: str = SENTENCE) -> list[str]:
    return [line for number in numbers for line in (head, str(number), between)]


def test_running_heads_that_count_pages_go_but_for_the_first() -> None:
    assert gone(counted("北山县发展白皮书", [1, 2, 3])) == [1, 3, 4, 6, 7]
    assert gone(counted("北山县发展白皮书", [1, 2])) == []
    assert gone(counted("北山县发展白皮书", [1, 2, 4])) == []
    assert gone(counted("典型例题一", [1, 2, 3])) == []
    assert gone(counted("典型例题之一", [1, 2, 3], "计算下列各题。")) == []
    assert gone(counted("典型例题之一", [1, 2, 3])) != []


def test_heads_count_pages_by_short_numbers_with_text_between() -> None:
    head = "北山县发展白皮书"
    assert gone(counted(head, [9998, 9999, 10000])) == []
    assert gone(counted(head, [997, 998, 999, 1000])) == [1, 3, 4, 6, 7, 9, 10]
    for length, goes in ((20, True), (19, False)):
        between = ("全县上下要凝心聚力真抓实干推动各项工作取得新的成效" * 2)[: length - 1] + "。"
        assert bool(gone(counted(head, [1, 2, 3], between))) is goes


def test_a_running_head_is_one_of_two_lines_and_no_longer_than_a_title() -> None:
    def repeated(*heads: str) -> frozenset[int]:
        texts = [line for page in range(4) for line in (*heads, *bodies(page))]
        return repeated_on_pages(texts, range(0, len(texts), len(heads) + 6))

    def bodies(page: int) -> list[str]:
        return [f"第{page}页第{line}段写的是另一件事。" for line in "一二三四五六"]

    assert repeated("北山县志", "卷三", "人物") == {9, 10, 18, 19, 27, 28}
    assert 7 in repeated("县" * 40)
    assert repeated("县" * 41) == frozenset()


@pytest.mark.parametrize(("length", "goes"), [(130, True), (131, False)])
def test_a_dated_caption_is_no_longer_than_a_paragraph_of_news(length: int, goes: bool) -> None:
    caption = ("1月9日，" + "代表们在会场外合影留念共话发展" * 10)[: length - 1] + "。"
    texts = [caption, "全县经济工作会议召开", SENTENCE, SENTENCE, SENTENCE]
    _, removals = line_roles(texts, [3, 3, 0, 0, 0], LayoutSettings())
    assert [removal.line for removal in removals] == ([0] if goes else [])


@pytest.mark.parametrize(("caption", "goes"), [("新城一角风光", True), ("新城一角景", False)])
def test_a_caption_that_stands_twice_has_six_characters(caption: str, goes: bool) -> None:
    cut = ["会议指出，要加强对重点群体的帮扶，落实好各", caption, "项援企稳岗政策，兜牢民生底线。"]
    texts = [*cut, SENTENCE, *cut]
    gaps = [0, 3, 0, 0, 0, 3, 0]
    _, removals = line_roles(texts, gaps, LayoutSettings())
    assert [removal.line for removal in removals] == ([1, 5] if goes else [])


def test_pages_are_known_by_form_feeds_and_by_the_file() -> None:
    document = Document.from_text("一\n二\f三\n四\n\f\n五\n")
    run = document.text.replace("\f三", "\n三")
    assert run.count("\n") == 6
    assert knowledge_of(Document.from_text("一\n二\n三\n"), (4,)).pages == (0, 2)
    assert knowledge_of(Document.from_text("一\n\f\n二\n"), ()).pages == ()
    texts, starts = pages_of(4)
    text = "\f".join("\n".join(texts[start : start + 6]) for start in starts)
    assert restored(text).text.count("北山县志") == 1
    plain = text.replace("\f", "\n")
    places = tuple(place + 1 for place, char in enumerate(text) if char == "\f")
    result = restore_corpus(
        [Document.from_text(plain)], settings=LAYOUT, hints=lambda _: Hints(pages=places)
    )
    assert result.restored[0].text.count("北山县志") == 1
    assert restored(plain).text.count("北山县志") == 4


FRAGMENTS = st.sampled_from(
    [
        "（下转第3版）", "■上接第1版", "第3版", "北山日报", "2023年11月6日 星期一", "— 3 —", "3/5",
        "责任编辑：陈平 版式策划：周敏", "本报地址：和平路3号 邮编：010750 新闻热线：6031236",
        "电话：12345678", "图为会场。", "<!-- 图 -->", "***", "______", "\f", "", "\n\n",
        "（本版图片由县委办提供）", "要闻", "星期一", "# ", "```", "![](a.png)", "版权所有 侵权必究",
        SENTENCE, "我县召开会议",
    ]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(FRAGMENTS, max_size=9), st.booleans())
def test_a_document_that_has_text_never_becomes_empty(parts: list[str], twice: bool) -> None:
    text = "\n".join(parts)
    documents = [Document.from_text(text, id=str(number)) for number in range(1 + twice)]
    for item in restore_corpus(documents, check_figures=False).restored:
        assert item.log.revert(item.text) == text
        if re.search(r"[^\W_]", text):
            assert re.search(r"[^\W_]", item.text)
        words = "".join(block for block in re.findall(r"[^\W_]", item.text))
        found = "".join(
            item.text[block.start : block.end]
            for article in item.articles
            for block in article.blocks
        )
        assert "".join(re.findall(r"[^\W_]", found)) == words


@settings(max_examples=100, deadline=None)
@given(st.lists(FRAGMENTS, max_size=9))
@example(["第3版", "\f"])
def test_what_goes_is_told_with_its_role(parts: list[str]) -> None:
    item = restored("\n".join(parts))
    records = article_records(item.document, item.articles, item.edits)
    told = [line.edit for record in records for line in record.removed]
    assert sorted(told) == sorted(
        edit.id
        for edit in item.edits
        if edit.applied and edit.rule in ("furniture", "caption", "jump_line")
    )


def test_what_would_empty_a_document_is_flagged() -> None:
    for text in ("（下转第3版）", "■上接第1版 ", "<!-- 一 -->"):
        item = restored(text)
        assert re.findall(r"[^\W_]", item.text) == re.findall(r"[^\W_]", text)
        assert [edit.reason.value for edit in item.edits if edit.decision.value == "flagged"] == [
            "last_text_of_document"
        ]


HEADED = ["北山日报", "BEISHAN RIBAO", "2024年1月6日", "星期六 农历十一月廿五", "第12946号 今日8版"]


@pytest.mark.parametrize(
    "lines",
    [
        HEADED,
        ["北山日报", "第3版", "星期六", "2024年1月6日"],
        ["北山教育报", "第3版", "2024年1月6日 星期六", "官方微博", "客户端"],
        ["北山日报", "中共北山市委机关报", "今日4版", "多云转晴 北风3到4级 最高气温5℃"],
        ["北山日报", "北山日報", "农历甲辰年十一月廿五 第946号 今日四版", "报头题字：陈平"],
    ],
)
def test_the_head_of_a_paper_goes_whole(lines: list[str]) -> None:
    assert gone([*lines, SENTENCE, SENTENCE]) == list(range(len(lines)))


@pytest.mark.parametrize(
    "lines",
    [
        ["2024年1月6日", "星期六", SENTENCE],
        ["星期六", "2024年1月6日", SENTENCE],
        ["关注我们", "客户端", "网站", SENTENCE],
        ["多云转晴 北风3到4级 最高气温5℃", SENTENCE],
        ["第12946号", SENTENCE],
        ["BEISHAN RIBAO", SENTENCE],
        ["主管：市教育局 主办：北山教育报社", SENTENCE],
    ],
)
def test_what_a_head_says_stays_where_no_paper_is(lines: list[str]) -> None:
    assert gone(lines) == []


def test_the_date_of_a_story_stays_beside_the_head_of_a_paper() -> None:
    lines = [
        *HEADED[:1],
        "第3版",
        "2024年1月6日 星期六",
        "防汛工作会召开",
        "2024年1月5日",
        SENTENCE,
    ]
    assert gone(lines) == [0, 1, 2]


def test_dashes_around_page_numbers_are_read_now_so_now_so() -> None:
    lines = [SENTENCE, "-108", SENTENCE, "— 109 —", SENTENCE, "·110·"]
    assert gone(lines) == [1, 3, 5]
    assert gone(
        [SENTENCE, "北山中学试卷第1页（共2页）", SENTENCE, "北山中学试卷第2页（共2页）"]
    ) == [1, 3]


@pytest.mark.parametrize("lines", [["-5"], ["-12", "-13"], ["7"], ["108"]])
def test_a_negative_number_at_the_end_is_no_page_number(lines: list[str]) -> None:
    assert gone([SENTENCE, *lines]) == []


@pytest.mark.parametrize(("number", "goes"), [("1086", True), ("10866", False), ("7.", False)])
def test_a_number_at_the_edge_of_a_page_with_boxes_goes(number: str, goes: bool) -> None:
    lines = [number, SENTENCE, number, SENTENCE, number]
    assert gone(lines, boxed=True) == ([0, 4] if goes else [])


@pytest.mark.parametrize(
    "head",
    [
        "陈平等：山区防汛预警网络的现状与趋势",
        "·防汛纪事·",
        "证券研究报告",
        "请务必阅读正文之后的免责条款部分",
        "J. Chen et al.: Flood warning in the mountains",
        "第3期",
    ],
)
def test_running_heads_go_at_the_edges_of_known_pages(head: str) -> None:
    assert gone([head, SENTENCE, SENTENCE], boxed=True) == [0]
    assert gone([SENTENCE, SENTENCE, head], boxed=True) == [2]
    assert gone([SENTENCE, head, SENTENCE], boxed=True) == []
    assert gone([head, SENTENCE, SENTENCE, head]) == []


def band(*rows: list[str]) -> tuple[list[str], list[int]]:
    """What goes of rows of lines that stand over all columns of a page."""
    lines = [words for row in rows for words in row]
    margins = {
        place: (Margin.BAND, number)
        for place, number in enumerate(number for number, row in enumerate(rows) for _ in row)
    }
    return lines, gone([*lines, SENTENCE, SENTENCE], boxed=True, margins=margins)


def test_a_newspaper_s_head_goes_whole() -> None:
    lines, places = band(
        ["B7", "街市", "江报", "www.jiangbao.com", "2019年6月10日 星期一"],
        ["No. 1", "报", "2019年6月10日"],
    )
    assert places == list(range(len(lines) - 1))
    # A plain date goes beside what says that this is a head, a title stays.
    lines, places = band(["2019年6月10日", "星期一", "江报日报", "大水退后的清早人来人往"])
    assert places == [0, 1, 2]
    # The name of a page has four characters at most.
    assert band(["2019年6月10日 星期一", "www.jiangbao.com", "清早的街"])[1] == [0, 1, 2]
    assert band(["2019年6月10日 星期一", "www.jiangbao.com", "清早的街市"])[1] == [0, 1]


def test_a_diary_s_or_a_letter_s_head_stays() -> None:
    assert band(["2019年6月10日 星期一", "晴", "www.jiangbao.com"])[1] == []
    assert band(["2019年6月10日 星期一", "渡口"])[1] == []
    assert band(["2019年6月10日", "www.jiangbao.com", "渡口"])[1] == []


def test_the_signs_of_one_page_s_head_say_nothing_of_another() -> None:
    lines = ["2019年6月10日 星期一", SENTENCE, "www.jiangbao.com", SENTENCE]
    margins = {0: (Margin.BAND, 0), 2: (Margin.BAND, 2)}
    assert gone(lines, boxed=True, margins=margins) == [0, 2]
    assert gone(lines, boxed=True, margins=margins, pages=(0, 2)) == []


def test_a_page_number_above_all_lines_of_its_page_goes_by_itself() -> None:
    lines = [SENTENCE, "15", SENTENCE, SENTENCE]
    assert gone(lines, boxed=True) == []
    assert gone(lines, boxed=True, margins={1: (Margin.EDGE, 1)}) == [1]
    beside = {1: (Margin.EDGE, 1), 2: (Margin.EDGE, 1)}
    assert gone(lines, boxed=True, margins=beside) == []


@pytest.mark.parametrize("date", ["WEDNESDAY, MAY 26, 2021", "Sunday 26 May 2021"])
def test_english_dates_head_newspapers(date: str) -> None:
    form = furniture_form(date)
    assert form is not None
    assert form.place == "date"


def test_an_imprint_over_the_whole_page() -> None:
    parts = ["本版主编：王强", "本版编辑：杨文轶", "见习编辑：徐一凡", "发行热线：82296420"]
    filling = "主管：江边街市管理处下设江边街市日报编辑委员会办公室" * 3
    assert gone([SENTENCE, filling + " ".join(parts)]) == [1]
    assert gone([SENTENCE, filling + " ".join(parts[:3])]) == []
