"""A small corpus with everything that crosses documents: repeats, an issue's pages, rows, errors."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from restore.executors.local import Finished, LocalRun, Publication, run
from restore.readers import ReadOptions
from restore.settings import Settings

__all__ = ["local", "make", "outputs"]

_SEED = Path(__file__).parents[2] / "seeds"
_BEGINS = "市委常委会召开会议，听取今年以来全市水污染防治防治工作情况汇报，研究部署下一阶段"
_ENDS = "重点任务，强调要坚持问题导向，持续加强环境保护工作，严明记律，确保各项措施落到实处。"


def make(folder: Path) -> Path:
    """Write the corpus into a folder."""
    folder.mkdir(parents=True)
    source = sorted(_SEED.glob("*.txt"))[-1].read_text(encoding="utf-8")
    paragraphs = [line for line in source.split("\n") if len(line) > 15][:60]
    for number in range(6):
        lines = paragraphs[number * 6 : number * 6 + 10]
        (folder / f"{number}.txt").write_text("\n".join(lines), encoding="utf-8")
    (folder / "20250109_01.txt").write_text(
        f"某某日报 2025年1月9日 第1版\n市委部署重点任务\n{_BEGINS}\n（下转第3版）\n",
        encoding="utf-8",
    )
    (folder / "20250109_03.txt").write_text(
        f"某某日报 2025年1月9日 第3版\n（上接第1版）{_ENDS}\n", encoding="gb18030"
    )
    rows = [
        {"id": number, "text": "\n".join(paragraphs[number * 5 : number * 5 + 7]), "n": number}
        for number in range(8)
    ]
    lines = [json.dumps(row, ensure_ascii=False) for row in rows]
    (folder / "rows.jsonl").write_text(
        "\n".join([*lines[:4], "no row", *lines[4:]]) + "\n", encoding="utf-8"
    )
    (folder / "empty.txt").write_bytes(b"")
    return folder


def local(inputs: Path, output: Path, **given: Any) -> Finished:
    """Run the local executor; ``given`` are fields of ``LocalRun`` and of ``Publication``."""
    publication: dict[str, Any] = {"facts": lambda _seconds, _characters: {}}
    for key in {"facts", "report", "force"} & given.keys():
        publication[key] = given.pop(key)
    options: dict[str, Any] = {
        "settings": Settings(),
        "reading": ReadOptions(),
        "told": _ignore,
        "workers": 1,
        **given,
    }
    wanted = LocalRun((str(inputs),), output, **options)
    return run(wanted, Publication(**publication))


def _ignore(_message: str) -> None:
    return None


def outputs(folder: Path) -> dict[str, bytes]:
    """Return the files of an output folder by name."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
