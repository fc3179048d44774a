from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests.cli.conftest import restore
from tests.cli.helpers import NOISY, Runner, put

__all__ = ["restore"]

TEXT = f"<script>|`会议`\n{NOISY}他们的建议中有未来科技园区的内容\n"


@pytest.fixture
def out(restore: Runner, tmp_path: Path) -> Path:
    put(tmp_path / "in" / "a b.txt", TEXT)
    assert restore("clean", "in", "-o", "out").code == 0
    return tmp_path / "out"


def test_sarif_names_places_in_the_source(restore: Runner, out: Path) -> None:
    log = json.loads(restore("report", out, "--format", "sarif").out)
    assert log["version"] == "2.1.0"
    [result] = [item for item in log["runs"][0]["results"] if "防治" in item["message"]["text"]]
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "a%20b.txt"
    region = place["region"]
    line = TEXT.split("\n")[region["startLine"] - 1]
    assert line[region["startColumn"] - 1 : region["endColumn"] - 1] == "防治"
    assert {rule["id"] for rule in log["runs"][0]["tool"]["driver"]["rules"]} >= {result["ruleId"]}


def test_the_unified_diff_applies(restore: Runner, out: Path, tmp_path: Path) -> None:
    diff = restore("report", out, "--format", "diff").out
    copy = put(tmp_path / "copy" / "a b.txt", TEXT)
    try:
        done = subprocess.run(
            ["patch", "-p1", "-s"], input=diff, cwd=copy.parent, capture_output=True, check=False
        )
    except FileNotFoundError:
        pytest.skip("patch is not installed")
    assert done.returncode == 0, done.stdout
    assert copy.read_bytes() == (out / "text" / "a b.txt").read_bytes()


def test_github_annotations_are_single_lines(restore: Runner, out: Path, tmp_path: Path) -> None:
    annotated = restore("check", "in", "--format", "github")
    assert annotated.code == 1
    for line in annotated.text.splitlines():
        assert line.startswith(("::notice file=", "::warning file=", "::error file="))
    assert annotated.text == restore("report", out, "--format", "github").text


def test_markdown_shows_text_as_text(restore: Runner, out: Path) -> None:
    page = restore("report", out, "--format", "markdown", "--language", "en").text
    assert "<script>" not in page
    assert "| `a b.txt` |" in page


def test_word_files_and_the_way_back(restore: Runner, out: Path, tmp_path: Path) -> None:
    assert restore("report", out, "--format", "docx").code == 0
    [file] = (out / "docx").glob("*.docx")
    done = restore("import-decisions", file, "--name", "王")
    assert done.code == 0
    assert "0 new decisions" in done.err
    assert not list((tmp_path / "in").glob("decisions.jsonl"))


def test_checks_can_ask_for_decisions_alone(restore: Runner, tmp_path: Path) -> None:
    put(tmp_path / "in" / "a.txt", NOISY)
    assert restore("check", "in").code == 1
    assert restore("check", "in", "--max-undecided", "0").code == 0
    put(tmp_path / "in" / "b.txt", "会议讨论了，\n\n")
    restore("clean", "in", "-o", "out")
    effort = restore("report", "out", "--effort")
    assert effort.code == 0
    assert "to decide" in effort.text
