from __future__ import annotations

import subprocess
import sys


def test_the_schemas_are_current() -> None:
    done = subprocess.run(
        [sys.executable, "tools/write_schemas.py", "docs/schema", "--check"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
