"""Another package, installed by pip, adds a reader and a proposer."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from importlib.util import find_spec
from pathlib import Path

import pytest

MODULE = """
from hashlib import sha256
from restore.core.document import Document
from restore.core.edits import Proposal
from restore.core.evidence import LexiconEntry
from restore.readers import Reader, Source

def read(blob, options):
    data = blob.read()
    text = data.decode().removeprefix("BAR1|").replace("|", "\\n")
    document = Document.from_text(text, id=blob.id, digest=sha256(data).hexdigest())
    yield Source(document, len(data), False, format="bars")

def fail(blob, options):
    raise ZeroDivisionError("no")

boom = Reader("boom", lambda head: False, fail, (".boom",))
bars = Reader("bars", lambda head: head.startswith(b"BAR1|"), read, (".bars",))

def hello(text):
    start = text.find("你号")
    if start >= 0:
        ground = LexiconEntry("demo", "你号 → 你好", "demo", certain=True)
        yield Proposal("x", "x", start, start + 2, "你好", 0.99, (ground,))

def wrong(text):
    yield Proposal("x", "x", 0, len(text) + 1, "", 1.0)

def broken(text):
    return 1 / 0
"""
POINTS = """[restore.readers]
bars = restore_demo:bars
boom = restore_demo:boom

[restore.proposers]
hello = restore_demo:hello
wrong = restore_demo:wrong
broken = restore_demo:broken
"""
INFO = "restore_demo-1.0.dist-info"


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if find_spec("pip") is None:
        # Other tools make environments without it; `make test` and the build always have it.
        pytest.skip("pip is not in this environment, and installs the plugin")
    folder = tmp_path_factory.mktemp("plugin")
    wheel = folder / "restore_demo-1.0-py3-none-any.whl"
    files = {
        "restore_demo.py": MODULE,
        f"{INFO}/METADATA": "Metadata-Version: 2.1\nName: restore-demo\nVersion: 1.0\n",
        f"{INFO}/WHEEL": "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        f"{INFO}/entry_points.txt": POINTS,
        f"{INFO}/RECORD": "",
    }
    with zipfile.ZipFile(wheel, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    site = folder / "site"
    subprocess.run(
        [sys.executable, "-m", "pip", "install", "-q", "--no-index", "--no-deps", "--target",
         str(site), str(wheel)],
        check=True, capture_output=True,
    )  # fmt: skip
    return site


def run(installed: Path, folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    path = os.pathsep.join([str(installed), str(Path.cwd())])
    return subprocess.run(
        [sys.executable, "-m", "restore", *words],
        cwd=folder, env={**os.environ, "PYTHONPATH": path}, capture_output=True, text=True,
        check=False,
    )  # fmt: skip


def test_a_reader_of_another_package(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "a.bars").write_text("BAR1|严明记律。|第二段。", encoding="utf-8")
    done = run(installed, tmp_path, "clean", "a.bars")
    assert done.stdout.splitlines() == ["严明纪律。", "第二段。"]
    done = run(installed, tmp_path, "clean", "a.bars", "--input-format", "no")
    assert done.returncode == 2
    assert "no input format 'no'; there are abbyy, alto, bars, boom, csv" in done.stderr


def test_a_reader_that_fails_ends_no_run(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "a.boom").write_text("x", encoding="utf-8")
    (tmp_path / "b.txt").write_text("严明记律。", encoding="utf-8")
    done = run(installed, tmp_path, "clean", "a.boom", "b.txt", "-o", "out")
    assert done.returncode == 2
    assert "a.boom: made the reader fail (ZeroDivisionError: no)" in done.stderr
    assert (tmp_path / "out/text/b.txt").read_text("utf-8") == "严明纪律。"


def test_a_proposer_runs_where_the_settings_name_it(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("大家你号。", encoding="utf-8")
    assert run(installed, tmp_path, "clean", "a.txt").stdout == "大家你号。"
    settings = tmp_path / "restore.toml"
    settings.write_text('[correction]\nproposers = ["hello"]\n', encoding="utf-8")
    assert run(installed, tmp_path, "clean", "a.txt").stdout == "大家你好。"
    done = run(installed, tmp_path, "clean", "a.txt", "-o", "out")
    assert done.returncode == 0
    assert '"rule":"hello"' in (tmp_path / "out/edits.jsonl").read_text("utf-8")


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("none", "no proposer 'none' is installed (there are: broken, hello, wrong)"),
        ("wrong", "the proposer 'wrong' proposed what does not fit the text"),
        ("broken", "the proposer 'broken' failed (ZeroDivisionError"),
    ],
)
def test_a_proposer_that_cannot_be_used_is_named(
    installed: Path, tmp_path: Path, name: str, problem: str
) -> None:
    (tmp_path / "a.txt").write_text("大家你号。", encoding="utf-8")
    (tmp_path / "restore.toml").write_text(
        f'[correction]\nproposers = ["{name}"]\n', encoding="utf-8"
    )
    done = run(installed, tmp_path, "clean", "a.txt")
    assert done.returncode == 2
    assert problem in done.stderr
    assert "Traceback" not in done.stderr
