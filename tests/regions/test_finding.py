"""What is found to be no running prose, and what is not."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from restore.core.regions import OF_WORDS, Form
from restore.pipeline import restore_text
from restore.regions import find_regions
from restore.regions.finding import layers

FOUND = [
    ("---\ntitle: 说明, 其一\ntags: [甲, 乙]\n---\n正文。", Form.FRONT_MATTER, "---\ntitle: 说明, 其一\ntags: [甲, 乙]\n---"),
    ("运行:\n```bash\nls -l, pwd\n```\n完毕。", Form.CODE, "```bash\nls -l, pwd\n```"),
    ("运行:\n~~~\nint main() { return 0; }\n~~~\n", Form.CODE, "~~~\nint main() { return 0; }\n~~~"),
    ("写`a,b = 甲,乙`即可", Form.CODE_SPAN, "`a,b = 甲,乙`"),
    ("当$a, b \\in S$时成立。", Form.FORMULA, "$a, b \\in S$"),
    ("设变量$x$为正。", Form.FORMULA, "$x$"),
    ("即 \\(f(x), g(x)\\) 连续。", Form.FORMULA, "\\(f(x), g(x)\\)"),
    ("有\n$$\nE = mc^2,\n$$\n其中", Form.FORMULA, "$$\nE = mc^2,\n$$"),
    ("\\begin{align}\na &= b, \\\\\n\\end{align}", Form.FORMULA, "\\begin{align}\na &= b, \\\\\n\\end{align}"),
    ("<td>甲</td>", Form.MARKUP, "<td>"),
    ("产值&lt;5亿元", Form.MARKUP, "&lt;"),
    ("空格&#160;在此", Form.MARKUP, "&#160;"),
    ("见https://a.example.cn/b?c=1,2。", Form.ADDRESS, "https://a.example.cn/b?c=1,2"),
    ("（见http://a.example.cn/x(1)）", Form.ADDRESS, "http://a.example.cn/x(1)"),
    ("(http://a.example.cn/x)。", Form.ADDRESS, "http://a.example.cn/x"),
    ("写信给 zhang.san@mail.example.cn,谢谢。", Form.ADDRESS, "zhang.san@mail.example.cn"),
    ("见 https://a.example.cn 一页。", Form.ADDRESS, "https://a.example.cn "),
    ("见<https://a.example.cn/路径?a=1,2>。", Form.ADDRESS, "<https://a.example.cn/路径?a=1,2>"),
    ("![图1](图/a,b.png)如下", Form.ADDRESS, "图/a,b.png"),
    ("[说明](https://a.example.cn/x,y)，见", Form.ADDRESS, "https://a.example.cn/x,y"),
    ("[3] 王某,李某. 2020. 题名[J]. 经济研究, 55(3): 4-17.", Form.REFERENCE, "[3] 王某,李某. 2020. 题名[J]. 经济研究, 55(3): 4-17."),
    ("张某. 书名[M]. 北京: 某社, 1999.\n正文", Form.REFERENCE, "张某. 书名[M]. 北京: 某社, 1999."),
    ("题名[EB/OL]. (2020-01-02)[2021-03-04].", Form.REFERENCE, "题名[EB/OL]. (2020-01-02)[2021-03-04]."),
]  # fmt: skip


@pytest.mark.parametrize(("text", "form", "words"), FOUND)
def test_found(text: str, form: Form, words: str) -> None:
    assert (form, words) in [
        (region.form, text[region.start : region.end]) for region in find_regions(text)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "会议强调,要坚持稳中求进工作总基调。",
        "投入$5万,收入$9万,均为估算。",
        "A&B公司与C&D;公司签约。",
        "```markdown\n会议强调，要坚持系统观念。\n```\n",
        "甲<b>重点</b>乙<br>丙",
        "他说`好,可以`就走了。",
        "```",
        "见[J]栏与[M]栏的说明",
        "---\n\n会议指出，要抓落实。\n\n---\n",
        "时间：10:30—11:00，地点：3号楼@大厅。",
    ],
)
def test_prose(text: str) -> None:
    assert find_regions(text) == ()


@given(
    st.lists(st.sampled_from([*(text for text, _, _ in FOUND), "，", "\n", "正文。", "$", "```\n"]))
)
def test_regions_are_in_order_and_apart(parts: list[str]) -> None:
    text = "".join(parts)
    regions = find_regions(text)
    assert all(0 <= region.start < region.end <= len(text) for region in regions)
    outer, inner = layers(regions)
    for layer in (outer, inner):
        assert all(one.end <= other.start for one, other in pairwise(layer))
    for words in inner:
        assert words.form in OF_WORDS
        assert any(line.start <= words.start and words.end <= line.end for line in outer)


def test_fences_that_never_close_are_told_in_linear_time() -> None:
    # Quadratic it would take minutes.
    assert [region.form for region in find_regions("```a\n" * 40_000)] == [Form.CODE]
    assert find_regions("```\n" * 40_001) == find_regions("```\n" * 40_001 + "\n")


def test_a_fence_that_names_a_language_and_never_closes_goes_on_to_the_end() -> None:
    text = "见下：\n```cpp\nint a; // 甲,乙\n\n说明,完毕。\n"
    assert [text[r.start : r.end] for r in find_regions(text)] == [text[4:]]


def test_fences_stand_within_lists_and_quotations() -> None:
    for mark in ("        ", "> ", "> > "):
        text = f"- 甲\n{mark}```bash\n{mark}ls 甲,乙\n{mark}```\n- 乙"
        assert Form.CODE in {region.form for region in find_regions(text)}


def test_whoever_writes_markdown_means_fences_and_backticks() -> None:
    fenced = "目录如下:\n```\n源码,文档\n```\n完。"
    spans = "按`(本月额,上月额)`与``甲,乙``算。"
    assert find_regions(fenced) == find_regions(spans) == ()
    assert [region.form for region in find_regions(fenced, markdown=True)] == [Form.CODE]
    assert [region.form for region in find_regions(spans, markdown=True)] == [Form.CODE_SPAN] * 2
    # A page between fences was put there by a model.
    assert find_regions("```\n会议指出,要抓落实。\n```\n", markdown=True) == ()


def test_what_a_writer_of_markdown_means_stays() -> None:
    text = '<h2 id="其他">其他</h2>\n第一行没完  \n第二行说完。 <!-- 待补 -->\n'
    kept = find_regions(text, markdown=True)
    assert [text[item.start : item.end] for item in kept] == [
        '<h2 id="其他">',
        "  ",
        "<!-- 待补 -->",
    ]
    assert find_regions(text) == ()


def test_comments_of_a_program_are_code() -> None:
    text = "#!/usr/bin/env python\n# 求和的例子\nx = 1\n# 这里打印\nprint(x)\n"
    assert {region.form for region in find_regions(text)} == {Form.CODE}
    assert restore_text(text).text == text


def test_terms_for_an_index_are_markup() -> None:
    text = '这叫停用词((("stopwords", "pros and cons")))，以后再说（（（不是词条）））。'
    assert [text[item.start : item.end] for item in find_regions(text)] == [text[5:39]]
