from __future__ import annotations

import pytest

from restore.core.blocks import ARTICLE_BREAK
from restore.dedup import propose
from restore.dedup.verification import compare
from restore.settings import DedupSettings

from .helpers import apply, clean, make

A = "自治区政协围绕人民群众所想所盼，结合自身所长所能，深入开展实践活动，砥砺初心使命。"
B = "主席会议成员牵头督办重点提案，助推解决供暖清洁化发展、青少年心理健康等群众急难愁盼问题。"
C = "草原上的牧民搬进新居，冬天不再为取暖发愁，孩子们在明亮的教室里读书写字。"
D = "水库除险加固工程提前完工，下游三县的农田灌溉有了保证，汛期安全得到改善。"
E = "图书馆延长开放时间，周末的自习室座无虚席，不少家长带着孩子来这里看书。"
F = "新开通的公交线路串起三个乡镇，老人进城看病不再需要换乘两次班车。"
LONG = A + B + C
SETTINGS = DedupSettings()


def test_exact_copy_goes_the_first_stays() -> None:
    assert clean([LONG, D, E, LONG]) == [LONG, D, E]
    assert clean([A, A, B, C]) == [A, B, C]


def test_copy_with_noise_goes() -> None:
    noisy = LONG.replace("人民", "入民").replace("砥砺", "砥励")
    assert clean([LONG, D, noisy, E]) == [LONG, D, E]


def test_the_less_odd_copy_stays() -> None:
    noisy = LONG.replace("群众", "群\ufffd", 1)
    assert clean([noisy, D, LONG, E]) == [D, LONG, E]


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ("安排资金12万元", "安排资金18万元", "figure"),
        ("2023年", "2024年", "date"),
        ("第三次", "第四次", "numeral"),
        ("不符合", "符合", "negation"),
        ("包头市", "赤峰市", "place"),
        ("河北", "湖北", "place"),
        ("增长", "减长", "opposite"),
        ("主席王伟", "主席李伟", "name"),
    ],
)
def test_passages_that_differ_in_a_fact_are_variants(old: str, new: str, kind: str) -> None:
    frame = "全区各级各部门认真贯彻落实会议精神，{}有关工作情况已经向大会作了报告并请予审议通过。"
    result = propose([make("a", [frame.format(old), B, frame.format(new)])], SETTINGS)
    assert result.proposals == [[]]
    assert kind in {item.kind for variant in result.variants for item in variant.differs}


def test_words_that_are_used_elsewhere_are_no_noise() -> None:
    frame = "{}关部门应当将本年度行政许可办理情况向上级报告并依法向社会公布。"
    pair = [frame.format("有"), frame.format("相")]
    others = ["有关人员到场，有关单位配合。", "相关人员到场，相关单位配合。"]
    assert clean([*pair, *others]) == [*pair, *others]


@pytest.mark.parametrize(
    "lines",
    [
        [
            "坚持党的领导，把握正确方向不动摇。",
            "坚持人民立场，站稳群众立场不动摇。",
            "坚持改革开放，激发社会活力不动摇。",
        ],
        [
            "（五）法律、行政法规规定的其他应当公开的情形。",
            A,
            "（五）法律、行政法规规定的其他应当公开的情形。",
        ],
        [
            "第三条违反本条例规定的，由有关部门责令限期改正。",
            B,
            "第九条违反本条例规定的，由有关部门责令限期改正。",
        ],
        [
            "全年粮食产量达到780亿斤，增长百分之三。",
            B,
            "全年粮食产量达到810亿斤，增长百分之四。",
        ],
        [
            "自治区人民政府办公厅关于印发工作方案的通知",
            A,
            B,
            "自治区人民政府办公厅关于印发工作方案的通知",
            C,
        ],
    ],
)
def test_what_repeats_for_good_reasons_stays(lines: list[str]) -> None:
    assert clean(lines) == lines


def test_a_run_takes_its_short_lines_along_and_leaves_foreign_text() -> None:
    section = ["以制度建设推动。", LONG, "以智库支撑推动。", D + E + F + B]
    lines = ["① 前", *section, "2021年，自治区政协对智库成员", "② 后", *section]
    lines += ["2021年，自治区政协对", "③ 末", D]
    assert clean(lines) == [*lines[:6], "② 后", "③ 末", D]
    # Little enough to be all that either section has to say.
    lines = ["① 前", D, LONG, "② 后", E, LONG, "③ 末", F]
    assert clean(lines) == [*lines[:5], *lines[6:]]
    lines = ["① 前", LONG, "② 后", LONG, "③ 末", D]
    assert clean(lines) == lines


def test_a_short_line_over_text_of_its_own_stays() -> None:
    lines = ["① 前", LONG * 2, "小标题。", B, "② 后", LONG * 2, "小标题。", D]
    assert clean(lines) == ["① 前", LONG * 2, "小标题。", B, "② 后", "小标题。", D]


def test_contained_paragraph_goes_though_it_stands_first() -> None:
    longer = f"开头的话自成一句，与众不同。{A}"
    assert clean([C, A, longer]) == [C, longer]
    assert clean([C, longer, A]) == [C, longer]
    # Farther off it may be said again by right.
    assert clean([A, C, longer]) == [A, C, longer]


def test_passage_without_its_first_words_is_no_copy() -> None:
    lines = [f"市和区{A}", B, C, A.removeprefix("自治")]
    assert clean(lines) == lines


def test_headline_that_the_text_says_again_stays() -> None:
    headline = "自治区政协围绕供暖清洁化发展和青少年心理健康开展专题协商督办重点提案"
    assert clean([headline, f"{headline}。", A]) == [headline, f"{headline}。", A]
    assert clean([headline, f"本报讯，{headline}。{B}"]) == [headline, f"本报讯，{headline}。{B}"]


def test_overlapping_seam_loses_whole_sentences_only() -> None:
    assert clean([C + A, A + B]) == [C + A, B]
    assert clean([C + A + B[:12], A + B]) == [C, A + B]


def test_shared_clause_in_different_sentences_stays() -> None:
    lines = ["理论创新每前进一步，" + A, "学史明志鉴往知来，" + A + C]
    assert clean(lines) == lines


def test_article_that_becomes_empty_goes_with_its_break() -> None:
    lines = ["头条新闻", A, B, ARTICLE_BREAK, "头条新闻", A, B, ARTICLE_BREAK, C]
    assert clean(lines) == ["头条新闻", A, B, ARTICLE_BREAK, C]
    assert clean(lines[:-2]) == ["头条新闻", A, B]


@pytest.mark.parametrize("across", [True, False])
def test_the_first_document_keeps_where_pages_overlap(across: bool) -> None:
    settings = DedupSettings(across_documents=across)
    inputs = [make("a", ["报告", C, A + B]), make("b", [A + B, D, "别的话。"])]
    result = propose(inputs, settings)
    assert result.proposals[0] == []
    text = apply(inputs[1], result, 1).document.text
    assert text == (f"{D}\n别的话。" if across else inputs[1].text)
    # In the other order the head of the second page is kept at the foot of the first.
    result = propose(inputs[::-1], settings)
    text = apply(inputs[0], result, 1).document.text
    assert text == (f"报告\n{C}" if across else inputs[0].text)


def test_an_article_that_another_document_has_goes_whole() -> None:
    inputs = [
        make("a", ["头条新闻", A, B, C]),
        make("b", ["另一条", D, ARTICLE_BREAK, "头条新闻", A, B, C]),
    ]
    text = apply(inputs[1], propose(inputs, SETTINGS), 1).document.text
    assert text.split("\n") == ["另一条", D, ARTICLE_BREAK, "头条新闻"]


@pytest.mark.parametrize(
    "lines",
    [
        ["条例（修订）", A, B, C, D],
        ["转发", D, LONG, "别的话。"],
        ["报告", LONG],
        [LONG, D, B],
        [D, A, B, C, F],
    ],
)
def test_what_another_document_says_is_no_less_a_part_of_this_one(lines: list[str]) -> None:
    first = make("a", ["条例", A, B, C, E, LONG, "自公布之日起施行。", E + D])
    inputs = [first, make("b", lines)]
    result = propose(inputs, SETTINGS)
    assert result.proposals == [[], []]
    shown = {variant.second.span for variant in result.variants if variant.similarity == 1.0}
    assert bool(shown) == (LONG in lines)


def test_a_document_that_another_one_repeats_stays_and_is_shown() -> None:
    inputs = [make("a", ["报告", LONG, D + E]), make("b", ["报告", LONG, D + E])]
    result = propose(inputs, SETTINGS)
    assert result.proposals == [[], []]
    assert [len(variant.differs) for variant in result.variants] == [0, 0]


def test_short_formula_in_two_documents_stays() -> None:
    formula = "在此，我代表常务委员会向大家表示衷心的感谢！"
    inputs = [make("a", [A, formula]), make("b", [C, formula])]
    assert propose(inputs, SETTINGS).proposals == [[], []]


def test_truncated_copy_is_covered_in_one_direction() -> None:
    result = compare(A + B, A + B[:30])
    assert (result.covers, result.covered) == (True, False)


def test_switched_off_and_empty() -> None:
    assert propose([make("a", [A, A])], DedupSettings(enabled=False)).proposals == [[]]
    assert propose([], SETTINGS).proposals == []
    assert propose([make("a", [])], SETTINGS).proposals == [[]]


@pytest.mark.parametrize(
    ("form", "one", "other"),
    [
        ("村民{}告诉记者，", "陶静", "陶鹏"),
        ("{}表示，", "蓟华芳", "仇娟"),
        ("由{}带队，", "璩兰", "贺俊军"),
        ("由{}带队，", "柳国凯", "柳志凯"),
        ("{}等人", "窦强霞", "翟帆平"),
        ("他的同事{}，", "李建国", "李建军"),
        ("随后同{}举行会谈，", "欧尔班", "奥尔波"),
        ("在{}市召开会议，", "塔林", "塔什干"),
    ],
)
def test_passages_about_other_people_are_variants(form: str, one: str, other: str) -> None:
    frame = "第二十条有关部门应当组织开展监督检查，{}检查结果应当依照规定向社会公布并接受社会监督。"
    lines = [frame.format(form.format(name)) for name in (one, other)]
    assert clean([lines[0], A, lines[1]]) == [lines[0], A, lines[1]]
    inputs = [make("a", [lines[0]]), make("b", [lines[1]])]
    assert propose(inputs, SETTINGS).proposals == [[], []]
