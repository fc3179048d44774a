"""The options of the commands for reviewers; what they do is imported when they run."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

__all__ = ["import_decisions", "learn", "review"]

_PATH = click.Path(path_type=Path)
_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
_FOLDER = click.Path(path_type=Path, exists=True, file_okay=False)


@click.command("import-decisions")
@click.argument("files", nargs=-1, required=True, type=_FILE, metavar="FILE...")
@click.option(
    "--run",
    "folder",
    type=_FOLDER,
    metavar="OUT",
    help="The output folder; the one that FILE lies in if not given.",
)
@click.option("--decisions", type=_PATH, metavar="FILE", help="Where the decisions are kept.")
@click.option("--name", metavar="NAME", help="The reviewer's name; git's user.name if not given.")
def import_decisions(files: tuple[Path, ...], **given: Any) -> int:
    """Take over decisions that were made elsewhere.

    FILE is a .docx of `restore report --format docx` in which changes were
    accepted or rejected, or a decisions.jsonl that the report exported.
    """
    from restore.commands import exchange

    return exchange.import_decisions(files, **given)


@click.command()
@click.argument("files", nargs=-1, required=True, type=_FILE, metavar="DECISIONS...")
@click.option(
    "--reviewers",
    type=click.IntRange(1),
    default=2,
    show_default=True,
    help="So many reviewers must agree,",
)
@click.option(
    "--places",
    type=click.IntRange(1),
    default=3,
    show_default=True,
    help="or one in so many places.",
)
@click.option("--into", type=_PATH, metavar="DIR", help="Dictionaries to add to, after asking.")
@click.option("--yes", is_flag=True, help="Add all without asking.")
def learn(files: tuple[Path, ...], **given: Any) -> int:
    """Propose dictionary entries from decisions; a person confirms each.

    What reviewers accepted becomes a confusion, what they rejected a
    protected expression. Without --into the proposal is only printed.
    """
    from restore.commands import learn as command

    return command.learn(files, **given)


@click.command()
@click.argument("folder", type=_FOLDER, metavar="OUT")
@click.option("--decisions", type=_PATH, metavar="FILE", help="Where the decisions are kept.")
@click.option("--name", metavar="NAME", help="The reviewer's name; git's user.name if not given.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=0, help="Port on 127.0.0.1; 0 for any."
)
@click.option("--browser/--no-browser", default=True, help="Open the page in a browser.")
def review(folder: Path, decisions: Path | None, name: str | None, port: int, browser: bool) -> int:
    """Serve the review page of an output folder on this machine.

    Every edit is accepted, rejected or amended by one key; the next run of
    clean honours it. Decisions go beside the sources, into decisions.jsonl.
    """
    from restore.commands import review as command

    return command.review(folder, decisions=decisions, name=name, port=port, browser=browser)
