from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

import click
import pytest

from restore.commands import clean
from restore.commands.distributed import _arguments
from tests.cli.helpers import Runner


def test_options_for_sbatch() -> None:
    context, option = click.Context(click.Command("x")), click.Option(["--sbatch"])
    found = _arguments(context, option, ("account=text", "--exclusive", "comment=a=b"))
    assert found == {"account": "text", "exclusive": "", "comment": "a=b"}
    with pytest.raises(click.BadParameter, match="NAME=VALUE"):
        _arguments(context, option, ("=text",))


def test_what_is_not_installed_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, restore: Runner
) -> None:
    find = importlib.util.find_spec

    def missing(name: str, *rest: Any) -> Any:
        return None if name == "datatrove" else find(name, *rest)

    monkeypatch.setattr("restore.executors.distributed.find_spec", missing)
    done = restore("distributed", "seeds", "-o", str(tmp_path / "out"))
    assert done.code == 2
    assert "pip install 'restore-zh[distributed]'" in done.err
    assert not (tmp_path / "out").exists()


def test_slurm_needs_a_partition(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, restore: Runner
) -> None:
    monkeypatch.setattr("restore.executors.distributed.find_spec", lambda _name: True)
    done = restore("distributed", "seeds", "-o", str(tmp_path / "out"), "--executor", "slurm")
    assert done.code == 2
    assert "--partition" in done.err


def test_paths_are_absolute_for_tasks_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, restore: Runner
) -> None:
    seen: dict[str, Any] = {}

    def spy(options: Any, _written: Any, **given: Any) -> int:
        seen.update(given, options=options)
        return 0

    monkeypatch.setattr("restore.executors.distributed.find_spec", lambda _name: True)
    monkeypatch.setattr(clean, "clean", spy)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in").mkdir()
    done = restore(
        "distributed", "in", "-o", "out", "--tasks", "7", "--shard", "2", "--workers", "3"
    )
    assert done.code == 0, done.err
    options, engine = seen["options"], seen["engine"]
    assert options.inputs == (str(tmp_path / "in"),)
    assert options.output == tmp_path / "out"
    assert (engine.cluster.tasks, engine.cluster.workers, engine.shard) == (7, 3, 2 << 20)
