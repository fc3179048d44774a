"""Build the wheel and try it where no checkout is: a fresh environment, another folder.

    python tools/check_wheel.py

Checks that the wheel holds the dictionaries, the models and the report's templates, that
``restore doctor`` finds all it needs and that a text is restored.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NEEDED = (
    "restore/py.typed",
    "restore/readers/frequent_characters.txt",
    *(
        f"restore/{path.relative_to(ROOT).as_posix()}"
        for path in (ROOT / "dictionaries").rglob("*.tsv")
    ),
    *(
        path.relative_to(ROOT).as_posix()
        for folder in ("models", "report")
        for path in (ROOT / "restore" / folder).rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    ),
)


def run(*command: str | Path, cwd: Path, text: str | None = None) -> str:
    """Run a command outside the checkout and return what it printed."""
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    done = subprocess.run(
        list(map(str, command)),
        cwd=cwd,
        env=environment | {"PIP_CONSTRAINT": str(ROOT / "constraints.txt")},
        input=text,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"{command[0]} failed ({done.returncode}): {done.stdout}")
    return done.stdout


def main() -> None:
    """Build, look inside, install, use."""
    dist = ROOT / "dist"
    for old in dist.glob("*.whl"):
        old.unlink()
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check")
    run(*pip, "wheel", "--quiet", "--no-deps", "--wheel-dir", dist, ROOT, cwd=ROOT)
    wheel = next(dist.glob("*.whl"))
    with zipfile.ZipFile(wheel) as archive:
        missing = sorted(set(NEEDED) - set(archive.namelist()))
    if missing:
        raise SystemExit(f"{wheel.name} lacks {', '.join(missing)}")
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        run(sys.executable, "-m", "venv", "env", cwd=place)
        python = place / "env" / "bin" / "python"
        run(
            python, "-m", "pip", "--disable-pip-version-check", "install", "--quiet", wheel,
            cwd=place,
        )  # fmt: skip
        restore = place / "env" / "bin" / "restore"
        print(run(restore, "doctor", cwd=place), end="")
        clean = run(restore, "clean", "-", cwd=place, text="持续加强水污染防治防治工作。\n")
        if "防治防治" in clean:
            raise SystemExit(f"the installed package did not restore the text: {clean!r}")
    print(f"{wheel.name}: {wheel.stat().st_size / 1e6:.1f} MB, works outside the checkout")


if __name__ == "__main__":
    main()
