"""Inputs are fetched from other storage once, and results taken there; what fails is told."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from restore.cli import cli
from restore.errors import RestoreError
from restore.executors.storage import fetch, send

fsspec: Any = pytest.importorskip("fsspec")

SLIP = "持续加强水污染防治防治工作。\n"


@pytest.fixture
def store() -> Iterator[Any]:
    memory = fsspec.filesystem("memory")
    memory.store.clear()
    memory.pipe({"/in/a.txt": SLIP.encode(), "/in/b/c.txt": "市委常委会召开会议。\n".encode()})
    yield memory
    memory.store.clear()


def test_what_was_fetched_is_not_fetched_again(store: Any, tmp_path: Path) -> None:
    folder = fetch("memory://in", tmp_path / "in", {})
    files = [folder / "a.txt", folder / "b/c.txt"]
    assert [path.read_bytes() for path in files] == [
        store.cat("/in/a.txt"),
        store.cat("/in/b/c.txt"),
    ]
    before = [path.stat().st_ino for path in files]
    store.pipe("/in/a.txt", b"another")
    fetch("memory://in", folder, {})
    after = [path.stat().st_ino for path in files]
    assert files[0].read_bytes() == b"another"
    assert (before[0] != after[0], before[1] == after[1]) == (True, True)
    store.rm("/in/b/c.txt")
    fetch("memory://in", folder, {})
    assert not files[1].exists()


def test_one_file(store: Any, tmp_path: Path) -> None:
    path = fetch("memory://in/a.txt", tmp_path / "in", {})
    assert path.read_text(encoding="utf-8") == SLIP


def test_nothing_is_written_outside_the_folder(store: Any, tmp_path: Path) -> None:
    store.store["/in/../../x.txt"] = store.store["/in/a.txt"]
    with pytest.raises(RestoreError, match="names no place below a folder"):
        fetch("memory://in", tmp_path / "deep/in", {})
    assert not (tmp_path / "x.txt").exists()


def test_files_of_others_are_left_alone(store: Any, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(RestoreError, match="name an empty folder"):
        fetch("memory://in", tmp_path, {})
    assert (tmp_path / "a.txt").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("memory://nothing", "no file can be read there"),
        ("nowhere://x", "cannot be reached"),
        ("http://127.0.0.1:9/x", "no file can be read there|is not installed"),
    ],
)
def test_what_cannot_be_reached_is_told(address: str, told: str, tmp_path: Path) -> None:
    with pytest.raises(RestoreError, match=told) as caught:
        fetch(address, tmp_path / "in", {})
    assert address in str(caught.value)


def test_the_manifest_is_sent_last(store: Any, tmp_path: Path) -> None:
    for name in ("text/z.txt", "manifest.json", "articles.jsonl", ".restore-work/read/0.done"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name, encoding="utf-8")
    sent: list[str] = []
    put = type(store).put_file

    def noted(self: Any, local: str, remote: str, **given: Any) -> Any:
        sent.append(remote)
        return put(self, local, remote, **given)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(type(store), "put_file", noted)
        send(tmp_path, "memory://out/x", {})
    assert sent == ["/out/x/articles.jsonl", "/out/x/text/z.txt", "/out/x/manifest.json"]


def test_the_command_takes_addresses(store: Any, tmp_path: Path) -> None:
    given = ["clean", "memory://in", "-o", str(tmp_path / "out"), "--no-report"]
    with pytest.raises(RestoreError, match="name a folder to fetch it to"):
        CliRunner().invoke(cli, given, catch_exceptions=False)
    elsewhere = ["--fetch-to", str(tmp_path / "in"), "--send-to", "memory://out"]
    assert CliRunner().invoke(cli, [*given, *elsewhere]).exit_code == 0
    manifest = json.loads(store.cat("/out/manifest.json"))
    assert [item["document"] for item in manifest["inputs"]] == ["a.txt", "b/c.txt"]
    assert store.cat("/out/text/a.txt").decode() == "持续加强水污染防治工作。\n"
