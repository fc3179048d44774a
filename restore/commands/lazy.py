"""A click group that imports the module of a command only when that command runs."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any

import click

from restore.commands.help import Context, with_language
from restore.messages import translated

__all__ = ["LazyGroup"]


class LazyGroup(click.Group):
    """A group whose commands are known by name and short help until one of them is called.

    Parameters
    ----------
    listed : name of each command -> (``module:attribute`` that holds it, its short help)
    """

    context_class = Context

    def __init__(self, *args: Any, listed: Mapping[str, tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.homes = {name: home for name, (home, _) in listed.items()}
        # Stand-ins: they are enough to list the commands and to guess at a misspelt name.
        for name, (_, help) in listed.items():
            self.add_command(click.Command(name, help=help))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return a command; None if there is none of this name."""
        if cmd_name not in self.homes:
            return None
        module, _, attribute = self.homes[cmd_name].partition(":")
        command: click.Command = getattr(import_module(module), attribute)
        return with_language(command)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands as click does, from the stand-ins."""
        told = {
            name: click.Command(name, short_help=translated(command.help or ""))
            for name, command in self.commands.items()
        }
        click.Group(commands=told).format_commands(ctx, formatter)
