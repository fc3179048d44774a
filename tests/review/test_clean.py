from __future__ import annotations

from pathlib import Path

from msgspec.structs import replace

from restore.core.decisions import SIGN_RULE
from restore.core.log import decode_edits
from restore.review.store import DecisionStore
from tests.cli.helpers import NOISY, Runner, put
from tests.review.helpers import decide


def test_clean_honours_the_decisions_beside_the_sources(restore: Runner, tmp_path: Path) -> None:
    put(tmp_path / "in" / "a.txt")
    assert restore("clean", "in", "-o", "out").code == 0
    edit = decode_edits((tmp_path / "out" / "edits.jsonl").read_bytes())[0]
    store = DecisionStore(tmp_path / "in" / "decisions.jsonl")
    store.append([decide(edit, NOISY, "reject")])
    assert restore("clean", "in", "-o", "out").code == 0
    assert (tmp_path / "out" / "text" / "a.txt").read_text(encoding="utf-8") == NOISY
    assert restore("check", "in").code == 0
    manifest = restore("clean", "in", "-o", "out", "--format", "json").json
    assert manifest["decisions"]["honoured"] == {"reject": 1}
    assert manifest["run"]["decisions"] == str(store.path)
    assert [item["document"] for item in manifest["inputs"]] == ["a.txt"]


def test_orphans_and_damaged_lines_are_told(restore: Runner, tmp_path: Path) -> None:
    put(tmp_path / "a.txt")
    assert restore("clean", "a.txt", "-o", "out").code == 0
    edit = decode_edits((tmp_path / "out" / "edits.jsonl").read_bytes())[0]
    path = tmp_path / "said.jsonl"
    DecisionStore(path).append([decide(edit, NOISY, "reject")])
    path.write_bytes(b"<<<<<<< HEAD\n" + path.read_bytes())
    put(tmp_path / "a.txt", "别的内容，没有错。")
    result = restore("clean", "a.txt", "-o", "out", "--decisions", path, "--format", "json")
    assert result.json["decisions"]["orphans"][0]["edit"] == edit.id
    assert result.json["decisions"]["damaged_lines"] == [1]
    assert "line 1" in result.err
    assert "1 decisions found no edit" in result.err


def test_a_signature_decides_on_no_edit(restore: Runner, tmp_path: Path) -> None:
    put(tmp_path / "in" / "a.txt")
    assert restore("clean", "in", "-o", "out").code == 0
    edit = decode_edits((tmp_path / "out" / "edits.jsonl").read_bytes())[0]
    signed = replace(decide(edit, NOISY, "accept"), edit="0" * 16, rule=SIGN_RULE, before="")
    DecisionStore(tmp_path / "in" / "decisions.jsonl").append([signed])
    manifest = restore("clean", "in", "-o", "out", "--format", "json").json
    assert not manifest["decisions"].get("orphans")
