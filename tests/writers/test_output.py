from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from restore import files
from restore.core.log import EditLog, decode_edits
from restore.errors import RestoreError
from restore.files import WholeFile
from restore.writers.output import read_manifest
from tests.executors.corpus import local, outputs

NOISY = "做好水污染防治防治工作。\n纪律严明。\n"
CLEAN = "做好水污染防治工作。\n纪律严明。\n"


def put(folder: Path, **texts: str) -> Path:
    for name, text in texts.items():
        path = folder / f"{name}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def read_json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def test_the_folder_of_a_run(tmp_path: Path) -> None:
    folder = put(tmp_path / "in", c="")
    (folder / "a.txt").write_text(NOISY, encoding="gb18030")
    (folder / "sub").mkdir()
    (folder / "sub/b.md").write_text("只有一段。\n", encoding="utf-8")
    out = tmp_path / "out"
    local(folder, out, report=lambda _assembly, _manifest: {"index.html": "<html></html>"})
    assert (out / "text/a.txt").read_bytes() == CLEAN.encode()
    assert (out / "text/sub/b.md").read_bytes() == "只有一段。\n".encode()
    edits = decode_edits((out / "edits.jsonl").read_bytes())
    assert EditLog.of("a.txt", edits).replay(NOISY) == CLEAN
    articles = [
        json.loads(line)
        for line in (out / "articles.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    assert [article["document"] for article in articles] == ["a.txt", "sub/b.md"]
    first = articles[0]["paragraphs"][0]
    assert (first["text"], first["span"]) == ("做好水污染防治工作。", [0, 10])
    assert sum(end - start for start, end in first["source"]) == 10
    manifest = read_json(out / "manifest.json")
    assert manifest["inputs"][0]["encoding"] == {
        "name": "gb18030",
        "bom": False,
        "replaced": 0,
        "exact": True,
    }
    assert manifest["inputs"][0]["counts"]["correction"] == {"applied": 1}
    assert Path(manifest["failed"][0]["source"]).name == "c.txt"
    assert set(manifest["files"]) == {
        "articles.jsonl",
        "edits.jsonl",
        "figures.json",
        "joined.jsonl",
        "repeats.json",
        "report/index.html",
        "text/a.txt",
        "text/sub/b.md",
    }
    assert read_manifest(out) is not None


def test_two_runs_differ_in_their_times_alone(tmp_path: Path) -> None:
    folder = put(tmp_path / "in", a=NOISY)
    for name, seconds in (("one", 1.0), ("two", 2.0)):
        local(folder, tmp_path / name, facts=lambda *_given, s=seconds: {"seconds_total": s})
    one, two = outputs(tmp_path / "one"), outputs(tmp_path / "two")
    manifests = [json.loads(files.pop("manifest.json")) for files in (one, two)]
    assert one == two
    for manifest in manifests:
        del manifest["run"]
    assert manifests[0] == manifests[1]


def test_text_of_an_earlier_run_is_removed_unless_it_was_changed(tmp_path: Path) -> None:
    out = tmp_path / "out"
    local(put(tmp_path / "in", a="文本一", b="文本二", c="文本三"), out)
    (out / "text/b.txt").write_text("改过", encoding="utf-8")
    (out / "text/mine.txt").write_text("别的", encoding="utf-8")
    local(put(tmp_path / "other", a="文本一"), out)
    assert sorted(path.name for path in (out / "text").iterdir()) == ["a.txt", "b.txt", "mine.txt"]


def test_a_manifest_cannot_reach_outside_the_folder(tmp_path: Path) -> None:
    victim = tmp_path / "victim.txt"
    victim.write_text("文本", encoding="utf-8")
    out = tmp_path / "out"
    local(put(tmp_path / "in", a="文本"), out)
    manifest = read_json(out / "manifest.json")
    manifest["files"]["../victim.txt"] = manifest["files"]["text/a.txt"]
    (out / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    local(put(tmp_path / "other", b="文本"), out)
    assert victim.exists()


def test_a_run_that_cannot_be_written_leaves_the_last_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    local(put(tmp_path / "in", a="文本"), out)
    before = outputs(out)
    original = WholeFile.write

    def refuse(self: WholeFile, data: bytes) -> files.Place:
        if self.path.name == "edits.jsonl":
            raise files.refusal(self.path, OSError(28, "No space left on device"))
        return original(self, data)

    with monkeypatch.context() as patch:
        patch.setattr(WholeFile, "write", refuse)
        with pytest.raises(RestoreError, match="make room on the disk"):
            local(put(tmp_path / "other", a=NOISY), out)
    shown = {name: data for name, data in outputs(out).items() if not name.startswith(".")}
    assert shown == before
    local(tmp_path / "other", out)
    assert (out / "text/a.txt").read_bytes() == CLEAN.encode()
