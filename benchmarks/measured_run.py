"""Run the ``restore`` command line and write what it took as JSON.

    python benchmarks/measured_run.py RESULT.json clean FOLDER -o OUT --no-report

Seconds of processor time by stage are those of this process.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from stage_clock import stage_clock


def main() -> None:
    target = Path(sys.argv[1])
    sys.argv = ["restore", *sys.argv[2:]]
    from restore.cli import main as restore_main

    code: object = 0
    began = time.perf_counter()
    with stage_clock() as seconds:
        try:
            restore_main()
        except SystemExit as end:
            code = end.code
    wall = time.perf_counter() - began
    result = {"code": code, "wall": wall, "stages": dict(seconds)}
    target.write_text(json.dumps(result), encoding="utf-8")
    sys.exit(code if isinstance(code, int) else 1)


if __name__ == "__main__":
    main()
