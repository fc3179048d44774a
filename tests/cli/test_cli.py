from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

import pytest

from tests.cli.helpers import CLEAN, NOISY, Runner, files, put


def test_a_folder_is_restored_into_a_folder(restore: Runner, tmp_path: Path) -> None:
    put(tmp_path / "in/a.txt")
    put(tmp_path / "in/sub/b.md")
    done = restore("clean", "in", "-o", "out")
    assert done.code == 0, done.err
    assert done.out == b""
    assert set(files(tmp_path / "out")) >= {
        "text/a.txt",
        "text/sub/b.md",
        "articles.jsonl",
        "edits.jsonl",
        "figures.json",
        "repeats.json",
        "report/index.html",
        "manifest.json",
    }
    assert CLEAN in (tmp_path / "out/text/a.txt").read_text(encoding="utf-8")
    assert "2 documents" in done.err


def test_two_runs_give_the_same_bytes_but_for_the_times(restore: Runner, tmp_path: Path) -> None:
    put(tmp_path / "in/a.txt")
    runs = []
    for name in ("one", "two"):
        assert restore("clean", "in", "-o", name).code == 0
        found = files(tmp_path / name)
        manifest = json.loads(found.pop("manifest.json"))
        assert manifest.pop("run")["seconds_total"] > 0
        runs.append((found, manifest))
    assert runs[0] == runs[1]


def test_clean_text_stays_as_it_is(restore: Runner, tmp_path: Path) -> None:
    put(tmp_path / "in/a.txt", f"{NOISY}\n{NOISY[:4]}生态环境保护监督。\n")
    restore("clean", "in", "-o", "out")
    restore("clean", "out/text", "-o", "again")
    assert files(tmp_path / "out/text") == files(tmp_path / "again/text")


def test_a_pipe(restore: Runner, tmp_path: Path) -> None:
    done = restore("clean", "-", "--edits", "log.jsonl", stdin=NOISY.encode("gb18030"))
    assert (done.code, done.text) == (0, CLEAN)
    (edit,) = [
        json.loads(line)
        for line in (tmp_path / "log.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    assert edit["decision"] == "applied"


def test_the_log_of_a_pipe_leads_back(restore: Runner, tmp_path: Path) -> None:
    done = restore("clean", "-", "--edits", "log.jsonl", stdin=NOISY.encode())
    (tmp_path / "clean.txt").write_bytes(done.out)
    assert restore("revert", "clean.txt", "log.jsonl").out == NOISY.encode()
    put(tmp_path / "source.txt")
    assert restore("replay", "source.txt", "log.jsonl").text == CLEAN


@pytest.mark.parametrize("format", ["json", "jsonl"])
def test_records_on_standard_output(restore: Runner, tmp_path: Path, format: str) -> None:
    put(tmp_path / "a.txt")
    done = restore("clean", "a.txt", "--format", format)
    record = done.json["documents"][0] if format == "json" else done.json
    assert record["text"] == CLEAN
    assert record["document"] == "a.txt"
    assert record["edits"][0]["before"]
    assert done.err == ""


def test_the_manifest_on_standard_output(restore: Runner, tmp_path: Path) -> None:
    put(tmp_path / "a.txt", encoding="gb18030")
    done = restore("clean", "a.txt", "-o", "out", "--format", "json", "--no-report")
    assert done.json["inputs"][0]["encoding"]["name"] == "gb18030"
    assert done.json["inputs"][0]["digest"] == sha256(NOISY.encode("gb18030")).hexdigest()
    assert not (tmp_path / "out/report").exists()


def test_several_documents_need_a_folder(restore: Runner, tmp_path: Path) -> None:
    put(tmp_path / "in/a.txt")
    put(tmp_path / "in/b.txt")
    for inputs in (["in"], ["in/a.txt", "in/b.txt"]):
        done = restore("clean", *inputs)
        assert done.code == 2
        assert "-o OUT" in done.err
        assert done.out == b""


def test_check_says_what_would_change(restore: Runner, tmp_path: Path) -> None:
    put(tmp_path / "in/noisy.txt")
    put(tmp_path / "in/right.txt", CLEAN.replace("水", "大气"))
    done = restore("check", "in")
    assert done.code == 1
    lines = done.text.splitlines()
    assert lines[0].startswith("noisy.txt: 1 edit")
    assert lines[1].startswith("right.txt: clean")
    verbose = restore("check", "in", "--verbose").text
    assert "noisy.txt:1:" in verbose
    assert "applied correction/" in verbose
    assert restore("check", "in/right.txt").code == 0
    assert restore("check", "in", "--format", "json").json["documents"][0]["changes"] is True
    assert set(files(tmp_path)) == {"in/noisy.txt", "in/right.txt"}


def test_a_diff(restore: Runner, tmp_path: Path) -> None:
    put(tmp_path / "a.txt", NOISY + "\n")
    done = restore("diff", "a.txt")
    assert done.code == 0
    assert f"-{NOISY}\n" in done.text
    assert f"+{CLEAN}" in done.text
    assert "\x1b" not in done.text


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [("utf-8", b""), ("utf-8", b"\xef\xbb\xbf"), ("gb18030", b""), ("utf-16-le", b"\xff\xfe")],
)
def test_there_and_back_in_the_first_encoding(
    restore: Runner, tmp_path: Path, encoding: str, mark: bytes
) -> None:
    source = mark + (NOISY + "\r\n" + NOISY[:4] + "监督。\r\n").encode(encoding)
    put(tmp_path / "in/b.txt")
    (tmp_path / "in/a.txt").write_bytes(source)
    restore("clean", "in", "-o", "out")
    log = "out/edits.jsonl"
    assert restore("revert", "out/text/a.txt", log).out == source
    assert restore("replay", "in/a.txt", log).out == (tmp_path / "out/text/a.txt").read_bytes()
    assert restore("revert", "out/text/a.txt", log, "-o", "back.txt").code == 0
    assert (tmp_path / "back.txt").read_bytes() == source


def test_a_document_that_the_names_do_not_tell(restore: Runner, tmp_path: Path) -> None:
    put(tmp_path / "in/a.txt")
    put(tmp_path / "in/b.txt")
    restore("clean", "in", "-o", "out")
    other = put(tmp_path / "other.txt")
    done = restore("replay", other, "out/edits.jsonl")
    assert done.code == 2
    assert "--document: a.txt, b.txt" in done.err
    done = restore("replay", other, "out/edits.jsonl", "--document", "a.txt")
    assert done.code == 0
    assert restore("replay", other, "out/edits.jsonl", "--document", "c").code == 2


def test_a_changed_text_is_refused(restore: Runner, tmp_path: Path) -> None:
    put(tmp_path / "in/a.txt")
    restore("clean", "in", "-o", "out")
    put(tmp_path / "out/text/a.txt", "改过的文本。")
    done = restore("revert", "out/text/a.txt", "out/edits.jsonl")
    assert done.code == 2
    assert "was changed since it was written" in done.err
    done = restore("replay", put(tmp_path / "a.txt", "别的。"), "out/edits.jsonl")
    assert done.code == 2
    assert "is not the source that was restored" in done.err


def test_a_log_that_does_not_fit_is_refused(restore: Runner, tmp_path: Path) -> None:
    restore("clean", "-", "--edits", "log.jsonl", stdin=NOISY.encode())
    done = restore("replay", put(tmp_path / "a.txt", "别的文本。"), "log.jsonl")
    assert done.code == 2
    assert "the edit log does not fit the text: pass" in done.err


def test_a_log_that_is_none(restore: Runner, tmp_path: Path) -> None:
    put(tmp_path / "log.jsonl", "{}\n")
    done = restore("replay", put(tmp_path / "a.txt"), "log.jsonl")
    assert done.code == 2
    assert "log.jsonl: line 1 is no edit" in done.err


def test_figures(restore: Runner, tmp_path: Path) -> None:
    put(tmp_path / "in/a.txt", "2023年，全年共立案提案523件，办复率100%。")
    put(tmp_path / "in/b.txt", "2023年，全年共立案提案523件，办复率100%。会议。")
    table = restore("figures", "in")
    assert table.code == 0, table.err
    claims = restore("figures", "in", "--format", "json").json["claims"]
    assert "523" in {claim["value"] for claim in claims}
    assert "523件" in restore("figures", "in", "--all").text
    csv = restore("figures", "in", "--all", "--format", "csv").text
    assert "523" in csv
    assert restore("figures", "in", "--strict").code == 0
    jsonl = restore("figures", "in", "--format", "jsonl").text
    lines = [json.loads(line) for line in jsonl.splitlines()]
    assert {"claims", "groups"} <= {line["kind"] for line in lines}


def test_figures_of_clean_texts(restore: Runner, tmp_path: Path) -> None:
    put(tmp_path / "in/a.txt", "代办信访事项4425件，办结3994件，办结率96.3%。")
    strict = restore("figures", "in", "--as-is", "--strict")
    assert strict.code == 1
    assert "不符" in strict.text
    jsonl = restore("figures", "in", "--as-is", "--format", "jsonl", "--workers", "2").text
    claims = [
        json.loads(line)["record"] for line in jsonl.splitlines() if '"kind":"claims"' in line
    ]
    assert [claim["value"] for claim in claims] == ["4425", "3994", "96.3"]
    assert restore("figures", "missing", "--as-is").code == 2


def test_the_report_is_rendered_again(restore: Runner, tmp_path: Path) -> None:
    put(tmp_path / "in/a.txt")
    restore("clean", "in", "-o", "out")
    page = tmp_path / "out/report/index.html"
    first = page.read_bytes()
    page.unlink()
    assert restore("report", "out").code == 0
    assert page.read_bytes() == first
    assert restore("report", "in").code == 2


def test_the_doctor(restore: Runner) -> None:
    done = restore("doctor")
    assert done.code == 0, done.text
    assert "dictionaries" in done.text
    health = restore("doctor", "--format", "json").json
    assert health["ok"]
    assert {"language model", "engine own"} <= {item["name"] for item in health["components"]}


def test_settings_of_the_folder_are_used(restore: Runner, tmp_path: Path) -> None:
    put(tmp_path / "restore.toml", "[correction]\nenabled = false\n")
    put(tmp_path / "a.txt")
    done = restore("clean", "a.txt", "-o", "out", "--format", "json")
    assert done.json["settings"]["correction"]["enabled"] is False


def test_conversion_is_asked_for_by_name(restore: Runner) -> None:
    done = restore(
        "clean", "-", "--convert", "t2s", "--format", "json", stdin="協商民主。".encode()
    )
    assert done.code == 0, done.err
    assert done.json["documents"][0]["text"] == "协商民主。"
    assert restore("clean", "-", "--convert", "x2y").code == 2


def test_version_and_help(restore: Runner) -> None:
    assert restore("--version").text.startswith("restore, version ")
    for words in (["--help"], ["clean", "--help"], ["check", "-h"]):
        assert restore(*words).code == 0


def test_why_less_is_corrected_is_told_everywhere(restore: Runner, tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text("董事會昨日開會，決議於明年擴建廠房，並增聘技術人員。\n", encoding="utf-8")
    told = "Traditional Chinese: corrections are only suggested."
    assert told in restore("check", page).text
    checked = restore("check", page, "--format", "json").json
    assert checked["documents"][0]["notices"] == [{"kind": "traditional"}]
    out = tmp_path / "out"
    assert told in restore("clean", page, "-o", out).err
    manifest = json.loads((out / "manifest.json").read_bytes())
    assert manifest["inputs"][0]["notices"] == [{"kind": "traditional"}]
    assert '"kind":"traditional"' in (out / "report" / "index.html").read_text(encoding="utf-8")


def test_decisions_on_figures_are_kept_and_honoured(restore: Runner, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("由80亿元增加到92亿元，增长25%。\n", encoding="utf-8")
    assert restore("figures", "in", "--as-is", "--strict").code == 1
    assert (
        restore("figures", "in", "--as-is", "--decide", "failed=dismiss", "--name", "王").code == 0
    )
    assert restore("figures", "in", "--as-is", "--strict").code == 0
    assert "不是问题" in restore("figures", "in", "--as-is").text
    assert restore("check", "in").code == 0
    assert restore("figures", "in", "--as-is", "--decide", "failed=reopen").code == 0
    assert restore("figures", "in", "--as-is", "--strict").code == 1
    assert restore("figures", "in", "--as-is", "--decide", "failed=perhaps").code == 2
    assert restore("figures", "in", "--as-is", "--format", "xlsx").code == 2
    assert restore("figures", "in", "--as-is", "--format", "xlsx", "-o", "f.xlsx").code == 0
    assert (tmp_path / "f.xlsx").read_bytes()[:2] == b"PK"
