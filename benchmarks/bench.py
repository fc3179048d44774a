"""Measure speed and memory, and write benchmarks/RESULTS.json and RESULTS.md.

    python benchmarks/bench.py SOURCE [-o benchmarks] [--sizes 1,10,100] [--budget 3600] [--keep]

SOURCE holds clean texts (``clean/*.txt.xz``) or any ``.txt`` files; from it corpora of so many
million characters are made in a temporary folder (``corpus.py``). Every case is a run of ``restore
clean`` in processes of its own. Results are written as they come, and join those in RESULTS.json
of other sizes: measure 100 million another night. What does not fit the budget (seconds) is left
out, and it is said so. How long it will take is said first.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, NamedTuple

from corpus import write_corpus
from memory import Taken, run_measured
from tables import markdown

ROOT = Path(__file__).resolve().parent.parent
FAST = "[correction]\nenabled = false\n[figures]\nenabled = false\n"
MILLION = 1_000_000
#: Characters a second of wall time that are expected where nothing was measured.
EXPECTED = {"all": 20_000.0, "fast": 150_000.0}
#: Clean and noisy text apart are measured up to so many millions.
APART = 10
PACKAGES = (
    "numpy", "rapidfuzz", "kenlm-ex", "opencc", "msgspec", "pycorrector", "datatrove",
    "rensa",
)  # fmt: skip


class Case(NamedTuple):
    """One run: millions of characters, kind of text, all stages or the fast ones, processes."""

    size: float
    kind: str
    stages: str
    workers: int

    @property
    def key(self) -> str:
        return f"{self.size:g} {self.kind} {self.stages} {self.workers}"

    @property
    def like(self) -> str:
        """The key of the same case at any size."""
        return f"{self.kind} {self.stages} {self.workers}"


def cases(sizes: list[float], workers: int) -> Iterator[Case]:
    """Yield the cases, small sizes first, and what matters most first in each."""
    for size in sizes:
        yield Case(size, "mixed", "all", 1)
        yield Case(size, "mixed", "fast", 1)
        if workers > 1:
            yield Case(size, "mixed", "all", workers)
            yield Case(size, "mixed", "fast", workers)
        if size <= APART:
            for kind in ("clean", "noisy"):
                yield Case(size, kind, "all", 1)
                yield Case(size, kind, "fast", 1)


def case_of(key: str) -> Case:
    """Read a case as it is written in the tables: size, text, stages, processes."""
    size, kind, stages, workers = key.split()
    return Case(float(size), kind, stages, int(workers))


class Results:
    """RESULTS.json and the tables made of it."""

    def __init__(self, folder: Path) -> None:
        self._json, self._markdown = folder / "RESULTS.json", folder / "RESULTS.md"
        self.data: dict[str, Any] = {"runs": {}, "left_out": {}}
        if self._json.is_file():
            self.data |= json.loads(self._json.read_text(encoding="utf-8"))
        self.data["machine"] = machine()

    def save(self) -> None:
        text = json.dumps(self.data, ensure_ascii=False, indent=1, sort_keys=True)
        for path, content in ((self._json, text + "\n"), (self._markdown, markdown(self.data))):
            whole = path.with_suffix(".new")
            whole.write_text(content, encoding="utf-8")
            whole.replace(path)

    def rate(self, case: Case) -> float:
        """Return the characters a second to expect: those of the nearest size measured."""
        known = [
            run
            for run in self.data["runs"].values()
            if f"{run['kind']} {run['stages']} {run['workers']}" == case.like
        ]
        if not known:
            return EXPECTED[case.stages] * (1.7 if case.workers > 1 else 1.0)
        nearest = min(known, key=lambda run: abs(run["size"] - case.size))
        return float(nearest["characters"] / nearest["wall"])


def machine() -> dict[str, Any]:
    """Return what the figures were measured on, and with."""
    model = platform.processor() or platform.machine()
    try:
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                model = line.partition(":")[2].strip()
                break
    except OSError:
        pass
    versions = {}
    for name in PACKAGES:
        try:
            versions[name] = version(name)
        except PackageNotFoundError:
            continue
    return {
        "processor": model,
        "cores": os.cpu_count(),
        "system": platform.platform(),
        "python": platform.python_version(),
        "packages": versions,
    }


class Bench:
    """Runs cases over corpora in a temporary folder."""

    def __init__(self, source: Path, folder: Path, results: Results) -> None:
        self._source, self._folder, self._results = source, folder, results
        self._environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        told = subprocess.run(
            [sys.executable, "-m", "restore", "clean", "--help"],
            cwd=ROOT, env=self._environment, capture_output=True, text=True, check=True,
        ).stdout  # fmt: skip
        self.workers = "--workers" in told
        (folder / "fast.toml").write_text(FAST, encoding="utf-8")
        (folder / "all.toml").write_text("", encoding="utf-8")

    def run(self, case: Case) -> dict[str, Any] | str:
        """Measure a case; return what it took, or why it failed."""
        corpus, made = self._corpus(case)
        output, told = self._folder / "output", self._folder / "run.json"
        command = [
            sys.executable, str(ROOT / "benchmarks" / "measured_run.py"), str(told),
            "clean", str(corpus), "-o", str(output), "--no-report",
            "--settings", str(self._folder / f"{case.stages}.toml"),
        ]  # fmt: skip
        if self.workers:
            command += ["--workers", str(case.workers)]
        load = os.getloadavg()[0]
        taken = self._measured(command)
        _remove(output)
        if taken.code != 0:
            return taken.output.strip().splitlines()[-1] if taken.output.strip() else "it failed"
        stages = json.loads(told.read_text(encoding="utf-8"))["stages"]
        return {
            **case._asdict(),
            "characters": made["characters"],
            "documents": made["documents"],
            "noisy_characters": made["noisy_characters"],
            "wall": round(taken.wall, 2),
            "cpu": round(taken.cpu, 2),
            "megabytes": round(taken.megabytes),
            "cpu_by_stage": {name: round(value, 3) for name, value in sorted(stages.items())}
            if case.workers == 1
            else {},
            "load_before": round(load, 1),
            "at": datetime.now(UTC).isoformat(timespec="seconds"),
            "restore": _commit(),
        }

    def script(self, name: str, *arguments: str) -> Taken:
        """Run another benchmark."""
        return self._measured(
            [sys.executable, str(ROOT / "benchmarks" / name), *arguments],
        )

    def _measured(self, command: list[str]) -> Taken:
        return run_measured(command, cwd=ROOT, environment=self._environment)

    def _corpus(self, case: Case) -> tuple[Path, dict[str, int]]:
        """Make the corpus of a case, unless the last case had it too."""
        folder = self._folder / f"{case.kind}-{case.size:g}"
        record = folder.with_name(folder.name + ".json")
        if not record.is_file():
            write_corpus(self._source, folder, int(case.size * MILLION), case.kind)
        made: dict[str, int] = json.loads(record.read_text(encoding="utf-8"))
        return folder, made


def _remove(folder: Path) -> None:
    import shutil

    shutil.rmtree(folder, ignore_errors=True)


def _commit() -> str:
    done = subprocess.run(
        ["git", "describe", "--always", "--dirty"], cwd=ROOT, capture_output=True, text=True
    )
    return done.stdout.strip() or "unknown"


def others(
    bench: Bench, results: Results, source: Path, folder: Path, characters: int, paragraphs: int
) -> None:
    """Measure what a user would take instead; failures are noted."""
    told = folder / "others.json"
    taken = bench.script("others.py", str(source), str(told), "--characters", str(characters))
    if taken.code == 0:
        results.data["others"] = json.loads(told.read_text(encoding="utf-8"))
        results.data["left_out"].pop("others", None)
    else:
        results.data["left_out"]["others"] = taken.output.strip()[-300:]
    results.save()
    if paragraphs:
        told = folder / "dedup.json"
        clean = source / "clean"
        texts = sorted((clean if clean.is_dir() else source).glob("*.txt*"))
        files = [str(path) for path in texts if "_dev" not in path.name]
        taken = bench.script("dedup.py", *files, "--paragraphs", str(paragraphs), "-o", str(told))
        if taken.code == 0 and told.is_file():
            found = json.loads(told.read_text(encoding="utf-8"))
            # Sentences of the texts do not belong into the results.
            found["restore"]["wrong"] = len(found["restore"]["wrong"])
            results.data["dedup"] = found
            results.data["left_out"].pop("dedup", None)
        else:
            results.data["left_out"]["dedup"] = taken.output.strip()[-300:]


def growth(bench: Bench, results: Results, source: Path) -> None:
    """Measure how layout and the figure check grow with one document and with the corpus."""
    clean = source / "clean"
    texts = clean / "reports_dev" if (clean / "reports_dev").is_dir() else source
    for name, arguments in (
        ("layout.py", [str(texts), "--pages", "1", "10", "100"]),
        ("figures.py", [str(ROOT / "seeds"), "--characters", "100000", "1000000"]),
    ):
        taken = bench.script(name, *arguments)
        if taken.code == 0:
            results.data.setdefault("growth", {})[name] = taken.output.strip()
            results.data["left_out"].pop(name, None)
        else:
            results.data["left_out"][name] = taken.output.strip()[-300:]
        results.save()


def shapes(bench: Bench, results: Results, source: Path, folder: Path, characters: int) -> None:
    """Measure the same text in one file, in documents, in small files and rows, and by the library."""
    told = folder / "shapes.json"
    taken = bench.script("shapes.py", str(source), str(told), "--characters", str(characters))
    if taken.code == 0:
        results.data["shapes"] = {
            "restore": _commit(),
            "rows": json.loads(told.read_text(encoding="utf-8")),
        }
        results.data["left_out"].pop("shapes.py", None)
    else:
        results.data["left_out"]["shapes.py"] = taken.output.strip()[-300:]
    results.save()


def pathological(bench: Bench, results: Results, folder: Path, sizes: str) -> None:
    """Measure inputs of one kind of monotony: how time grows, and what memory they take."""
    told = folder / "pathological.json"
    taken = bench.script("pathological.py", str(told), "--sizes", sizes)
    if taken.code == 0 and told.is_file():
        results.data["pathological"] = json.loads(told.read_text(encoding="utf-8"))
        results.data["left_out"].pop("pathological.py", None)
    else:
        results.data["left_out"]["pathological.py"] = taken.output.strip()[-300:]
    results.save()


def measure(bench: Bench, results: Results, wanted: list[Case], budget: float) -> None:
    """Run the cases one after the other, as far as the budget goes."""
    spent = 0.0
    for case in wanted:
        expected = case.size * MILLION / results.rate(case)
        if spent + expected > budget:
            results.data["left_out"][case.key] = (
                f"would take about {expected:,.0f} s; {max(budget - spent, 0):,.0f} s were left"
            )
            print(f"{case.key:>24}  left out", flush=True)
            continue
        began = time.perf_counter()
        found = bench.run(case)
        spent += time.perf_counter() - began
        if isinstance(found, str):
            results.data["left_out"][case.key] = found
            print(f"{case.key:>24}  {found}", flush=True)
        else:
            results.data["runs"][case.key] = found
            results.data["left_out"].pop(case.key, None)
            print(
                f"{case.key:>24}  {found['characters'] / found['wall']:>9,.0f} characters/s  "
                f"{found['characters'] / found['cpu']:>9,.0f} a core  {found['megabytes']:>6,} MB",
                flush=True,
            )
        results.save()


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("source", type=Path)
    parser.add_argument("-o", "--output", type=Path, default=ROOT / "benchmarks")
    parser.add_argument("--sizes", default="1,10", help="millions of characters, with commas")
    parser.add_argument("--budget", type=float, default=3600, help="seconds for the runs")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--keep", action="store_true", help="do not measure again what is there")
    parser.add_argument("--only", help="these runs alone (1 mixed all 2; 100 clean fast 2; …)")
    parser.add_argument("--no-others", action="store_true", help="leave out other tools")
    parser.add_argument(
        "--paragraphs", type=int, default=50_000, help="of the comparison of near-duplicates"
    )
    parser.add_argument(
        "--shapes", type=int, default=MILLION, help="characters of the shapes; 0 leaves them out"
    )
    parser.add_argument("--no-growth", action="store_true", help="leave out the growth tables")
    parser.add_argument(
        "--pathological",
        default="20000,80000",
        help="characters of the pathological inputs, ascending; empty to leave them out",
    )
    parser.add_argument("--scratch", type=Path, help="folder for the corpora (temporary)")
    options = parser.parse_args()
    sizes = sorted(float(size) for size in options.sizes.split(",") if size)
    results = Results(options.output)
    with tempfile.TemporaryDirectory(dir=options.scratch, prefix="restore-bench-") as name:
        folder = Path(name)
        bench = Bench(options.source, folder, results)
        workers = options.workers if bench.workers else 1
        if workers < options.workers:
            results.data["left_out"]["workers"] = "this version has no --workers"
        wanted = list(cases(sizes, workers))
        if options.keep:
            wanted = [case for case in wanted if case.key not in results.data["runs"]]
        if options.only is not None:
            wanted = [case_of(key) for key in options.only.split(";")]
        expected = sum(case.size * MILLION / results.rate(case) for case in wanted)
        print(
            f"{len(wanted)} runs, about {min(expected, options.budget) / 60:,.0f} minutes "
            f"(all of them: {expected / 60:,.0f}; budget: {options.budget / 60:,.0f})",
            flush=True,
        )
        measure(bench, results, wanted, options.budget)
        if options.shapes:
            shapes(bench, results, options.source, folder, options.shapes)
        if not options.no_others:
            others(bench, results, options.source, folder, MILLION, options.paragraphs)
            results.save()
        if not options.no_growth:
            growth(bench, results, options.source)
        if options.pathological:
            pathological(bench, results, folder, options.pathological)
    results.save()
    print(options.output / "RESULTS.md")


if __name__ == "__main__":
    main()
