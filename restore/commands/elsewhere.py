"""Inputs and results in other storage, for the commands that write a folder."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import Any

from restore.commands.console import note
from restore.commands.run import RunOptions
from restore.errors import RestoreError

__all__ = ["Elsewhere"]


@dataclass(frozen=True)
class Elsewhere:
    """Where inputs are fetched to, where results are sent to, and the options of that storage."""

    fetch_to: Path | None = None
    send_to: str | None = None
    storage: dict[str, Any] = field(default_factory=dict)

    def fetched(self, options: RunOptions) -> RunOptions:
        """Return the options of a run with its inputs on this file system.

        Raises
        ------
        RestoreError
            If they cannot be fetched, or it is not said where to.
        """
        # What serves few runs is loaded by those.
        if not any("://" in item for item in options.inputs):
            return options
        from restore.executors.storage import fetch, is_address

        inputs: list[str] = []
        taken: set[str] = set()
        for item in options.inputs:
            if not is_address(item):
                inputs.append(item)
                continue
            if self.fetch_to is None:
                raise RestoreError(
                    f"{item}: is in other storage; name a folder to fetch it to with --fetch-to"
                )
            name = PurePosixPath(item.rstrip("/")).name or "input"
            if name in taken:
                raise RestoreError(f"{item}: another input has the same name; restore it by itself")
            taken.add(name)
            inputs.append(str(fetch(item, self.fetch_to.absolute() / name, self.storage)))
        return replace(options, inputs=tuple(inputs))

    def sent(self, output: Path) -> None:
        """Write the results of a run to where they are wanted.

        Raises
        ------
        RestoreError
            If they cannot be written; they stay in the output folder.
        """
        if self.send_to is not None:
            from restore.executors.storage import send

            send(output, self.send_to, self.storage)
            note(f"{self.send_to}")
