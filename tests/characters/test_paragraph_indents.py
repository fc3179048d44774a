from __future__ import annotations

import pytest

from restore import restore_text
from restore.characters.paragraph_indents import propose_paragraphs
from tests.tools import applied

FIRST = "村口有石刻，立于河边的大石上。"
SECOND = "另一处旧宅，位于村东荔园路五十号，建于清末。"


def page(indent: str, *lines: str) -> str:
    return "\n".join(indent + line for line in (FIRST, SECOND, "村民存有族谱。", *lines))


@pytest.mark.parametrize("indent", ["\t", "\u3000\u3000", "    "])
def test_an_indent_behind_a_sentence_begins_a_paragraph(indent: str) -> None:
    text = page(indent, f"{FIRST}{indent}{SECOND}", f"（初稿撰写：某某）{indent}{FIRST}")
    clean = page(indent, FIRST, SECOND, "（初稿撰写：某某）", FIRST)
    assert applied(text, propose_paragraphs(text)) == clean
    assert restore_text(text).text.splitlines() == [line.strip() for line in clean.split("\n")]


@pytest.mark.parametrize(
    "text",
    [
        # Few lines have it, or most begin without.
        f"\t{FIRST}\t{SECOND}",
        f"\t{FIRST}\t{SECOND}\n" + f"{SECOND}\n" * 9,
        # Another white space than begins the lines, and within a sentence.
        page("\u3000\u3000", f"{FIRST}\t{SECOND}"),
        page("\t", "村中地名\t大围村"),
        page("\u3000\u3000", "（一）\u3000\u3000加强领导", "甲方（盖章）\u3000\u3000乙方（盖章）"),
    ],
)
def test_other_white_space_begins_none(text: str) -> None:
    assert propose_paragraphs(text) == []


def test_rows_of_a_table_stay_rows() -> None:
    text = page("\t", "收入（元）\t1200\t1300", "支出（元）\t1100\t1250")
    assert "收入（元）\t1200\t1300" in restore_text(text).text
