"""A run to be killed: ``python -m tests.executors.victim IN OUT WORKERS [distributed]``."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.executors.corpus import local

if __name__ == "__main__":
    source, output, workers = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
    engine = None
    if sys.argv[4:]:
        from restore.executors.distributed import Cluster, DatatroveEngine

        engine = DatatroveEngine(Cluster(tasks=4, workers=workers, shard=3000))
    local(source, output, workers=workers, shard=3000, engine=engine)
