"""Restore a large corpus with kills in the middle: what that takes, and that nothing is lost.

    python benchmarks/killed_run.py SOURCE FOLDER RESULT.json [--characters 100000000]
        [--kind clean] [--workers 2] [--kills read:0.5,correct:0.5,figures:0.5] [--compare]

The corpus is made from SOURCE by ``corpus.py`` in FOLDER/corpus (clauses put together anew with
other numbers, so that the comparison of documents does not remove it), once: a second call takes
what is there. Then ``restore clean`` is started, killed with all its processes (SIGKILL) when so much
of a phase is done, and started again by the same command, until it ends. ``--compare`` restores the
corpus once more with one process and no kill, and compares every file of the output.

RESULT.json has wall and processor seconds of every start, peak memory of all processes together
(proportional shares), the most bytes that the output folder held, work folder and all, and the digest of the output.
Processor seconds are those seen at the last look, once a second.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from corpus import KINDS, write_corpus
from memory import megabytes, tree

ROOT = Path(__file__).resolve().parent.parent
#: Bytes of input of a shard; see restore.executors.local.
SHARD = 1 << 18
#: Seconds between two looks; the disk is looked at less often, which takes longer.
_EVERY, _DISK_EVERY = 1.0, 10.0
_TICKS = os.sysconf("SC_CLK_TCK")
#: What a phase's markers are counted against.
_BEFORE = {"correct": "read", "figures": "read"}


def processor_seconds(process: int) -> float:
    """Return what a process has taken, its ended children included."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return sum(map(int, fields[11:15])) / _TICKS


def held(folder: Path) -> int:
    """Return the bytes of the files below a folder."""
    total = 0
    for path in folder.rglob("*"):
        try:
            total += path.stat().st_size if path.is_file() else 0
        except OSError:
            continue
    return total


def digest_of(output: Path) -> str:
    """Return a digest of all files of an output folder, without what differs between two runs."""
    digest = hashlib.sha256()
    for path in sorted(output.rglob("*")):
        if path.is_file():
            data = path.read_bytes()
            if path.name == "manifest.json":
                manifest = json.loads(data)
                manifest.pop("run")
                data = json.dumps(manifest, sort_keys=True).encode()
            digest.update(f"{path.relative_to(output)}\0{len(data)}\0".encode())
            digest.update(data)
    return digest.hexdigest()


def reached(work: Path, phase: str, share: float, size: int) -> bool:
    """Whether so much of a phase is finished."""
    before = _BEFORE.get(phase)
    total = len(list((work / before).glob("*.done"))) if before else size / SHARD
    done = len(list((work / phase).glob("*.done")))
    return done > 0 and done >= share * total


def start(
    corpus: Path, output: Path, workers: int, kill: tuple[str, float] | None = None
) -> dict[str, Any]:
    """Start a run and see it to its end, or kill it when it is so far; return what it took."""
    command = [
        sys.executable, "-m", "restore", "clean", str(corpus), "-o", str(output),
        "--no-report", "--workers", str(workers),
    ]  # fmt: skip
    size = held(corpus)
    load, began = os.getloadavg()[0], time.perf_counter()
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    seconds: dict[int, float] = {}
    memory, most, looked, killed = 0.0, 0, 0.0, False
    while process.poll() is None:
        members = tree(process.pid)
        for member in members:
            seconds[member] = max(seconds.get(member, 0.0), processor_seconds(member))
        memory = max(memory, sum(map(megabytes, members)))
        if time.perf_counter() - looked > _DISK_EVERY:
            most, looked = max(most, held(output)), time.perf_counter()
        if kill is not None and reached(output / ".restore-work", *kill, size):
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            killed = True
            break
        time.sleep(_EVERY)
    # The first process counts its ended children again.
    first = seconds.get(process.pid, 0.0)
    cpu = sum(seconds.values()) if killed else max(first, sum(seconds.values()) - first)
    return {
        "workers": workers,
        "killed_at": f"{kill[0]}:{kill[1]}" if kill is not None and killed else None,
        "code": process.returncode,
        "wall": round(time.perf_counter() - began, 1),
        "cpu": round(cpu, 1),
        "megabytes": round(memory),
        "disk_bytes": most,
        "load_before": round(load, 1),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("source", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("result", type=Path)
    parser.add_argument("--characters", type=int, default=100_000_000)
    parser.add_argument("--kind", choices=KINDS, default="clean")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--kills", default="read:0.5,correct:0.5,figures:0.5")
    parser.add_argument("--compare", action="store_true")
    options = parser.parse_args()
    corpus, output = options.folder / "corpus", options.folder / "out"
    record = options.folder / "corpus.json"
    if not record.is_file():
        write_corpus(options.source, corpus, options.characters, options.kind)
    made = json.loads(record.read_text(encoding="utf-8"))
    shutil.rmtree(output, ignore_errors=True)
    found: dict[str, Any] = {"corpus": made, "kind": options.kind, "runs": []}
    kills = [(name, float(share)) for name, share in
             (item.split(":") for item in options.kills.split(",") if item)]  # fmt: skip
    for kill in (*kills, None):
        taken = start(corpus, output, options.workers, kill)
        found["runs"].append(taken)
        options.result.write_text(json.dumps(found, indent=1), encoding="utf-8")
        print(json.dumps(taken), flush=True)
    found["output_bytes"], found["digest"] = held(output), digest_of(output)
    if options.compare:
        shutil.rmtree(options.folder / "whole", ignore_errors=True)
        found["undisturbed"] = start(corpus, options.folder / "whole", 1)
        found["equal"] = digest_of(options.folder / "whole") == found["digest"]
        print(json.dumps(found["undisturbed"]), "equal" if found["equal"] else "NOT EQUAL")
    options.result.write_text(json.dumps(found, indent=1), encoding="utf-8")
    if found["runs"][-1]["code"] != 0 or not found.get("equal", True):
        raise SystemExit(1)


if __name__ == "__main__":
    main()
