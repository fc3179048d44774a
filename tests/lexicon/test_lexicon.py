from __future__ import annotations

from pathlib import Path

import pytest

from restore.lexicon.lexicon import Lexicon
from restore.lexicon.tables import DictionaryError, read_table

HEADER = "wrong\tright\tcertainty\tleft\tfollowing\tground\n"


def load(folder: Path, **tables: str) -> Lexicon:
    for name, content in tables.items():
        (folder / f"{name}.tsv").write_text(content, encoding="utf-8")
    return Lexicon.load(folder)


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        ("甲乙\t丙丁\tsure\t\t\tg\n", "certainty 'sure'"),
        ("甲乙\t甲乙\tcertain\t\t\tg\n", "its own right form"),
        ("甲\t乙\tcertain\t\t\tg\n", "single character"),
        ("甲乙\t丙丁\tcertain\t(\t\tg\n", "pattern '('"),
        ("甲乙\t丙丁\tcertain\t\t[\tg\n", "pattern '['"),
        ("甲乙\t丙丁\tcertain\t\t\tg\n甲乙\t丙戊\tlikely\t\t\tg\n", "stands twice"),
        ("甲乙\t丙丁\tcertain\t\t\tg\n丙丁\t甲乙\tcertain\t\t\tg\n", "form a cycle"),
        ("甲乙\t丙甲乙\tcertain\t\t\tg\n", "in its own right form"),
        ("人民政协\t人民政办\tcertain\t\t\tg\n", "holds for right"),
        ("甲乙\t丙丁\tcertain\t\t\t\n", "column ground is empty"),
        ("甲乙\t丙丁\tcertain\t\t\tg\tx\n", "7 cells"),
    ],
)
def test_bad_confusions_are_refused_with_their_line(
    tmp_path: Path, rows: str, problem: str
) -> None:
    with pytest.raises(DictionaryError) as caught:
        load(tmp_path, confusions=HEADER + rows)
    assert problem in str(caught.value)
    assert "confusions.tsv, line" in str(caught.value)
    assert caught.value.cure


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("protected", "expression\tkind\tground\n甲\tword\tg\n", "kind 'word'"),
        ("protected", "expression\tkind\tground\n(\tpattern\tg\n", "pattern"),
        ("terms", "term\tkind\tground\n甲乙丙丁\tx\tg\n甲乙丙丁\tx\tg\n", "stands twice"),
        ("terms", "word\tkind\tground\n", "header"),
        ("terms", "# nothing\n", "no header line"),
    ],
)
def test_bad_tables_are_refused(tmp_path: Path, name: str, content: str, problem: str) -> None:
    with pytest.raises(DictionaryError, match=problem):
        load(tmp_path, **{name: content})


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "terms.tsv"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(DictionaryError, match="cannot be read"):
        read_table(path, ("term",), ("term",))


def test_own_dictionaries_add_and_replace(tmp_path: Path) -> None:
    own = load(
        tmp_path,
        confusions=HEADER
        + "# mine\n\n领航舵舵\t领航把舵\tlikely\t\t\tours\n甲乙丙\t\tcertain\n"[:-1]
        + "\t\t\tours\n",
        terms="term\tkind\tground\n我们的词\tx\tours\n",
        protected="expression\tkind\tground\n甲甲乙\tliteral\tours\n",
    )
    assert own.confusion_at("领航舵舵", 0, "领航舵舵").right == "领航把舵"  # type: ignore[union-attr]
    assert own.confusion_at("甲乙丙", 0, "甲乙丙").right == ""  # type: ignore[union-attr]
    assert "我们的词" in own.terms
    assert own.protector("说甲甲乙", 1, 2)
    shipped = Lexicon.load()
    assert own.digest != shipped.digest
    assert shipped.confusion_at("领航舵舵", 0, "领航舵舵").right == "领航掌舵"  # type: ignore[union-attr]
    assert Lexicon.load().digest == shipped.digest


def test_the_surest_entry_that_holds_is_taken(tmp_path: Path) -> None:
    own = load(
        tmp_path,
        confusions=HEADER + "甲乙丙\t甲\tpossible\t\t\tg\n甲乙丙\t乙\tcertain\t前\t!后&!末\tg\n",
    )
    for text, right in (
        ("前甲乙丙", "乙"),
        ("前甲乙丙后", "甲"),
        ("前甲乙丙末", "甲"),
        ("甲乙丙", "甲"),
    ):
        entry = own.confusion_at(text, text.index("甲"), "甲乙丙")
        assert entry is not None
        assert entry.right == right
    assert own.confusion_at("甲乙丙", 0, "没有") is None


@pytest.mark.parametrize(
    ("text", "inside", "expected"),
    [
        ("召开常委会会议，", "会会", True),
        ("深化政协协商，", "协协", True),
        ("学习习近平总书记", "习习", True),
        ("牢牢把握", "牢", True),
        ("踏踏实实", "实", True),
        ("有效铸铸牢", "铸铸", False),
        ("水污染防治防治", "防治", False),
    ],
)
def test_protector(text: str, inside: str, expected: bool) -> None:
    lexicon = Lexicon.load()
    start = text.index(inside)
    assert bool(lexicon.protector(text, start, start + len(inside))) is expected


def test_protector_and_insertions() -> None:
    lexicon = Lexicon.load()
    text = "开常委会会议。"
    assert lexicon.protector(text, 4, 4)
    assert not lexicon.protector(text, 6, 6)
    assert not Lexicon([], [], []).protector(text, 4, 5)
