"""Locks without fcntl, and decisions that are added from several sides."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import filelock
import pytest

from restore import files
from restore.errors import RestoreError
from restore.executors.work import OwnedFolder
from restore.files import lock_file


def test_a_lock_is_held_by_one(tmp_path: Path) -> None:
    first = lock_file(tmp_path / "lock", wait=0)
    assert first is not None
    assert lock_file(tmp_path / "lock", wait=0) is None
    first.release()
    again = lock_file(tmp_path / "lock", wait=0)
    assert again is not None
    again.release()


def test_where_the_file_system_knows_no_locks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Unknown(filelock.SoftFileLock):
        def acquire(self, *_given: object, **_named: object) -> object:  # type: ignore[override]
            raise NotImplementedError

    monkeypatch.setattr(files, "FileLock", Unknown)
    with OwnedFolder(tmp_path / "out") as folder:
        with (
            pytest.raises(RestoreError, match="another run is writing here"),
            OwnedFolder(tmp_path / "out"),
        ):
            pass
        folder.discard()
    assert not (tmp_path / "out").exists()


def test_everything_works_without_fcntl(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("持续加强水污染防治防治工作。\n", encoding="utf-8")
    code = (
        "import sys; sys.modules['fcntl'] = None\n"
        "from pathlib import Path\n"
        "from restore.core.decisions import Choice, ReviewDecision\n"
        "from restore.review.store import DecisionStore\n"
        "line = ReviewDecision('1', 'e', 'a.txt', Choice.ACCEPT, 'w', 't', 's', 'r', 'b', 'a', "
        "(0, 1), ('', ''))\n"
        "store = DecisionStore(Path('decisions.jsonl'))\n"
        "store.append([line])\n"
        "assert len(store.decisions) == 1\n"
        "from restore.cli import main\n"
        "main(['clean', 'a.txt', '-o', 'out', '--no-report'])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "out/text/a.txt").is_file()
