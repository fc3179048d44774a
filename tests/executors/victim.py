"""A run to be killed: ``python -m tests.executors.victim IN OUT WORKERS``."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.executors.corpus import local

if __name__ == "__main__":
    local(Path(sys.argv[1]), Path(sys.argv[2]), workers=int(sys.argv[3]), shard=3000)
