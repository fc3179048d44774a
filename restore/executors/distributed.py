"""The distributed engine: the phases as datatrove pipelines, here, on Ray, or on Slurm.

The command that starts a run leads it: it cuts the inputs into shards, has each phase run over
them, waits, and puts the output together. All see one file system. Files between the phases and
datatrove's markers lie in folders that are named after a digest of code, dictionaries, model,
settings and sources, so that neither a changed setting nor a changed file finds old results; give
the same command again and it goes on where it stopped.
"""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import msgspec

from restore.errors import RestoreError, SettingsError, WorkError
from restore.executors.guard import guarded
from restore.executors.job import Job
from restore.executors.pool import Pool, taken_alone
from restore.executors.records import FigureShard, ReadShard, ScoredShard, WrittenShard
from restore.executors.shards import Shard, fingerprint
from restore.executors.tasks import Tasks
from restore.executors.work import key_of
from restore.files import decode, encode, write_file
from restore.processes import forks_end_with_this

if TYPE_CHECKING:
    from restore.dedup.records import Findings

__all__ = ["Cluster", "DatatroveEngine", "Kind"]

Kind = Literal["local", "ray", "slurm"]
_FOLDER = "pipelines"
# The file descriptor of the standard error stream.
_ERRORS = 2
# Seconds between two looks at whether the processes here live.
_LOOK = 0.2
_RECORDS: dict[str, type[msgspec.Struct]] = {
    "read": ReadShard,
    "score": ScoredShard,
    "correct": WrittenShard,
    "figures": FigureShard,
}


@dataclass(frozen=True)
class Cluster:
    """Where and how wide the phases run.

    Parameters
    ----------
    tasks : into how many a phase is divided, at most (one takes at least a shard)
    workers : how many run at once; -1: all
    cpus, memory : processors, and gigabytes for each, of a task (Ray, Slurm)
    address : of a running Ray cluster; None: one of this machine's own
    partition, time, quality : of Slurm's queue; ``time`` as 24:00:00
    prepare : shell command that each Slurm job begins with, to find this Python
    arguments : further options of sbatch, without their dashes
    poll : seconds between two looks at a Slurm job
    shard : bytes of input that a task takes at a time; changes no result
    """

    kind: Kind = "local"
    tasks: int = 32
    workers: int = -1
    cpus: int = 1
    memory: int = 2
    address: str | None = None
    partition: str = ""
    time: str = "24:00:00"
    quality: str = ""
    prepare: str | None = None
    arguments: dict[str, str] = field(default_factory=dict)
    poll: float = 10.0
    shard: int = 16 << 20


class DatatroveEngine:
    """Runs phases as datatrove pipelines.

    Raises
    ------
    SettingsError
        If datatrove is not installed, or what Slurm needs is not said.
    """

    def __init__(self, cluster: Cluster) -> None:
        self.cluster = cluster
        missing = [name for name in ("datatrove", "pyarrow") if find_spec(name) is None]
        if missing:
            raise SettingsError(
                f"the distributed engine needs {' and '.join(missing)}; "
                "install it with: pip install 'restore-zh[distributed]'"
            )
        if cluster.kind == "slurm" and not cluster.partition:
            raise SettingsError("Slurm needs the name of a partition; name it with --partition")

    @property
    def shard(self) -> int:
        """Bytes of input that a task takes at a time."""
        return self.cluster.shard

    @contextmanager
    def pool(self, tasks: Tasks) -> Iterator[Pool]:
        """Give what runs the map phases."""
        with _ray(self.cluster):
            yield _Phases(self.cluster, tasks.job)

    def find_repeats(
        self,
        tasks: Tasks,
        keys: Sequence[str],
        shards: Sequence[ReadShard],
        without: Collection[str],
    ) -> Findings:
        """Compare all documents: signatures, candidates, verification, clusters."""
        from restore.dedup.records import Findings
        from restore.dedup.search import PARTS
        from restore.executors import steps

        job = tasks.job
        if not job.settings.dedup.enabled:
            return Findings([], [])
        left_out = tuple(sorted(without))
        key = key_of(job.key, "compare", list(keys), left_out)
        folder = job.folder / _FOLDER / f"compare-{key[:16]}"
        write_file(folder / "plan.msgpack", encode(steps.Plan(key, tuple(shards), left_out)))
        count = max(1, len(shards))
        for step, most in (
            (steps.Signatures, count),
            (steps.CandidatePairs, PARTS),
            (steps.Verification, count),
            (steps.Containment, count),
            (steps.ClustersAndRemoval, 1),
        ):
            logs = folder / f"{step.__name__}.logs"
            _execute(self.cluster, [step(job, folder)], logs, most)
        return decode((folder / "findings.msgpack").read_bytes(), Findings)


class _Phases:
    """The map phases as pipelines."""

    def __init__(self, cluster: Cluster, job: Job) -> None:
        self._cluster, self._job = cluster, job

    def map(self, task: str, work: Iterable[object]) -> Iterator[Any]:
        """Run a task over all work, then yield the results in its order."""
        from restore.executors import steps

        items = list(work)
        if not items:
            return
        job = self._job
        prints = [_prints(item) for item in items if isinstance(item, Shard)]
        key = key_of(job.key, task, items, prints, self._cluster.tasks)
        folder = job.folder / _FOLDER / f"{task}-{key[:16]}"
        write_file(folder / "work.msgpack", encode(items))
        step = {
            "read": steps.ReadAndLayout,
            "score": steps.Scores,
            "correct": steps.CorrectionAndOutput,
            "figures": steps.Figures,
        }[task]
        ranks = self._execute(step(job, folder), folder / "logs", task, items)
        found: dict[int, Any] = {}
        for rank in range(ranks):
            path = folder / f"outcome-{rank:06d}.msgpack"
            for outcome in decode(path.read_bytes(), list[steps.Outcome]):
                record = decode(outcome.record, _RECORDS[task])
                found[outcome.number] = record if outcome.key is None else (outcome.key, record)
        for number in range(len(items)):
            yield found[number]

    def _execute(self, step: Any, logs: Path, task: str, items: Sequence[Any]) -> int:
        """Run a step; shards that a process died of are taken one by one, here."""
        tasks = Tasks(self._job)
        while True:
            for item in items:
                if tasks.work.interrupted(task, item.number):
                    taken_alone(tasks, task, item)
            try:
                return _execute(self._cluster, [step], logs, len(items))
            except WorkError:
                if not any(tasks.work.interrupted(task, item.number) for item in items):
                    raise


def _prints(shard: Shard) -> list[object]:
    """Return what tells that a shard's files were changed."""
    found: list[object] = []
    for piece in shard.pieces:
        try:
            found.append(fingerprint(piece.file) if piece.file is not None else None)
        except OSError as error:
            found.append(error.errno)
    return found


def _execute(cluster: Cluster, pipeline: list[Any], logs: Path, most: int) -> int:
    """Run a pipeline to its end; return into how many ranks it was divided.

    Raises
    ------
    WorkError
        If a rank failed; the others are done, and the next run does what is missing.
    """
    ranks = max(1, min(cluster.tasks, most))
    name = pipeline[0].name
    run = {"local": _run_here, "ray": _run_on_ray, "slurm": _run_on_slurm}[cluster.kind]
    try:
        run(cluster, pipeline, logs, ranks)
    except RestoreError:
        raise
    except Exception as error:
        raise WorkError(
            f"{name}: {error}; see the logs in {logs}. Give the same command again: it goes on "
            "where it stopped"
        ) from error
    return ranks


def _workers(cluster: Cluster, ranks: int) -> int:
    return ranks if cluster.workers < 1 else min(cluster.workers, ranks)


def _run_here(cluster: Cluster, pipeline: list[Any], logs: Path, ranks: int) -> None:
    from datatrove.executor import LocalPipelineExecutor

    # datatrove forks a process that keeps its queues, which has no end without this one.
    forks_end_with_this()
    workers = _workers(cluster, ranks)
    executor = LocalPipelineExecutor(
        pipeline, tasks=ranks, workers=workers, logging_dir=str(logs), start_method="spawn"
    )
    with _told_to(logs / "console.log"):
        if workers > 1:
            _watched(executor.run)
        else:
            executor.run()


@contextmanager
def _told_to(path: Path) -> Iterator[None]:
    """Have this process, and those that it starts meanwhile, write their errors to a file.

    datatrove tells on the console, too, what its logs say of the first task of each phase.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    console = os.dup(_ERRORS)
    try:
        with path.open("ab") as file:
            os.dup2(file.fileno(), _ERRORS)
        yield
    finally:
        os.dup2(console, _ERRORS)
        os.close(console)


def _run_on_ray(cluster: Cluster, pipeline: list[Any], logs: Path, ranks: int) -> None:
    from datatrove.executor import RayPipelineExecutor

    executor = RayPipelineExecutor(
        pipeline,
        tasks=ranks,
        workers=_workers(cluster, ranks),
        logging_dir=str(logs),
        cpus_per_task=cluster.cpus,
        mem_per_cpu_gb=cluster.memory,
    )
    executor.run()
    _finished(executor, pipeline[0].name, logs)


def _run_on_slurm(cluster: Cluster, pipeline: list[Any], logs: Path, ranks: int) -> None:
    from datatrove.executor import SlurmPipelineExecutor

    name = pipeline[0].name
    executor = SlurmPipelineExecutor(
        pipeline,
        tasks=ranks,
        workers=cluster.workers,
        time=cluster.time,
        partition=cluster.partition,
        qos=cluster.quality,
        cpus_per_task=cluster.cpus,
        mem_per_cpu_gb=cluster.memory,
        env_command=cluster.prepare,
        sbatch_args=dict(cluster.arguments),
        job_name=f"restore-{name.replace(' ', '-')}",
        logging_dir=str(logs),
    )
    executor.run()
    _wait(executor, cluster.poll)
    _finished(executor, name, logs)


def _watched(run: Callable[[], object]) -> None:
    """Call what spreads work over processes, and end it when one of them dies: it would wait for
    ever.

    Raises
    ------
    WorkError
        If one dies.
    """
    import multiprocess

    fault: list[BaseException] = []

    def call() -> None:
        try:
            run()
        except BaseException as error:
            fault.append(error)

    thread = threading.Thread(target=call, daemon=True)
    thread.start()
    known: set[Any] = set()
    try:
        while thread.is_alive():
            thread.join(_LOOK)
            known.update(multiprocess.active_children())
            # At the end the pool ends its processes itself, by SIGTERM.
            codes = {child.exitcode for child in known} - {None, -signal.SIGTERM}
            if any(code < 0 for code in codes):
                raise WorkError("a process was ended from outside (for want of memory?)")
    except BaseException:
        for child in known:
            child.terminate()
        raise
    for error in fault:
        raise error


def _finished(executor: Any, name: str, logs: Path) -> None:
    missing = executor.get_incomplete_ranks(skip_completed=True)
    if missing:
        raise WorkError(
            f"{name}: {len(missing)} of {executor.world_size} tasks did not finish; see the logs "
            f"in {logs}. Give the same command again: it goes on where it stopped"
        )


def _wait(executor: Any, poll: float) -> None:
    """Wait until a Slurm job is done, or has left the queue."""
    gone = 0
    while executor.get_incomplete_ranks(skip_completed=True):
        asked = subprocess.run(
            ["squeue", "--noheader", "--jobs", str(executor.job_id)],
            capture_output=True,
            text=True,
            check=False,
        )
        # A job that has just ended may still be writing its last marker.
        gone = gone + 1 if not asked.stdout.strip() else 0
        if gone > 2:
            return
        time.sleep(poll)


@contextmanager
def _ray(cluster: Cluster) -> Iterator[None]:
    """Join a Ray cluster, or start one of this machine's own."""
    if cluster.kind != "ray":
        yield
        return
    try:
        import ray
    except ImportError as error:
        raise SettingsError(
            f"Ray cannot be loaded ({error}); install it with: pip install 'restore-zh[ray]'"
        ) from error
    mine = not ray.is_initialized()
    if mine:
        own: dict[str, Any] = {"address": cluster.address}
        if cluster.address is None:
            own = {"num_cpus": max(cluster.workers, 1) * cluster.cpus, "include_dashboard": False}
        with guarded() if cluster.address is None else nullcontext():
            ray.init(log_to_driver=False, logging_level=logging.WARNING, **own)
            try:
                yield
            finally:
                ray.shutdown()
    else:
        yield
