from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from restore.blocks import Article, Block, Role
from restore.document import Document
from restore.edits import Edit
from restore.errors import RestoreError
from restore.log import EditLog, decode_edits
from restore.readers import read_document
from restore.settings import Settings
from restore.writers.atomic import Transaction
from restore.writers.output import Outcome, RunOutput, read_manifest, write_run
from restore.writers.records import FailureRecord
from tests.strategies import make_edit


def outcome(name: str, text: str, edits: tuple[Edit, ...] = (), encoding: str = "utf-8") -> Outcome:
    source = read_document(text.encode(encoding), id=name)
    document: Document = source.document.apply(edits)
    lines = document.text.splitlines()
    blocks = tuple(
        Block(document.text.index(line), document.text.index(line) + len(line), Role.BODY)
        for line in lines
    )
    return Outcome(source, document, edits, (Article(0, blocks, title="题"),))


TEXT = "做好水污染防治防治工作。\n纪律严明。"


def mended(name: str = "a.txt", encoding: str = "utf-8") -> Outcome:
    edit = make_edit(TEXT, 5, 9, "防治")
    return outcome(name, TEXT, (edit,), encoding)


def read_json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def test_the_folder_of_a_run(tmp_path: Path) -> None:
    run = RunOutput(
        [mended(encoding="gb18030"), outcome("sub/b.md", "只有一段。")],
        Settings(),
        failures=[FailureRecord("c.txt", "c.txt: is empty; leave it out")],
        refused={"no_evidence": 3},
        report={"index.html": "<html></html>"},
        dictionaries_digest="d",
        model_digest="m",
        run={"seconds_total": 1.5},
    )
    write_run(tmp_path, run)
    assert (tmp_path / "text/a.txt").read_bytes() == "做好水污染防治工作。\n纪律严明。".encode()
    assert (tmp_path / "text/sub/b.txt").read_bytes() == "只有一段。".encode()
    edits = decode_edits((tmp_path / "edits.jsonl").read_bytes())
    assert EditLog.of("a.txt", edits).replay(TEXT) == mended().document.text
    articles = [
        json.loads(line)
        for line in (tmp_path / "articles.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    assert [article["document"] for article in articles] == ["a.txt", "sub/b.md"]
    first = articles[0]["paragraphs"][0]
    assert first == {
        "text": "做好水污染防治工作。",
        "role": "body",
        "span": [0, 10],
        "source": [[0, 5], [9, 12]],
    }
    manifest = read_json(tmp_path / "manifest.json")
    assert manifest["inputs"][0]["encoding"] == {
        "name": "gb18030",
        "bom": False,
        "replaced": 0,
        "exact": True,
    }
    assert manifest["inputs"][0]["counts"] == {"correction": {"applied": 1}}
    assert manifest["failed"][0]["source"] == "c.txt"
    assert manifest["refused"] == {"no_evidence": 3}
    assert set(manifest["files"]) == {
        "articles.jsonl",
        "edits.jsonl",
        "joined.jsonl",
        "repeats.json",
        "report/index.html",
        "text/a.txt",
        "text/sub/b.txt",
    }
    assert read_manifest(tmp_path) is not None


def test_two_runs_differ_in_their_times_alone(tmp_path: Path) -> None:
    for name, seconds in (("one", 1.0), ("two", 2.0)):
        write_run(tmp_path / name, RunOutput([mended()], Settings(), run={"s": seconds}))
    one, two = (
        {
            path.relative_to(tmp_path / name).as_posix(): path.read_bytes()
            for path in (tmp_path / name).rglob("*")
            if path.is_file()
        }
        for name in ("one", "two")
    )
    manifests = [json.loads(files.pop("manifest.json")) for files in (one, two)]
    assert one == two
    for manifest in manifests:
        del manifest["run"]
    assert manifests[0] == manifests[1]


def test_text_of_an_earlier_run_is_removed_unless_it_was_changed(tmp_path: Path) -> None:
    write_run(tmp_path, RunOutput([outcome(f"{n}.txt", "文本") for n in "abc"], Settings()))
    (tmp_path / "text/b.txt").write_text("改过", encoding="utf-8")
    (tmp_path / "text/mine.txt").write_text("别的", encoding="utf-8")
    write_run(tmp_path, RunOutput([outcome("a.txt", "文本")], Settings()))
    left = sorted(path.name for path in (tmp_path / "text").iterdir())
    assert left == ["a.txt", "b.txt", "mine.txt"]


def test_a_manifest_cannot_reach_outside_the_folder(tmp_path: Path) -> None:
    victim = tmp_path / "victim.txt"
    victim.write_text("文本", encoding="utf-8")
    out = tmp_path / "out"
    write_run(out, RunOutput([outcome("a.txt", "文本")], Settings()))
    manifest = read_json(out / "manifest.json")
    manifest["files"]["../victim.txt"] = manifest["files"]["text/a.txt"]
    (out / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    write_run(out, RunOutput([outcome("b.txt", "文本")], Settings()))
    assert victim.exists()


def test_a_run_that_cannot_be_written_leaves_the_last_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_run(tmp_path, RunOutput([outcome("a.txt", "文本")], Settings()))
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    original = Transaction.write

    def refuse(self: Transaction, name: str, data: bytes) -> None:
        if name == "edits.jsonl":
            raise RestoreError("edits.jsonl: cannot be written (No space left on device)")
        original(self, name, data)

    monkeypatch.setattr(Transaction, "write", refuse)
    with pytest.raises(RestoreError):
        write_run(tmp_path, RunOutput([mended()], Settings()))
    after = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert after == before
