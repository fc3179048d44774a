"""The texts that a run keeps on disk are given back whole and in part, however few are remembered."""

from __future__ import annotations

from pathlib import Path

import pytest

from restore.executors import texts as module
from restore.executors.records import Abstract, ReadShard
from restore.executors.texts import TextsBefore
from restore.executors.work import WorkFolder
from restore.files import WholeFile, write_record

TEXTS = {"甲": "加强改进工作机制", "乙": "", "丙": "\U00020000粮食安全ab", "丁": "水污染防治"}


@pytest.mark.parametrize("most", [0, 20, 1 << 20])
def test_parts_of_texts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    monkeypatch.setattr(module, "_MOST_KEPT", most)
    work = WorkFolder(tmp_path)
    with WholeFile(work.file("read", 0, "texts")) as file:
        index = [
            Abstract(name, len(text), file.append(text.encode())) for name, text in TEXTS.items()
        ]
    write_record(work.file("read", 0, "index"), index)
    shard = ReadShard(0, len(TEXTS), sum(map(len, TEXTS.values())), 0)
    with TextsBefore(work, [shard], named=True) as before:
        for name in (*TEXTS, *reversed(TEXTS), "甲", "甲", "丁", "甲"):
            assert before.slice(name, (1, 4)) == TEXTS[name][1:4]
        assert [before.text(number) for number in range(len(TEXTS))] == list(TEXTS.values())
        assert before.slice("戊", (0, 1)) == ""
