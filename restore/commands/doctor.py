"""``restore doctor``: what is installed, and what a run here would use."""

from __future__ import annotations

from pathlib import Path

import click

from restore.commands.console import emit
from restore.commands.options import SETTINGS

__all__ = ["doctor"]


@click.command()
@SETTINGS
@click.option("--format", type=click.Choice(["text", "json"]), default="text", show_default=True)
def doctor(settings: Path | None, format: str) -> int:
    """Say what is installed and what a run here would use."""
    import msgspec

    from restore.commands.health import examine, health_text

    health = examine(settings)
    if format == "json":
        emit(msgspec.json.format(msgspec.json.encode(health), indent=2) + b"\n")
    else:
        emit(health_text(health))
    return 0 if health.ok else 2
