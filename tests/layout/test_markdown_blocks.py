"""A Markdown document stays one, as a parser of CommonMark sees it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from restore import restore_text
from restore.commands.run import RunOptions
from restore.settings import CharacterSettings, Settings

parser = pytest.importorskip("markdown_it").MarkdownIt("commonmark").enable("table")
KEEP = Settings(characters=CharacterSettings(markdown="keep"))

BLOCKS = [
    "# 某县教育概况",
    "小标题\n------",
    "全县教育事业稳步发展,各项指标持续向好。",
    "会议强调，要坚持系统观念。\n会议指出，要抓好落实。",
    "The committee met on Monday, and adopted the plan.",
    "- 第一项工作\n- 第二项工作\n  - 其中的一项\n    - 更细的一项\n- 第三项工作",
    "1. 准备材料\n2. 核对数据\n\n   核对时另有说明。\n\n3. 提交报告",
    "* 松散的一项\n\n* 松散的又一项",
    "> 引用的话，第一行。\n> 引用的话，第二行。\n>\n> 引用的又一段。",
    "```python\ndef add(a, b):\n\n    return a + b  # 求和, 两数\n```",
    "~~~\n缩进\n    不变\n~~~",
    "    npm start\n    node app.js --port=80",
    "| 年份 | 学校数 |\n| --- | ---: |\n| 2021 | 12 |\n| 2022 | 12 |",
    "![示意图](图/a,b.png)",
    "第一行末有两个空格  \n第二行另起。",
    "**重点**与*次重点*，`x, y`，$a, b \\in S$。",
    "---",
    "<div>\n一段标记\n</div>",
    "- [ ] 待办的事\n- [x] 办完的事",
]


def structure(text: str) -> list[str]:
    """Return the blocks of a Markdown text, as they open and close."""
    return [f"{token.type} {token.tag}" for token in parser.parse(text) if token.type != "inline"]


@pytest.mark.parametrize("block", BLOCKS)
def test_a_block_between_paragraphs(block: str) -> None:
    text = f"前面的一段话到此为止。\n\n{block}\n\n后面的一段话从此开始。\n"
    found = restore_text(text, settings=KEEP)
    assert structure(found.text) == structure(text)
    assert found.log.revert(found.text) == text
    assert restore_text(found.text, settings=KEEP).text == found.text


@settings(deadline=None, max_examples=60)
@given(st.lists(st.sampled_from(BLOCKS), min_size=1, max_size=6, unique=True))
def test_blocks_in_any_order(blocks: list[str]) -> None:
    text = "\n\n".join(blocks) + "\n"
    found = restore_text(text, settings=KEEP)
    assert structure(found.text) == structure(text)
    assert found.log.revert(found.text) == text


def test_no_paragraph_is_joined_with_the_block_before_it() -> None:
    chosen = (BLOCKS[0], BLOCKS[1], "    npm start", "![示意图](图/a,b.png)", "> 引用的又一段。")
    for block in (*chosen, "> 引用的话，第一行。\n> 引用的话，第二行。\n>\n> 引用的又一段。"):
        text = "\n\n".join([*chosen[:4], block, "第一行末有两个空格  \n第二行另起。"]) + "\n"
        assert structure(restore_text(text, settings=KEEP).text) == structure(text)


def test_words_are_mended_and_wrapped_lines_joined() -> None:
    wrapped = (
        "要坚决贯彻落实中央的决策部署，严明记律，\n"
        "推动各项工作不断取得新的成效，为全面建\n"
        "设社会主义现代化国家作出更大的贡献，向\n"
        "广大人民群众交出一份满意的答卷。"
    )
    found = restore_text(f"# 大会\n\n{wrapped}\n\n- 严明记律\n", settings=KEEP).text
    assert (
        found
        == "# 大会\n\n" + wrapped.replace("\n", "").replace("记律", "纪律") + "\n\n- 严明纪律\n"
    )


def test_kept_in_markdown_files_and_stripped_elsewhere() -> None:
    auto = CharacterSettings()
    assert [auto.keeps_markdown(name) for name in ("a.md", "b/c.MARKDOWN", "d.md.gz")] == [True] * 3
    assert not any(auto.keeps_markdown(name) for name in ("a.txt", "a.md.txt", "x.jsonl#a", "md"))
    assert CharacterSettings(markdown="keep").keeps_markdown("a.txt")
    assert not CharacterSettings(markdown="strip").keeps_markdown("a.md")


def test_the_command_line_decides() -> None:
    options = RunOptions(inputs=("-",), markdown="keep", settings=None)
    assert options.load_settings().characters.markdown == "keep"


def test_blocks_say_their_form() -> None:
    found = restore_text(
        "# 题目\n\n正文一段，说明情况。\n\n| 甲 | 1 |\n| 乙 | 2 |\n", settings=KEEP
    )
    assert [block.form and block.form.value for block in found.blocks] == [
        "heading",
        None,
        "table_row",
        "table_row",
    ]
    first = found.blocks[0]
    assert found.text[first.start : first.end] == "# 题目"
