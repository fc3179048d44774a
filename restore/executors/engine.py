"""What an engine is: it runs the phases over shards, here or elsewhere."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Protocol

from restore.executors.pool import Pool
from restore.executors.records import ReadShard
from restore.executors.tasks import Tasks

if TYPE_CHECKING:
    from restore.dedup.records import Findings

__all__ = ["Engine"]


class Engine(Protocol):
    """Runs the map phases and the comparison of all documents on other processes or machines.

    They see the work folder under the same path, and have the same version of restore installed.
    ``shard`` is how many bytes of input a task takes at a time.
    """

    @property
    def shard(self) -> int:
        """Bytes."""

    def pool(self, tasks: Tasks) -> AbstractContextManager[Pool]:
        """Give what runs the map phases."""

    def find_repeats(
        self,
        tasks: Tasks,
        keys: Sequence[str],
        shards: Sequence[ReadShard],
        without: Collection[str],
    ) -> Findings:
        """Compare all documents, as :func:`restore.pipeline.phases.find_repeats` does.

        Parameters
        ----------
        keys : of the shards as they were read
        without : ids of documents that are left out
        """
