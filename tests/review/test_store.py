from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from restore.review.store import DecisionStore, StaleDecisionError, read_decisions
from tests.review.test_decisions import line


def test_decisions_are_read_again_as_they_were_written(tmp_path: Path) -> None:
    store = DecisionStore(tmp_path / "decisions.jsonl")
    lines = [line("1"), line("2", "amend", ("1",), text="级\n<b>")]
    for item in lines:
        store.append([item])
    assert read_decisions(store.path).decisions == tuple(lines)


def test_a_torn_line_hides_no_other(tmp_path: Path) -> None:
    path = tmp_path / "decisions.jsonl"
    store = DecisionStore(path)
    store.append([line("1")])
    with path.open("ab") as stream:
        stream.write(b'{"id":"2","edit":"e","doc')
    again = DecisionStore(path)
    again.append([line("3", "reject", ("1",))])
    read = read_decisions(path)
    assert [item.id for item in read.decisions] == ["1", "3"]
    assert [item.line for item in read.damaged] == [2]
    assert [item.id for item in store.decisions] == ["1", "3"]


def test_who_has_not_seen_what_stands_is_told_and_writes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "decisions.jsonl"
    first, second = DecisionStore(path), DecisionStore(path)
    first.append([line("1")])
    with pytest.raises(StaleDecisionError) as stale:
        second.append([line("2", "reject", who="乙")])
    assert [head.id for head in stale.value.heads] == ["1"]
    second.append([line("2", "reject", ("1",), who="乙")])
    assert [item.id for item in first.decisions] == ["1", "2"]


def test_a_file_that_git_replaced_is_read_anew(tmp_path: Path) -> None:
    path = tmp_path / "decisions.jsonl"
    store = DecisionStore(path)
    store.append([line("1")])
    text = path.read_bytes()
    other = tmp_path / "other"
    other.write_bytes(text.replace(b'"id":"1"', b'"id":"9"') + text)
    other.replace(path)
    assert [item.id for item in store.decisions] == ["9", "1"]


_WRITER = """
import sys
from pathlib import Path
from restore.review.store import DecisionStore
from tests.review.test_decisions import line
import msgspec
store = DecisionStore(Path(sys.argv[1]))
for number in range(40):
    item = msgspec.structs.replace(line(f"{sys.argv[2]}-{number}"), edit=f"{sys.argv[2]}-{number}")
    store.append([item])
"""


def test_writers_side_by_side_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "decisions.jsonl"
    root = Path(__file__).parents[2]
    environment = {**os.environ, "PYTHONPATH": str(root)}
    writers = [
        subprocess.Popen([sys.executable, "-c", _WRITER, str(path), name], env=environment)
        for name in "ab"
    ]
    assert [writer.wait(60) for writer in writers] == [0, 0]
    read = read_decisions(path)
    assert len(read.decisions) == 80
    assert not read.damaged
