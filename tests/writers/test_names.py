from __future__ import annotations

import unicodedata
from pathlib import PurePosixPath

from hypothesis import given
from hypothesis import strategies as st

from restore.writers.names import output_names


def test_suffixes_become_txt() -> None:
    assert output_names(["a.md", "b.txt", "sub/c.markdown", "d", "e.ocr", "-"]) == {
        "a.md": "a.txt",
        "b.txt": "b.txt",
        "sub/c.markdown": "sub/c.txt",
        "d": "d.txt",
        "e.ocr": "e.ocr.txt",
        "-": "stdin.txt",
    }


def test_equal_names_are_told_apart() -> None:
    assert output_names(["a.md", "a.txt", "a"]) == {
        "a.txt": "a.txt",
        "a.md": "a.md.txt",
        "a": "a~2.txt",
    }


def test_names_that_a_file_system_takes_for_one() -> None:
    names = output_names(["A.txt", "a.txt"])
    assert len({name.casefold() for name in names.values()}) == 2


def test_a_file_never_stands_where_a_folder_must() -> None:
    names = output_names(["a", "a.txt/b.txt"])
    assert names["a.txt/b.txt"] == "a.txt/b.txt"
    assert names["a"] == "a~2.txt"


parts = st.sampled_from(["a", "A", "é", "e\u0301", "a.txt", "a.md", "a.md.txt", "a~2.txt", "-"])
ids = st.lists(parts, min_size=1, max_size=3).map("/".join)


@given(st.sets(ids, max_size=12))
def test_names_are_always_distinct_and_do_not_depend_on_order(documents: set[str]) -> None:
    names = output_names(sorted(documents))
    folded = [unicodedata.normalize("NFC", name).casefold() for name in names.values()]
    assert len(set(folded)) == len(documents)
    assert names == output_names(sorted(documents, reverse=True))
    assert all(name.endswith(".txt") for name in names.values())
    folders = {str(parent) for name in folded for parent in PurePosixPath(name).parents}
    assert not folders & set(folded)


def test_what_stays_markdown_keeps_its_suffix() -> None:
    ids = ["a.md", "a.txt", "b.markdown", "c.md.gz", "d.txt", "e"]
    assert output_names(ids, lambda _: True) == {
        "a.md": "a.md",
        "a.txt": "a.txt",
        "b.markdown": "b.markdown",
        "c.md.gz": "c.md",
        "d.txt": "d.txt",
        "e": "e.txt",
    }
    assert set(output_names(["c.md", "c.md.gz"], lambda _: True).values()) == {
        "c.md",
        "c.md.gz.md",
    }
