from __future__ import annotations

from pathlib import Path

import pytest

from restore.figures.dictionary import (
    FigureDictionary,
    FigureDictionaryError,
    load_dictionary,
    read_dictionary,
)
from restore.resources import dictionary_path

HEAD = "# 说明\nkind\tform\tcanonical\tfactor\tgroup\tflags\tground\n"


def test_the_shipped_dictionary(dictionary: FigureDictionary) -> None:
    assert dictionary.units["公顷"].factor == 15
    assert "一带一路" in dictionary.names
    assert len(dictionary.regions) == 34
    cycle = [
        form
        for form, canonical in dictionary.same.items()
        if dictionary.same.get(canonical) == form
    ]
    assert cycle == []


def test_the_shipped_dictionary_is_read_once_however_it_is_asked_for() -> None:
    assert load_dictionary() is load_dictionary(None) is load_dictionary(path=None)


def test_the_patterns_of_the_dictionary_that_ships_compile() -> None:
    assert read_dictionary(dictionary_path("figures.tsv")).words == load_dictionary().words


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        ("unit\t件\n", "columns"),
        ("nothing\t件\t件\t1\tcase\t\t量词\n", "unknown kind"),
        ("unit\t件\t件\t1\tcase\t\t\n", "ground"),
        ("unit\t件\t件\tx\tcase\t\t量词\n", "no number"),
        ("name\tre:(\t\t\t\t\t坏的\n", "unterminated|missing"),
        ("unit\t件\t件\t1\tcase\t\t量词\nunit\t件\t件\t1\tcase\t\t量词\n", "twice"),
    ],
)
def test_a_bad_row_names_its_line(tmp_path: Path, rows: str, problem: str) -> None:
    path = tmp_path / "figures.tsv"
    path.write_text(HEAD + rows, encoding="utf-8")
    with pytest.raises(FigureDictionaryError, match=problem):
        read_dictionary(path)


@pytest.mark.parametrize("row", ["fixed\t三农\t三", "fixed\t#\t三", "fixed\t“#农”\t"])
def test_an_expression_holds_one_number(tmp_path: Path, row: str) -> None:
    file = tmp_path / "figures.tsv"
    file.write_text(f"{HEAD}{row}\t\t\t\t说明\n", encoding="utf-8")
    with pytest.raises(FigureDictionaryError, match="holds no one number"):
        read_dictionary(file)
