"""Help pages and errors of the command line in the user's language.

click writes both in English; here its words and ours are looked up as they are shown.
"""

from __future__ import annotations

import os
from collections.abc import Sequence

import click

from restore.messages import LANGUAGES, VARIABLE, language, translated

__all__ = ["Context", "choose_language", "show_error", "with_language"]


class Context(click.Context):
    """The state of a command whose help is in the user's language."""

    def make_formatter(self) -> click.HelpFormatter:
        """Return what writes the help page."""
        if language() == "en":
            return super().make_formatter()
        from restore.commands.chinese_help import ChineseHelp

        return ChineseHelp(width=self.terminal_width, max_width=self.max_content_width)


def choose_language(words: Sequence[str]) -> None:
    """Take the language that the command line asks for, for this process and those it starts.

    It is looked for before the words are parsed: help and errors of parsing are messages too.
    """
    for word, following in zip(words, [*words[1:], ""], strict=True):
        given = following if word == "--language" else word.removeprefix("--language=")
        if given in LANGUAGES and given != word:
            os.environ[VARIABLE] = given


def with_language(command: click.Command) -> click.Command:
    """Return a command whose help is ours; it takes ``--language`` if it did not."""
    command.context_class = Context
    if not any("--language" in item.opts for item in command.params):
        command.params.append(
            click.Option(
                ["--language"],
                type=click.Choice(LANGUAGES),
                expose_value=False,
                help="Language of messages; as RESTORE_LANGUAGE or the locale says if not given.",
            )
        )
    return command


def show_error(error: click.ClickException) -> None:
    """Tell what is wrong with the command line, as click does."""
    if language() == "en" or isinstance(error, click.exceptions.NoArgsIsHelpError):
        error.show()
        return
    from restore.commands.console import note

    if isinstance(error, click.UsageError) and error.ctx is not None:
        hint = translated(f"Try '{error.ctx.command_path} --help' for help.")
        note(f"{error.ctx.get_usage()}\n{hint}\n")
    note(f"Error: {error.format_message()}")
