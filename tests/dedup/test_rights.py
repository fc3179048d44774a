"""What repeats by right stays: statutes, contracts, minutes, questions, songs, tables, logs, code."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from restore.core.blocks import ARTICLE_BREAK
from restore.dedup import propose
from restore.dedup.noise import may_be_misread
from restore.dedup.shapes import is_machine, is_row, is_turn, points_away
from restore.dedup.verification import compare
from restore.settings import DedupSettings

from .helpers import clean, make

SETTINGS = DedupSettings()
P = "水库除险加固工程提前完工，下游三县的农田灌溉有了保证，汛期安全得到改善，群众拍手称快。"
Q = "图书馆延长开放时间，周末的自习室座无虚席，不少家长带着孩子来这里看书，管理员忙个不停。"
R = "新开通的公交线路串起几个乡镇，老人进城看病不再需要换乘，司机把每一位乘客都当作家人。"


@pytest.mark.parametrize(
    "text",
    [
        # A statute: each penalty under its own article.
        "第七条 经营者未按规定公示收费标准的，责令改正。\n"
        "经营者有前款规定情形，情节严重的，并处五千元以下罚款，并予以公告。\n"
        "第十二条 经营者未按规定保存进货凭证的，予以警告。\n"
        "经营者有前款规定情形，情节严重的，并处五千元以下罚款，并予以公告。",
        # A contract: two parties, one sentence.
        "出租人应当妥善保管租赁物及其附属设施，因保管不善造成毁损、灭失的，应当承担赔偿责任。\n"
        "租赁期限届满，双方应当办理交接手续。\n"
        "承租人应当妥善保管租赁物及其附属设施，因保管不善造成毁损、灭失的，应当承担赔偿责任。",
        "供货方逾期交货的，应当按照合同总价款的一定比例向对方支付违约金。\n"
        "本合同一式两份。\n"
        "购货方逾期付款的，应当按照合同总价款的一定比例向对方支付违约金。",
        # Minutes: one vote after another.
        "一、审议通过《关于修订章程的议案》\n表决结果：同意九票，反对零票，弃权零票。\n"
        "本议案尚需提交股东大会审议，授权董事会办公室办理相关手续。\n"
        "二、审议通过《关于聘任审计机构的议案》\n表决结果：同意九票，反对零票，弃权零票。\n"
        "本议案尚需提交股东大会审议，授权董事会办公室办理相关手续。",
        # Questions and answers.
        "问：农村户口的老人可以参加这项保险吗？\n答：可以，持本人身份证到社区服务站办理登记即可。\n"
        "问：外地户口的老人可以参加这项保险吗？\n答：可以，持本人身份证到社区服务站办理登记即可。",
        "如果孩子发热应该怎么办？\n请先测量体温，注意补充水分，如果持续不退请尽快就医。\n"
        "如果老人发热应该怎么办？\n请先测量体温，注意补充水分，如果持续不退请尽快就医。",
        # A song.
        "清晨的露珠挂在草尖，\n啊，故乡的小河，你流过我童年的每一个夏天！\n"
        "傍晚的炊烟飘过屋檐，\n啊，故乡的小河，你流过我童年的每一个夏天！\n"
        "多年以后我回到村边，\n啊，故乡的小河，你流过我童年的每一个夏天！",
        # A dialogue.
        "“你放心，这件事情我一定给你办得妥妥当当的。”他说。\n她没有回答，转身走了。\n"
        "第二天，她又来了，还是那句话。\n“你放心，这件事情我一定给你办得妥妥当当的。”他说。",
        # Tables, logs and code.
        "| 名称 | 单位 | 数量 |\n| 甲型水泵及其配套管件 | 台 | 一 |\n| 乙型水泵 | 台 | 一 |\n"
        "| 甲型水泵及其配套管件 | 台 | 一 |",
        "10:21:07 连接数据库失败，五秒钟以后自动重新连接服务器。\n10:21:12 已连接。\n"
        "10:21:07 连接数据库失败，五秒钟以后自动重新连接服务器。",
        "def forward(self, hidden_states, attention_mask):\n    return self.dense(hidden_states)\n"
        "def backward(self):\n    return None\n"
        "def forward(self, hidden_states, attention_mask):\n    return self.dense(hidden_states)",
        # A recipe.
        "鲤鱼洗净去鳞，在鱼身两面划上几刀，均匀抹上料酒和精盐，腌制备用。\n再切姜丝。\n"
        "鲫鱼洗净去鳞，在鱼身两面划上几刀，均匀抹上料酒和精盐，腌制备用。",
        # A text that stands in another one of the same document.
        "词语解释：形容一个人做事三心二意，没有恒心，什么都做不长久。\n来源\n这个说法出自民间。\n"
        "形容一个人做事三心二意，没有恒心，什么都做不长久。\n例子\n他呀，干什么都是三天打鱼。",
        # Headings of items that follow.
        "（一）违反安全生产规定，造成人员伤亡的；\n（二）造成直接经济损失的。\n"
        "第九条 有下列情形之一的，从重处罚：\n（一）违反安全生产规定，造成人员伤亡的；\n"
        "（二）造成恶劣社会影响的。",
    ],
)
def test_what_repeats_by_right_stays(text: str) -> None:
    lines = text.split("\n")
    assert clean(lines) == lines


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("汇票", "本票"),
        ("支票", "本票"),
        ("出租人", "承租人"),
        ("发包人", "承包人"),
        ("投标人", "招标人"),
        ("申请人", "被申请人"),
        ("养牛场", "养猪场"),
        ("铜制品", "铝制品"),
        ("利昂县", "圣哈辛县"),
        ("甲站", "乙站"),
        ("买方", "卖方"),
        ("高中", "初中"),
    ],
)
def test_another_word_is_no_noise(one: str, other: str) -> None:
    frame = f"{{}}应当在规定的期限以内向主管部门提交书面报告，并对报告内容的真实性负责。{P}{Q}"
    first, second = frame.format(one), frame.format(other)
    result = compare(first, second)
    assert not result.covers
    assert not result.covered
    assert clean([first, R, second]) == [first, R, second]


@pytest.mark.parametrize(
    ("right", "read"),
    [("纪律", "记律"), ("筹备", "等备"), ("组织", "纽织"), ("工作", "工作作"), ("商量", "商景")],
)
def test_a_misreading_is_noise(right: str, read: str) -> None:
    frame = f"各单位要高度重视{{}}，切实加强领导，把各项任务落到实处。{P}{Q}{R}"
    between = "这一段说的是另外一件事情。"
    assert compare(frame.format(right), frame.format(read)).covered
    assert clean([frame.format(right), between, frame.format(read)]) == [
        frame.format(right),
        between,
    ]


def test_one_exchange_twice_is_a_word() -> None:
    first = f"未成年的应当登记，未登记的不得参加，工作人员要逐一核对。{P}{Q}"
    second = first.replace("未", "末")
    assert not compare(first, second).covered


def test_noise_is_asked_of_shape_sound_and_language() -> None:
    text = "严明纪律，狠抓落实。"
    assert may_be_misread(text, text.replace("纪", "记"), (2, 3, 2, 3), "纪", "记")
    assert may_be_misread(text, text.replace("纪", "\ufffd"), (2, 3, 2, 3), "纪", "")
    assert not may_be_misread("有关部门", "相关部门", (0, 1, 0, 1), "有", "相")


def test_a_lone_paragraph_goes_from_some_length_on() -> None:
    for size, stays in ((120 - 1, True), (120, False)):
        long = f"{(P + Q + R)[: size - 1]}。"
        lines = [long, "短短的一段，自成一句。", "又一段，说的是别的事。", long]
        assert (clean(lines) == lines) is stays


def test_a_run_goes_from_some_length_on() -> None:
    for size, stays in ((120 - 1 - len(P), True), (120 - len(P), False)):
        other = f"{(Q + R)[: size - 1]}。"
        lines = [P, other, "短短的一段，自成一句。", P, other]
        assert (clean(lines) == lines) is stays


def test_a_noisy_copy_at_once_goes_from_some_length_on() -> None:
    for size, stays in ((30 - 1, True), (30, False)):
        line = f"{'精心筹备，' + P[: size - 6]}。"
        lines = [line, line.replace("筹", "等"), "短短的一段，自成一句。"]
        assert len(line) == size
        assert (clean(lines) == lines) is stays
    # One that is the same goes at once.
    assert clean(["办好民生实事，增进人民的福祉和安康。"] * 3 + ["好。"]) != []


def test_parallel_frames_protect_long_passages() -> None:
    framed = ["单位违反规定应当怎样处理？", P + Q + R, "个人违反规定应当怎样处理？", P + Q + R]
    assert clean(framed) == framed
    assert clean(["前言部分。", P + Q + R, "后来发生的事情与此无关。", P + Q + R])[-1] != P + Q + R


def test_a_quotation_is_no_copy() -> None:
    lines = [P + Q + R, "会上宣读了原文：", f"“{P + Q + R}", "大家一致同意。"]
    assert clean(lines) == lines


def test_what_stands_twice_by_right_is_shown_when_it_is_long() -> None:
    lines = [
        P + Q,
        "这一段说的是另外一件事情。",
        P + Q[:20] + "。",
        "又一段。",
        "开头不同，" + P + Q,
    ]
    result = propose([make("a", lines)], SETTINGS)
    assert result.proposals == [[]]
    text = "\n".join(lines)
    pairs = [(text[slice(*v.first.span)], text[slice(*v.second.span)]) for v in result.variants]
    assert (lines[0], lines[4]) in pairs


@pytest.mark.parametrize("text", ["依照前两款规定处罚", "上述人员", "该议题", "下列情形", "第三款"])
def test_words_that_point_to_a_neighbour(text: str) -> None:
    assert points_away(text)
    assert not points_away("农田灌溉有了保证")


def test_shapes() -> None:
    assert is_row("| 甲 | 乙 |")
    assert is_row("姓名：______")
    assert not is_row(P)
    assert is_turn("答：可以。")
    assert is_turn("INFO 连接失败")
    assert is_turn("2024-05-01 连接失败")
    assert not is_turn(P)
    assert not is_turn("“落实下去”和“凝聚起来”的责任。")
    assert is_machine("x = torch.arange(12)")
    assert is_machine("# 因为位置编码值在两者之间")
    assert not is_machine("使用GPT模型处理这些文档。")


def test_a_long_answer_to_another_question_stays() -> None:
    lines = ["哪些人可以申请这项补贴？", P + Q + R, "材料交到哪里去？", P + Q + R]
    assert clean(lines) == lines


def test_a_passage_that_two_articles_of_a_page_have_stays() -> None:
    passage = P + Q + R
    own = "头条自己的另外一段话，说得不短，也说得很清楚。"
    lines = ["头条", passage, own, ARTICLE_BREAK, "二条"]
    lines += ["第二篇文章也有自己的话要说，而且说得也不算短。", passage]
    assert clean(lines) == lines
    # An article that was read twice is another matter.
    lines = ["头条", P, Q, R, own, ARTICLE_BREAK, "头条", P, Q, R]
    assert clean(lines) == lines[:5]


def test_a_line_of_a_song_sung_twice_stays() -> None:
    line = "啊，故乡的小河，你流过我的每一个夏天！"
    assert len(line) < 30
    lines = ["清晨的露珠挂在草尖，", line, line, "傍晚的炊烟飘过屋檐，", line, line]
    assert clean(lines) == lines


def test_a_list_with_a_little_prose_stays() -> None:
    items = [f"第{n}条 {text}" for n, text in zip("三四五六", (P, Q, R, P + Q), strict=True)]
    section = [*items[:2], P + Q[:30] + "。", *items[2:], R + "好。"]
    lines = ["甲县的办法如下。", *section, "乙县的情况有所不同。", *section]
    assert clean(lines) == lines


def test_rows_of_a_table_stay_where_their_section_goes() -> None:
    section = [P + Q, "| 名称 | 数量 |", "| 水泵 | 一台 |", R + P]
    lines = ["先说水利。", *section, "后来又谈到别的话题。", *section, "散会的时候天已经黑了。"]
    rest = clean(lines)
    assert rest.count(P + Q) == 1
    assert rest.count("| 水泵 | 一台 |") == 2


def test_two_editions_in_one_document_stay() -> None:
    old = [P + "去年定稿。", Q + "试行。", P, Q, R, Q + P + "暂定。"]
    new = [P + "今年修改。", Q + "施行。", P, Q, R, Q + P + "确定。"]
    lines = ["旧版全文如下。", *old, "后来经过多次讨论，又作了修改。", *new]
    assert clean(lines) == lines
    articles = ["第三条 水库按年检修。", P, Q, R]
    lines = ["甲办法。", *articles, "另一个文件里又有这些话，说法稍有出入。", *articles, "完。"]
    assert clean(lines) == lines


# Every line says in its own words what it is about; nothing of it is long.
FRAME = st.sampled_from(
    ["第{}条 违反规定的，责令改正。", "问：第{}个问题怎么办？", "（{}）其他情形；", "{}日 晴。"]
)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(FRAME, st.integers(1, 99)), min_size=2, max_size=8, unique=True),
    st.integers(20, 60),
)
def test_short_answers_under_different_frames_stay(
    frames: list[tuple[str, int]], size: int
) -> None:
    answer = f"{(P + Q)[: size - 1]}。"
    lines = [line for frame, number in frames for line in (frame.format(number), answer)]
    assert clean(lines) == lines
