from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import msgspec
import pytest

from restore.core.ocr_metadata import Hints
from restore.errors import InputError, RestoreError, WorkError
from restore.executors import shards
from restore.executors.publishing import Journal, publish, recover
from restore.executors.records import ReadShard
from restore.executors.store import DiskStore
from restore.executors.work import NAME, OwnedFolder, WorkFolder
from restore.pipeline import phases, restore_corpus
from restore.pipeline.state import State
from restore.readers import read_inputs
from restore.settings import FigureSettings, Settings
from tests.executors.corpus import local, make, outputs

QUICK = Settings(figures=FigureSettings(enabled=False))


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("corpus") / "in")


@pytest.fixture(scope="module")
def undisturbed(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    out = tmp_path_factory.mktemp("undisturbed") / "out"
    local(corpus, out)
    return outputs(out)


def test_a_run_over_files_equals_one_in_memory(corpus: Path, undisturbed: dict[str, bytes]) -> None:
    sources = [item for item in read_inputs([str(corpus)]) if not isinstance(item, InputError)]
    result = restore_corpus([source.document for source in sources])
    assert len(result.restored) == 16
    edits = [edit for item in result.restored for edit in item.edits]
    encode = msgspec.json.Encoder().encode_lines
    assert undisturbed["edits.jsonl"] == encode(edits)
    for source, item in zip(sources, result.restored, strict=True):
        if source.row is None:
            assert undisturbed[f"text/{item.document.id}"] == item.text.encode()
    figures = json.loads(msgspec.json.encode(result.figures))
    assert json.loads(undisturbed["figures.json"]) == figures
    repeats = json.loads(undisturbed["repeats.json"])
    assert len(repeats["variants"]) == len(result.repeats.variants)
    assert repeats["repeats"]
    joined = undisturbed["joined.jsonl"].splitlines()
    assert [part["document"] for part in json.loads(joined[0])["parts"]] == [
        "20250109_01.txt",
        "20250109_03.txt",
    ]
    failed = json.loads(undisturbed["manifest.json"])["failed"]
    assert [Path(item["source"]).name for item in failed] == ["empty.txt", "rows.jsonl:5"]


@pytest.mark.parametrize("shard", [1, 3000])
def test_the_size_of_the_shards_changes_nothing(
    corpus: Path, undisturbed: dict[str, bytes], tmp_path: Path, shard: int
) -> None:
    local(corpus, tmp_path / "out", shard=shard)
    assert outputs(tmp_path / "out") == undisturbed


def test_the_number_of_processes_changes_nothing(
    corpus: Path, undisturbed: dict[str, bytes], tmp_path: Path
) -> None:
    local(corpus, tmp_path / "out", shard=3000, workers=2)
    assert outputs(tmp_path / "out") == undisturbed


class _Stop(BaseException):
    """Ends a run as a kill would, as far as one process can do that to itself."""


def _stop_after(monkeypatch: pytest.MonkeyPatch, markers: int) -> None:
    finish = WorkFolder.finish
    seen: list[int] = []

    def counted(self: WorkFolder, *given: Any) -> None:
        finish(self, *given)
        seen.append(1)
        if len(seen) == markers:
            raise _Stop

    monkeypatch.setattr(WorkFolder, "finish", counted)


@pytest.mark.parametrize("markers", [1, 4, 6, 7, 9])
def test_a_stopped_run_goes_on_where_it_was(
    corpus: Path,
    undisturbed: dict[str, bytes],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    markers: int,
) -> None:
    out = tmp_path / "out"
    with monkeypatch.context() as patch:
        _stop_after(patch, markers)
        with pytest.raises(_Stop):
            local(corpus, out, shard=6000)
    assert [path.name for path in out.iterdir()] == [NAME]
    read: list[str] = []
    original = phases.read

    def counted(document: Any, *given: Any, **named: Any) -> State:
        read.append(document.id)
        return original(document, *given, **named)

    monkeypatch.setattr(phases, "read", counted)
    local(corpus, out, shard=6000)
    assert outputs(out) == undisturbed
    assert len(read) < 16


def test_what_was_made_of_another_source_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = make(tmp_path / "in")
    with monkeypatch.context() as patch:
        _stop_after(patch, 6)
        with pytest.raises(_Stop):
            local(folder, tmp_path / "out", shard=6000, settings=QUICK)
    path = folder / "2.txt"
    stamp = path.stat()
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("。", "！", 1), encoding="utf-8")
    os.utime(path, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    local(folder, tmp_path / "out", shard=6000, settings=QUICK)
    local(folder, tmp_path / "fresh", settings=QUICK)
    assert outputs(tmp_path / "out") == outputs(tmp_path / "fresh")


def test_what_was_made_under_other_settings_is_made_again(
    corpus: Path, undisturbed: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = msgspec.structs.replace(
        Settings(), layout=msgspec.structs.replace(Settings().layout, across_documents=False)
    )
    with monkeypatch.context() as patch:
        _stop_after(patch, 6)
        with pytest.raises(_Stop):
            local(corpus, tmp_path / "out", shard=6000, settings=other)
    local(corpus, tmp_path / "out", shard=6000)
    assert outputs(tmp_path / "out") == undisturbed


def test_a_file_that_changes_while_it_is_read_is_set_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = make(tmp_path / "in")
    original = shards.guarded

    def touched(blob: Any, options: Any) -> Any:
        for item in original(blob, options):
            if blob.id in ("2.txt", "rows.jsonl"):
                with blob.path.open("ab") as stream:
                    stream.write(b"\n")
            yield item

    monkeypatch.setattr(shards, "guarded", touched)
    told: list[str] = []
    finished = local(folder, tmp_path / "out", told=told.append, settings=QUICK)
    assert finished.documents == 7
    changed = [message for message in told if "was changed while it was read" in message]
    assert [Path(message.partition(":")[0]).name for message in changed] == ["2.txt", "rows.jsonl"]
    assert "2.txt" not in {path.name for path in (tmp_path / "out/text").iterdir()}


def test_rows_that_change_before_they_are_written_are_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = make(tmp_path / "in")
    original = DiskStore.order

    def changing(*given: Any) -> Any:
        path = folder / "rows.jsonl"
        path.write_text(path.read_text(encoding="utf-8").replace("。", "！"), encoding="utf-8")
        return original(*given)

    monkeypatch.setattr(DiskStore, "order", changing)
    told: list[str] = []
    finished = local(folder, tmp_path / "out", told=told.append, settings=QUICK)
    assert finished.documents == 8
    assert any("was changed while it was read" in message for message in told)
    assert not (tmp_path / "out/rows").exists()
    edits = (tmp_path / "out/edits.jsonl").read_text(encoding="utf-8")
    assert "rows.jsonl" not in edits
    assert "rows.jsonl" not in (tmp_path / "out/articles.jsonl").read_text(encoding="utf-8")


@pytest.mark.parametrize("phase", ["read", "correct", "finish"])
def test_a_document_that_fails_is_set_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, phase: str
) -> None:
    folder = make(tmp_path / "in")
    original = getattr(phases, phase)

    def fail(item: Any, *given: Any, **named: Any) -> Any:
        if item.id == "20250109_03.txt":
            raise ZeroDivisionError("division by zero")
        return original(item, *given, **named)

    monkeypatch.setattr(phases, phase, fail)
    told: list[str] = []
    finished = local(folder, tmp_path / "out", told=told.append, settings=QUICK)
    assert finished.documents == 15
    failed = [item for item in finished.manifest.failed if item.source == "20250109_03.txt"]
    assert len(failed) == 1
    assert "ZeroDivisionError" in failed[0].message
    assert "please report this document" in told[-1]
    # The other half of its article stands alone now, and nothing points at what is not there.
    joined = (tmp_path / "out/joined.jsonl").read_text(encoding="utf-8")
    assert "20250109_03" not in joined
    edits = (tmp_path / "out/edits.jsonl").read_text(encoding="utf-8")
    assert "20250109_03" not in edits


def test_what_stands_only_in_a_document_that_fails_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    passage = (
        "市委常委会召开会议，听取今年以来全市水污染防治工作情况汇报，研究部署下一阶段重点任务，"
        "强调要坚持问题导向，压实各级责任，确保各项措施落到实处、见到成效。"
    )
    folder = tmp_path / "in"
    folder.mkdir()
    # The foot of one page is the head of the next.
    before = "图书馆延长开放时间，周末的自习室座无虚席，不少家长带着孩子来这里看书。"
    after = "新开通的公交线路串起几个乡镇，老人进城看病不再需要换乘两次班车。"
    (folder / "a.txt").write_text(f"{before}\n{passage}\n", encoding="utf-8")
    (folder / "b.txt").write_text(f"{passage}\n{after}\n", encoding="utf-8")
    local(folder, tmp_path / "both", settings=QUICK)
    assert passage not in (tmp_path / "both/text/b.txt").read_text(encoding="utf-8")
    original = phases.correct

    def fail(state: State, *given: Any, **named: Any) -> State:
        if state.id == "a.txt":
            raise RestoreError("a.txt: cannot be corrected")
        return original(state, *given, **named)

    monkeypatch.setattr(phases, "correct", fail)
    local(folder, tmp_path / "out", settings=QUICK)
    assert passage in (tmp_path / "out/text/b.txt").read_text(encoding="utf-8")
    documents = [item.document for item in read_inputs([str(folder)]) if hasattr(item, "document")]
    result = restore_corpus(documents, settings=QUICK)
    assert [failure.document for failure in result.failures] == ["a.txt"]
    assert passage in result.restored[0].text


def test_nothing_is_written_where_nothing_can_be_read(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in/empty.txt").write_bytes(b"")
    with pytest.raises(RestoreError, match="no document could be read"):
        local(tmp_path / "in", tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_one_run_at_a_time_writes_to_a_folder(corpus: Path, tmp_path: Path) -> None:
    with (
        OwnedFolder(tmp_path / "out") as held,
        pytest.raises(RestoreError, match="another run is writing here"),
    ):
        local(corpus, tmp_path / "out")
    held.discard()


def test_publishing_that_was_cut_off_is_finished_by_the_next_run(
    corpus: Path, undisturbed: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    local(corpus, out, settings=QUICK)
    replace = Path.replace
    done: list[Path] = []

    def cut(self: Path, target: Path) -> Path:
        if NAME in str(self) and NAME not in str(target):
            done.append(target)
            if len(done) == 5:
                raise _Stop
        return replace(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", cut)
        with pytest.raises(_Stop):
            local(corpus, out)
    with OwnedFolder(out) as folder:
        assert recover(folder.path, out)
    found = {name: data for name, data in outputs(out).items() if not name.startswith(NAME)}
    assert found == undisturbed
    local(corpus, out)
    assert outputs(out) == undisturbed


def test_a_run_that_is_stopped_while_it_tidies_up_leaves_nothing_half_known(
    corpus: Path, undisturbed: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    unlink = Path.unlink
    gone: list[Path] = []

    def cut(self: Path, missing_ok: bool = False) -> None:
        if self.suffix == ".done" and self.exists():
            gone.append(self)
        unlink(self, missing_ok)
        if len(gone) == 2:
            raise _Stop

    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", cut)
        with pytest.raises(_Stop):
            local(corpus, out, shard=6000)
    (out / "text/0.txt").unlink()
    local(corpus, out, shard=6000)
    assert outputs(out) == undisturbed


def test_a_file_in_the_way_stops_publishing_before_anything_is_changed(tmp_path: Path) -> None:
    work, out = tmp_path / "work", tmp_path / "out"
    (out / "b.txt").mkdir(parents=True)
    work.mkdir()
    (work / "1").write_bytes(b"new")
    (work / "2").write_bytes(b"new")
    (out / "a.txt").write_bytes(b"old")
    with pytest.raises(WorkError, match=r"b\.txt: cannot be written"):
        publish(work, out, Journal((("1", "a.txt"), ("2", "b.txt"))))
    assert (out / "a.txt").read_bytes() == b"old"


def test_a_damaged_marker_counts_as_none(tmp_path: Path) -> None:
    work = WorkFolder(tmp_path)
    result = ReadShard(0, 1, 2, 0)
    work.finish("read", 0, "k", result)
    assert work.finished("read", 0, "k", ReadShard) == result
    assert work.finished("read", 0, "other", ReadShard) is None
    path = work.file("read", 0, "done")
    path.write_bytes(path.read_bytes()[:-9])
    assert work.finished("read", 0, "k", ReadShard) is None


def test_a_page_that_knows_more_than_its_words_keeps_it(tmp_path: Path) -> None:
    formats = Path(__file__).parents[1] / "data/formats"
    local(formats, tmp_path / "out", shard=1, write_back=True, settings=QUICK)
    sources = {
        item.document.id: item
        for item in read_inputs([str(formats)])
        if not isinstance(item, InputError)
    }

    def hints(name: str) -> Hints:
        page = sources[name].page
        return Hints() if page is None else page.hints()

    result = restore_corpus(
        [source.document for source in sources.values()], settings=QUICK, hints=hints
    )
    edits = [edit for item in result.restored for edit in item.edits]
    encode = msgspec.json.Encoder().encode_lines
    assert (tmp_path / "out/edits.jsonl").read_bytes() == encode(edits)
    assert (tmp_path / "out/pages/page.hocr").is_file()
