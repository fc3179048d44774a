"""What the lists of commands say of commands that they do not import."""

from __future__ import annotations

import pkgutil
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module

import click
import pytest

from restore import commands
from restore.cli import cli
from restore.commands.lazy import LazyGroup
from tests.cli.helpers import Runner

HEAVY = {"jinja2", "kenlm", "numpy", "opencc", "rapidfuzz", "tqdm"}


def groups() -> Iterator[LazyGroup]:
    """The group of all commands, and those below it."""
    waiting = [cli]
    while waiting:
        group = waiting.pop()
        assert isinstance(group, LazyGroup)
        yield group
        found = (group.get_command(click.Context(group), name) for name in group.commands)
        waiting += [command for command in found if isinstance(command, click.Group)]


def imported(code: str) -> set[str]:
    """The modules that a fresh interpreter holds after this code."""
    told = f"{code}\nimport sys; print(*sys.modules, file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", told], check=True, capture_output=True, text=True)
    return set(done.stderr.split())


def modules() -> list[str]:
    return [
        info.name for info in pkgutil.walk_packages(commands.__path__, prefix="restore.commands.")
    ]


@pytest.mark.parametrize("group", list(groups()), ids=lambda group: str(group.name))
def test_a_list_says_what_its_commands_say(group: LazyGroup) -> None:
    for name, listed in group.commands.items():
        command = group.get_command(click.Context(group), name)
        assert command is not None
        assert command.name == name
        assert command.get_short_help_str(1000) == listed.help


def test_every_command_is_listed() -> None:
    there = {
        f"{module}:{name}"
        for module in modules()
        for name, value in vars(import_module(module)).items()
        if isinstance(value, click.Command)
        and value.callback is not None
        and value.callback.__module__ == module
    }
    assert there == {home for group in groups() for home in group.homes.values()}


@pytest.mark.parametrize("words", [["--help"], ["evaluate", "--help"]])
def test_help_imports_no_command(words: list[str]) -> None:
    code = f"from restore.cli import main\ntry: main({words})\nexcept SystemExit: pass"
    found = {name for name in imported(code) if name.startswith("restore.commands.")}
    assert found <= {
        "restore.commands.help",
        "restore.commands.lazy",
        *(f"restore.commands.{word}" for word in words if word != "--help"),
    }


def test_nothing_heavy_is_imported_before_a_command_runs() -> None:
    code = "\n".join(f"import {name}" for name in ["restore.cli", *modules()])
    assert not HEAVY & imported(code)


def test_a_misspelt_name_is_told_with_those_like_it(restore: Runner) -> None:
    result = restore("replya")
    assert result.code == 2
    assert "No such command 'replya'" in result.err
