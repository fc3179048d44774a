from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

pytest.importorskip("pyarrow")
pytest.importorskip("datatrove")

from restore.errors import SettingsError, WorkError
from restore.executors.distributed import Cluster, DatatroveEngine
from restore.executors.work import NAME
from tests.executors.corpus import local, make, outputs

# datatrove and what it brings open files without closing them, and fork beside threads.
pytestmark = pytest.mark.filterwarnings("ignore")

HERE = Cluster(tasks=3, workers=1, shard=4_000, poll=0.05)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("corpus") / "in")


@pytest.fixture(scope="module")
def expected(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    out = tmp_path_factory.mktemp("local") / "out"
    local(corpus, out)
    return outputs(out)


def test_pipelines_here_give_what_the_local_executor_gives(
    corpus: Path, expected: dict[str, bytes], tmp_path: Path
) -> None:
    local(corpus, tmp_path / "out", engine=DatatroveEngine(HERE))
    assert outputs(tmp_path / "out") == expected
    assert not (tmp_path / "out" / NAME).exists()


def test_the_logs_of_pipelines_stay_off_the_console(corpus: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "restore", "distributed", str(corpus)]
    command += ["-o", str(tmp_path / "out"), "--tasks", "2", "--workers", "2"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (tmp_path / "out" / "manifest.json").is_file()
    assert "datatrove" not in done.stdout + done.stderr


def test_a_stopped_run_goes_on_and_a_changed_file_is_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, out = make(tmp_path / "in"), tmp_path / "out"
    changed = source / "20250109_01.txt"
    engine = DatatroveEngine(HERE)

    def stop(*_: object) -> None:
        raise WorkError("stopped")

    def stopped() -> set[str]:
        with monkeypatch.context() as patched:
            patched.setattr(DatatroveEngine, "find_repeats", stop)
            with pytest.raises(WorkError, match="stopped"):
                local(source, out, engine=engine)
        # datatrove's markers of ranks lie under a digest of settings and sources.
        return {path.parents[2].name for path in out.glob(f"{NAME}/*/*/logs/completions/*")}

    first = stopped()
    assert len(first) == 1
    assert stopped() == first
    changed.write_text(changed.read_text(encoding="utf-8") + "会议还决定了其他事项。\n", "utf-8")
    assert len(stopped()) == 2
    local(source, out, engine=engine)
    local(source, tmp_path / "whole")
    assert outputs(out) == outputs(tmp_path / "whole")


def test_a_rank_that_fails_is_told_and_what_is_done_is_kept(
    corpus: Path, expected: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from restore.executors.steps import Verification

    def fail(*_: object) -> None:
        raise OSError("no room")

    out = tmp_path / "out"
    with monkeypatch.context() as patched:
        patched.setattr(Verification, "work", fail)
        with pytest.raises(WorkError, match=r"verification: no room.*goes on"):
            local(corpus, out, engine=DatatroveEngine(HERE))
    assert list((out / NAME / "read").glob("*.done"))
    local(corpus, out, engine=DatatroveEngine(HERE))
    assert outputs(out) == expected


FAKE = """#!/usr/bin/env python3
import os, re, subprocess, sys
name = os.path.basename(sys.argv[0])
if name == "sbatch":
    script = sys.argv[-1]
    content = open(script).read()
    assert "--partition=cpu" in content and "--nice=5" in content
    last = re.search("array=0-([0-9]+)", content)
    if "merge_stats" not in content:
        for rank in range(int(last[1]) + 1 if last else 1):
            environment = {**os.environ, "SLURM_ARRAY_TASK_ID": str(rank), "SLURM_NODELIST": "one"}
            subprocess.run(["bash", script], env=environment, check=True, stdout=2)
    print("Submitted batch job 7")
elif name == "srun":
    words = sys.argv[1:]
    os.execvp(words[words.index("1") + 1], words[words.index("1") + 1 :])
elif name == "scontrol":
    print("one")
"""


@pytest.fixture
def slurm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Commands of Slurm that run every job at once, here."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in ("sbatch", "srun", "scontrol", "squeue"):
        path = folder / name
        path.write_text(FAKE.replace("/usr/bin/env python3", sys.executable))
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
    here = Path(sys.executable).parent
    root = Path(__file__).parents[2]
    monkeypatch.setenv("PATH", os.pathsep.join([str(folder), str(here), os.environ["PATH"]]))
    monkeypatch.setenv("PYTHONPATH", str(root))
    return folder


@pytest.mark.skipif(sys.platform == "win32", reason="Slurm runs on Unix")
def test_slurm_jobs_give_what_the_local_executor_gives(
    corpus: Path, expected: dict[str, bytes], tmp_path: Path, slurm: Path
) -> None:
    cluster = replace(HERE, kind="slurm", tasks=1, partition="cpu", arguments={"nice": "5"})
    local(corpus, tmp_path / "out", engine=DatatroveEngine(cluster))
    assert outputs(tmp_path / "out") == expected


@pytest.mark.skipif(sys.platform == "win32", reason="Slurm runs on Unix")
def test_a_slurm_job_that_leaves_the_queue_unfinished_is_told(
    corpus: Path, tmp_path: Path, slurm: Path
) -> None:
    (slurm / "srun").write_text("#!/bin/sh\nexit 0\n")
    cluster = replace(HERE, kind="slurm", partition="cpu", arguments={"nice": "5"})
    with pytest.raises(WorkError, match="3 of 3 tasks did not finish"):
        local(corpus, tmp_path / "out", engine=DatatroveEngine(cluster))


def test_slurm_needs_a_partition() -> None:
    with pytest.raises(SettingsError, match="--partition"):
        DatatroveEngine(Cluster(kind="slurm"))


def test_a_document_that_ends_its_process_is_set_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.executors import test_set_apart as apart

    site = tmp_path / "site"
    site.mkdir()
    patch = apart._DEADLY.replace("{bad}", apart.BAD).replace("multiprocessing.spawn", "spawn")
    (site / "sitecustomize.py").write_text(patch, encoding="utf-8")
    known = [str(site), str(Path(__file__).parents[2]), os.environ.get("PYTHONPATH", "")]
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(known))
    monkeypatch.setenv("RESTORE_DEADLY", "correct")
    told: list[str] = []
    finished = local(
        apart.small(tmp_path / "in"),
        tmp_path / "out",
        engine=DatatroveEngine(Cluster(tasks=3, workers=2, shard=400)),
        told=told.append,
    )
    assert [item.source for item in finished.manifest.failed] == [apart.BAD]
    assert "its process was ended from outside" in told[0]


def test_what_the_benchmark_compares_with_hashes_texts() -> None:
    pytest.importorskip("xxhash")
    from datatrove.utils.hashing import HashConfig, create_hash_func

    # From version 4 on xxhash takes no text.
    assert create_hash_func(HashConfig(hash_fc="xxhash"))("政协") != 0


def below(process: int) -> set[int]:
    """Return the processes that a process has started, and theirs."""
    found = set()
    for task in Path(f"/proc/{process}/task").glob("*/children"):
        for child in map(int, task.read_text().split()):
            found |= {child, *below(child)}
    return found


def live(process: int) -> bool:
    try:
        return " Z " not in Path(f"/proc/{process}/stat").read_text()
    except OSError:
        return False


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="needs Linux's /proc")
def test_a_killed_leader_leaves_no_process_and_the_same_command_goes_on(
    corpus: Path, expected: dict[str, bytes], tmp_path: Path
) -> None:
    out = tmp_path / "out"
    command = [sys.executable, "-m", "tests.executors.victim", corpus, out, "2", "distributed"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while not list(out.glob(f"{NAME}/read/*.done")) and process.poll() is None:
        time.sleep(0.05)
    started = below(process.pid)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert started
    ends = time.monotonic() + 20
    while any(map(live, started)) and time.monotonic() < ends:
        time.sleep(0.05)
    assert not list(filter(live, started))
    local(corpus, out, engine=DatatroveEngine(HERE))
    assert outputs(out) == expected
