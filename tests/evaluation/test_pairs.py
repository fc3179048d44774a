from __future__ import annotations

from pathlib import Path

import pytest

from restore.errors import InputError
from restore.evaluation.pairs import Pair, read_pairs


def test_reads_pairs_with_or_without_a_header(tmp_path: Path) -> None:
    path = tmp_path / "pairs.tsv"
    path.write_text("id\tsource\ttarget\r\np1|v6|0\t记律\t纪律\r\n\n", "utf-8")
    assert read_pairs(path) == [Pair("p1|v6|0", "记律", "纪律")]
    assert read_pairs(path)[0].document == "p1|v6"
    path.write_text("1\t甲\t甲\n2\t乙\t乙\n", "utf-8")
    assert [pair.document for pair in read_pairs(path)] == ["1", "2"]
    assert len(read_pairs(path, limit=1)) == 1


def test_says_which_line_is_wrong(tmp_path: Path) -> None:
    path = tmp_path / "pairs.tsv"
    path.write_text("1\t甲\t甲\n2\t乙\n", "utf-8")
    with pytest.raises(InputError, match="line 2 has 2 columns"):
        read_pairs(path)


def test_bytes_that_are_no_utf8(tmp_path: Path) -> None:
    path = tmp_path / "pairs.tsv"
    path.write_bytes("1\t甲\t甲".encode("gb18030"))
    with pytest.raises(InputError, match="no UTF-8"):
        read_pairs(path)
