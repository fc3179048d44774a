from __future__ import annotations

from pathlib import Path

import pytest

from restore.readers import discover


def make(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name, encoding="utf-8")


def ids(*inputs: Path | str, output: Path | None = None) -> list[str]:
    return [member.id for member in discover([str(item) for item in inputs], output=output).found]


def test_a_folder_is_searched_for_text(tmp_path: Path) -> None:
    make(
        tmp_path, "b.txt", "a.md", "sub/c.markdown", "sub/deep/d", "e.TXT", "image.png", "x.docx",
        ".hidden.txt", ".git/config.txt", "data.json", "feed.xml", "rows.jsonl.gz",
    )  # fmt: skip
    (tmp_path / "page.xml").write_text('<?xml version="1.0"?>\n<alto/>', encoding="utf-8")
    expected = ["a.md", "b.txt", "e.TXT", "page.xml", "rows.jsonl.gz", "sub/c.markdown"]
    assert ids(tmp_path) == [*expected, "sub/deep/d", "x.docx"]


def test_a_pattern_is_expanded(tmp_path: Path) -> None:
    make(tmp_path, "x/a.txt", "x/deep/b.ocr", "y/c.txt", "x/.git/d.txt")
    assert ids(f"{tmp_path}/*/*.txt") == ["x/a.txt", "y/c.txt"]
    assert ids(f"{tmp_path}/x/**/*") == ["a.txt", "deep/b.ocr"]
    assert discover([f"{tmp_path}/none*"]).failed[0].problem == "matches no file"


def test_a_name_that_looks_like_a_pattern_is_a_name(tmp_path: Path) -> None:
    make(tmp_path, "a[1].txt", "a1.txt")
    assert ids(tmp_path / "a[1].txt") == ["a[1].txt"]


def test_a_named_file_is_taken_whatever_its_suffix(tmp_path: Path) -> None:
    make(tmp_path, "page.ocr")
    assert ids(tmp_path / "page.ocr") == ["page.ocr"]


def test_a_file_named_twice_is_taken_once(tmp_path: Path) -> None:
    make(tmp_path, "a.txt")
    assert ids(tmp_path, tmp_path / "a.txt", tmp_path / "." / "a.txt") == ["a.txt"]


def test_equal_names_of_two_inputs_are_told_apart(tmp_path: Path) -> None:
    make(tmp_path, "x/a.txt", "y/a.txt", "y/b.txt")
    assert ids(tmp_path / "x", tmp_path / "y") == ["x/a.txt", "y/a.txt", "y/b.txt"]
    assert ids(tmp_path / "y", tmp_path / "x") == ["x/a.txt", "y/a.txt", "y/b.txt"]


def test_a_common_folder_of_files_only(tmp_path: Path) -> None:
    make(tmp_path, "x/a.txt", "y/a.txt")
    assert ids(tmp_path / "x/a.txt", tmp_path / "y/a.txt") == ["x/a.txt", "y/a.txt"]


def test_the_output_folder_is_never_read(tmp_path: Path) -> None:
    make(tmp_path, "a.txt", "out/text/a.txt", "out/report/notes.txt")
    assert ids(tmp_path, output=tmp_path / "out") == ["a.txt"]


@pytest.mark.parametrize("inside", ["out", "out/text", "out/text/a.txt"])
def test_an_input_in_the_output_folder_is_refused(tmp_path: Path, inside: str) -> None:
    make(tmp_path, "out/text/a.txt")
    found = discover([str(tmp_path / inside)], output=tmp_path / "out")
    assert not found.found
    assert "lies in the output folder" in str(found.failed[0])


def test_links_that_make_a_loop(tmp_path: Path) -> None:
    make(tmp_path, "sub/a.txt")
    (tmp_path / "sub" / "again").symlink_to(tmp_path)
    assert ids(tmp_path) == ["sub/a.txt"]


def test_a_folder_without_text(tmp_path: Path) -> None:
    make(tmp_path, "image.png")
    found = discover([str(tmp_path)])
    assert "holds no text files" in str(found.failed[0])


def test_names_that_are_no_unicode_are_made_printable(tmp_path: Path) -> None:
    path = Path(bytes(tmp_path).decode() + "/\udcd6\udcd0.txt")
    try:
        path.write_text("x", encoding="utf-8")
    except OSError:
        pytest.skip("the file system takes Unicode names only")
    assert ids(tmp_path) == ["\\xd6\\xd0.txt"]
