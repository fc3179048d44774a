from __future__ import annotations

import json
import subprocess
import zipfile
from pathlib import Path

import pytest

from restore.review.store import read_decisions
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


@pytest.mark.parametrize("layout", ["source", "applied"])
def test_what_was_typed_in_word_is_taken_over_and_what_was_not_is_told(
    restore: Runner, tmp_path: Path, layout: str
) -> None:
    put(
        tmp_path / "in" / "a.txt",
        NOISY + "促进农牧民持续稳定增收致富，推动各项工作取得新的进展。\n",
    )
    assert restore("clean", "in", "-o", "out").code == 0
    assert restore("report", "out", "--format", "docx", "--layout", layout).code == 0
    [file] = (tmp_path / "out" / "docx").glob("*.docx")
    with zipfile.ZipFile(file) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    body = parts["word/document.xml"].decode()
    assert "农牧民持续" in body
    typed = body.replace("农牧民持续", "广大农牧民持续").replace("新的进展", "新的<w:br/>进展")
    parts["word/document.xml"] = typed.replace(
        "新的<w:br/>进展", '新的</w:t><w:br/><w:t xml:space="preserve">进展'
    ).encode()
    back = tmp_path / "out" / "back.docx"
    with zipfile.ZipFile(back, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    done = restore("import-decisions", back, "--name", "王")
    assert done.code == 0
    assert "1 typed" in done.err
    assert "not taken over" in done.err
    (line,) = read_decisions(tmp_path / "in" / "decisions.jsonl").decisions
    assert line.rule == "reviewer"
    assert line.after.endswith("广大")
    assert "0 new decisions" in restore("import-decisions", back, "--name", "王").err
    assert restore("clean", "in", "-o", "out").code == 0
    assert "促进广大农牧民持续" in (tmp_path / "out" / "text" / "a.txt").read_text("utf-8")


def test_the_text_as_laid_out_shows_only_changes_of_words(restore: Runner, tmp_path: Path) -> None:
    words = (
        "我们要严守政治记律，推动各项工作取得新的进展和成效，为全区发展作出更大贡献，" * 4 + "完。"
    )
    put(tmp_path / "in" / "a.txt", "\n".join(words[at : at + 22] for at in range(0, 150, 22)))
    assert restore("clean", "in", "-o", "out").code == 0
    whole = restore("report", "out", "--format", "diff").text
    laid = restore("report", "out", "--format", "diff", "--layout", "applied").text
    assert whole.count("\n-") > 3
    assert laid.count("\n-") == 1
    log = json.loads(restore("report", "out", "--format", "sarif", "--layout", "applied").text)
    assert {result["locations"][0]["physicalLocation"]["region"]["startLine"]
            for result in log["runs"][0]["results"]} == {1}  # fmt: skip
    page = restore("report", "out", "--format", "markdown", "--layout", "applied").text
    assert "| 1:" in page


def test_checks_can_ask_for_decisions_alone(restore: Runner, tmp_path: Path) -> None:
    put(tmp_path / "in" / "a.txt", NOISY)
    assert restore("check", "in").code == 1
    assert restore("check", "in", "--max-undecided", "0").code == 0
    put(tmp_path / "in" / "b.txt", "会议讨论了，\n\n")
    restore("clean", "in", "-o", "out")
    effort = restore("report", "out", "--effort")
    assert effort.code == 0
    assert "to decide" in effort.text
