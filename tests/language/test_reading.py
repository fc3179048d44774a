from __future__ import annotations

import bz2
import gzip
import lzma
from pathlib import Path

from restore.language.reading import blocker, clean_markup, read_paragraphs


def test_reads_packed_and_plain_files(tmp_path: Path) -> None:
    data = "\ufeff第一段。\n\n第二段。\n".encode()
    paths = [tmp_path / name for name in ("a.txt", "b.gz", "c.xz", "d.bz2")]
    for path, pack in zip(paths, (bytes, gzip.compress, lzma.compress, bz2.compress), strict=True):
        path.write_bytes(pack(data))
    assert list(read_paragraphs(paths)) == ["第一段。", "第二段。"] * 4


def test_markup_goes_and_chinese_angle_brackets_stay() -> None:
    assert clean_markup("<!--repaste.body.begin-->正文<br/>&#x3000;<土地管理法>**甲**") == (
        "正文\u3000<土地管理法>甲"
    )


def test_blocked_sentence_is_found_at_any_place() -> None:
    sentence = "10件民生实事全部如期兑现"
    is_blocked = blocker([sentence, "重庆市"])
    for before in range(12):
        assert is_blocked("一" * before + "00件民生实事全部如期兑现" + "二三")
    assert not is_blocked("重庆市民生实事全部兑现，甲乙丙丁")
    assert not is_blocked("00件民生实事全部如期")
