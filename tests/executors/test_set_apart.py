"""A document on which a phase fails, in whatever way, is named and set apart; the others go on."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from restore import processes
from restore.commands.clean import _report
from restore.core.blame import MOST_BLAMED, first_failing, without_failing
from restore.errors import RestoreError, WorkError
from restore.executors import assembling, correcting
from restore.executors.work import NAME, WorkFolder
from restore.figures import workers
from restore.figures.corpus import FigureCheck
from restore.pipeline import phases, restore_corpus
from restore.readers import read_inputs
from restore.readers.source import Source
from restore.report import model
from tests.executors.corpus import local, outputs

BAD = "20250109_03.txt"


class Panic(BaseException):
    """What a panic of compiled code looks like: no Exception."""


ERRORS: tuple[BaseException, ...] = (
    ZeroDivisionError("division by zero"),
    RecursionError("maximum recursion depth exceeded"),
    MemoryError(),
    Panic("index out of bounds"),
)


def small(folder: Path, *, bad: bool = True) -> Path:
    """Write a few documents; that which is to fail is the other half of an article."""
    folder.mkdir(parents=True)
    texts = {
        "20250109_01.txt": "某某日报 2025年1月9日 第1版\n市委部署重点任务\n市委常委会召开会议，听取"
        "今年以来全市水污染防治工作情况汇报，研究部署下一阶段\n（下转第3版）\n",
        BAD: "某某日报 2025年1月9日 第3版\n（上接第1版）重点任务，强调要持续加强环境保护工作，严明记律，"
        "全市完成投资12.5亿元，同比增长8.3%，确保各项措施落到实处。\n",
        "a.txt": "全区工业增加值同比增长6.2%，完成投资35.1亿元。\n会议强调，要持续加强水污染防治防治工作。\n",
        "b.txt": "各级政协组织要严明记律，认真履职。\n全年粮食总产量达到1520万吨，比上年增加20万吨。\n",
    }
    for name, text in texts.items():
        if bad or name != BAD:
            (folder / name).write_text(text, encoding="utf-8")
    rows = [{"text": "会议由市长主持。"}, {"text": "有关部门负责同志参加会议。"}]
    (folder / "rows.jsonl").write_text(
        "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8"
    )
    return folder


@pytest.fixture(scope="module")
def without(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    root = tmp_path_factory.mktemp("without")
    local(small(root / "in", bad=False), root / "out", report=_report)
    return outputs(root / "out")


def _names(item: Any) -> Iterable[str]:
    """Return the documents that an argument of a phase is about."""
    if hasattr(item, "texts"):
        return list(item.texts)
    if hasattr(item, "keys"):
        return list(item)
    if isinstance(item, (list, tuple)) and item and isinstance(item[0], tuple):
        page = hasattr(item[0], "document")
        return [each.document.id if page else each[0] for each in item]
    found = item if isinstance(item, (list, tuple)) else [item]
    return [str(getattr(each, "id", getattr(each, "document", ""))) for each in found]


def failing(original: Callable[..., Any], error: BaseException) -> Callable[..., Any]:
    def fail(item: Any, *given: Any, **named: Any) -> Any:
        if hasattr(item, "__next__"):
            item = list(item)
        if BAD in _names(item):
            raise error
        return original(item, *given, **named)

    return fail


PHASES = (
    "read", "open_page", "join", "summarise", "find_repeats", "ordered", "statistics",
    "doubtful_places", "correct", "reviewed", "settled", "finish",
)  # fmt: skip


def expected(files: dict[str, bytes]) -> dict[str, bytes]:
    """Leave out what tells of failures: they are shown in the report, too."""
    told = {"manifest.json", "report/index.html"}
    return {name: data for name, data in files.items() if name not in told}


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
@pytest.mark.parametrize("phase", PHASES)
def test_over_files(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    without: dict[str, bytes],
    phase: str,
    error: BaseException,
) -> None:
    monkeypatch.setattr(phases, phase, failing(getattr(phases, phase), error))
    told: list[str] = []
    finished = local(
        small(tmp_path / "in"), tmp_path / "out", told=told.append, report=_report, shard=100
    )
    assert [item.source for item in finished.manifest.failed] == [BAD]
    assert len(told) == 1
    assert BAD in told[0]
    assert type(error).__name__ in told[0]
    found = outputs(tmp_path / "out")
    assert expected(found) == expected(without)
    assert [item["source"] for item in json.loads(found["manifest.json"])["failed"]] == [BAD]


@pytest.mark.parametrize("step", ["propose_corrections", "propose_misreadings"])
def test_in_a_pass_of_documents_that_are_in_step(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, without: dict[str, bytes], step: str
) -> None:
    original = getattr(phases, step)

    def fails(text: str, *given: Any, **named: Any) -> Any:
        if "投资12.5亿元" in text:
            raise MemoryError
        return original(text, *given, **named)

    monkeypatch.setattr(phases, step, fails)
    folder, told = small(tmp_path / "in"), list[str]()
    finished = local(folder, tmp_path / "out", told=told.append, report=_report)
    assert [item.source for item in finished.manifest.failed] == [BAD]
    assert "'correction' fail (MemoryError)" in told[0]
    assert expected(outputs(tmp_path / "out")) == expected(without)
    items = [item for item in read_inputs([str(folder)]) if isinstance(item, Source)]
    result = restore_corpus([item.document for item in items])
    assert [failure.document for failure in result.failures] == [BAD]


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
@pytest.mark.parametrize("phase", PHASES)
def test_in_memory(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    without: dict[str, bytes],
    phase: str,
    error: BaseException,
) -> None:
    monkeypatch.setattr(phases, phase, failing(getattr(phases, phase), error))
    items = list(read_inputs([str(small(tmp_path / "in"))]))
    documents = [item.document for item in items if isinstance(item, Source)]
    result = restore_corpus(documents)
    assert [failure.document for failure in result.failures] == [BAD]
    assert type(error).__name__ in result.failures[0].message
    assert len(result.restored) == 5
    for item in result.restored:
        if not item.document.id.startswith("rows"):
            assert item.text.encode() == without[f"text/{item.document.id}"]


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
@pytest.mark.parametrize(
    "name", ["input_record", "places_of", "repeats_of", "article_records", "encode_edits"]
)
def test_while_it_is_written(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    without: dict[str, bytes],
    name: str,
    error: BaseException,
) -> None:
    original = getattr(correcting, name)

    def fail(*given: Any) -> Any:
        first = given[0]
        about = (first[0].document if first else "") if isinstance(first, tuple) else first
        about = getattr(getattr(about, "document", about), "id", about)
        if about == BAD:
            raise error
        return original(*given)

    monkeypatch.setattr(correcting, name, fail)
    folder = small(tmp_path / "in")
    finished = local(folder, tmp_path / "out", report=_report, input_folder=folder)
    assert [item.source for item in finished.manifest.failed] == [BAD]
    assert expected(outputs(tmp_path / "out")) == expected(without)


def _fail_reading(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    read = workers.read_pages

    def fail(source: Any, *given: Any) -> Any:
        if source.document == BAD:
            raise error
        return read(source, *given)

    monkeypatch.setattr(workers, "read_pages", fail)


def _fail_comparing(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    find = FigureCheck._find_facts

    def fail(self: FigureCheck) -> None:
        if any(claim.document == BAD for claim in self.claims()):
            raise error
        find(self)

    monkeypatch.setattr(FigureCheck, "_find_facts", fail)


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
@pytest.mark.parametrize("patch", [_fail_reading, _fail_comparing])
def test_a_document_whose_figures_cannot_be_checked_is_still_written(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    without: dict[str, bytes],
    patch: Callable[[pytest.MonkeyPatch, BaseException], None],
    error: BaseException,
) -> None:
    patch(monkeypatch, error)
    told: list[str] = []
    folder = small(tmp_path / "in")
    finished = local(folder, tmp_path / "out", told=told.append)
    found = outputs(tmp_path / "out")
    assert [item.source for item in finished.manifest.failed] == [BAD]
    assert "its figures are compared with none" in told[0]
    assert f"text/{BAD}" in found
    assert found["figures.json"] == without["figures.json"]
    items = [item for item in read_inputs([str(folder)]) if isinstance(item, Source)]
    result = restore_corpus([item.document for item in items])
    assert [failure.document for failure in result.failures] == [BAD]
    assert len(result.restored) == 6
    assert result.figures is not None
    assert BAD not in {claim.document for claim in result.figures.claims}


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
def test_a_document_that_the_report_cannot_show_is_still_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    original = model.document_view

    def fail(**given: Any) -> Any:
        if given["log"].document == BAD:
            raise error
        return original(**given)

    monkeypatch.setattr(model, "document_view", fail)
    finished = local(small(tmp_path / "in"), tmp_path / "out", report=_report)
    assert [item.source for item in finished.manifest.failed] == [BAD]
    found = outputs(tmp_path / "out")
    assert f"text/{BAD}" in found
    assert "report/index.html" in found


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
def test_where_no_report_can_be_made_the_rest_is_written(
    tmp_path: Path, without: dict[str, bytes], error: BaseException
) -> None:
    def fail(*_: object) -> Any:
        raise error

    finished = local(small(tmp_path / "in", bad=False), tmp_path / "out", report=fail)
    assert [item.source for item in finished.manifest.failed] == ["report/index.html"]
    found = outputs(tmp_path / "out")
    left = {name: data for name, data in without.items() if not name.startswith("report/")}
    assert expected(found) == expected(left)


def test_a_row_that_cannot_be_written_takes_no_other_with_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = assembling.written_rows

    def fail(blob: Any, format: str, results: Any, options: Any, **given: Any) -> Any:
        kept = list(results)
        if any("主持" in item.text for item in kept):
            raise MemoryError
        return original(blob, format, iter(kept), options, **given)

    monkeypatch.setattr(assembling, "written_rows", fail)
    finished = local(small(tmp_path / "in"), tmp_path / "out")
    assert [item.source for item in finished.manifest.failed] == ["rows.jsonl#1"]
    rows = [json.loads(line) for line in (tmp_path / "out/rows/rows.jsonl").open(encoding="utf-8")]
    assert [row["restored"] for row in rows] == [None, "有关部门负责同志参加会议。"]


@pytest.mark.parametrize("phase", ["join", "find_repeats", "statistics", "settled", "summarise"])
def test_a_step_that_always_fails_ends_the_run_with_a_word(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, phase: str
) -> None:
    def fail(*_: object, **__: object) -> Any:
        raise MemoryError

    monkeypatch.setattr(phases, phase, fail)
    with pytest.raises(
        RestoreError, match=r"no document could be|the phase '.*' failed \(MemoryError\)"
    ):
        local(small(tmp_path / "in"), tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_stopped_run_with_a_failing_document_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, without: dict[str, bytes]
) -> None:
    monkeypatch.setattr(phases, "correct", failing(phases.correct, MemoryError()))
    folder, out = small(tmp_path / "in"), tmp_path / "out"
    finish = WorkFolder.finish

    def counted(self: WorkFolder, *given: Any) -> None:
        finish(self, *given)
        seen.append(1)
        if len(seen) in (1, 5, 12):
            raise KeyboardInterrupt

    seen: list[int] = []
    for _ in range(3):
        with monkeypatch.context() as patch:
            patch.setattr(WorkFolder, "finish", counted)
            with pytest.raises(KeyboardInterrupt):
                local(folder, out, shard=100)
    finished = local(folder, out, shard=100, report=_report)
    assert [item.source for item in finished.manifest.failed] == [BAD]
    assert expected(outputs(out)) == expected(without)


# Patches a phase in every process that Python starts: a document that ends them.
_DEADLY = """
import os, signal, sys
if "multiprocessing.spawn" in " ".join(sys.orig_argv) and not os.environ.get("RESTORE_UNHARMED"):
    from restore.pipeline import phases
    original = getattr(phases, os.environ["RESTORE_DEADLY"])
    def deadly(item, *given, **named):
        if any(state.id == "{bad}" for state in (item if isinstance(item, list) else [item])):
            os.kill(os.getpid(), signal.SIGKILL)
        return original(item, *given, **named)
    setattr(phases, os.environ["RESTORE_DEADLY"], deadly)
"""


@pytest.fixture
def deadly(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(_DEADLY.replace("{bad}", BAD), encoding="utf-8")
    known = [str(folder), str(Path(__file__).parents[2]), os.environ.get("PYTHONPATH", "")]
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(known))
    # Where this process could be forked, no process would start that is patched.
    monkeypatch.setattr(processes, "may_fork", lambda: False)


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
@pytest.mark.usefixtures("deadly")
@pytest.mark.parametrize("phase", ["read", "summarise", "correct", "finish"])
def test_a_document_that_ends_its_process_is_set_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, without: dict[str, bytes], phase: str
) -> None:
    monkeypatch.setenv("RESTORE_DEADLY", phase)
    told: list[str] = []
    finished = local(
        small(tmp_path / "in"),
        tmp_path / "out",
        told=told.append,
        report=_report,
        workers=2,
        shard=400,
    )
    assert [item.source for item in finished.manifest.failed] == [BAD]
    assert "its process was ended from outside" in told[0]
    assert expected(outputs(tmp_path / "out")) == expected(without)


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
@pytest.mark.usefixtures("deadly")
def test_where_a_run_died_the_next_one_takes_care(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, without: dict[str, bytes]
) -> None:
    monkeypatch.setenv("RESTORE_DEADLY", "correct")
    folder, out = small(tmp_path / "in"), tmp_path / "out"
    with monkeypatch.context() as patch:
        patch.setattr(phases, "correct", failing(phases.correct, KeyboardInterrupt()))
        with pytest.raises(KeyboardInterrupt):
            local(folder, out, workers=1)
    # What a run leaves that is killed, not stopped.
    number = next((out / NAME / "read").glob("*.done")).name.partition(".")[0]
    (out / NAME / "correct").mkdir(exist_ok=True)
    (out / NAME / "correct" / f"{number}.at").write_bytes(b'["?","correction","?"]\n')
    finished = local(folder, out, workers=1, report=_report)
    assert [item.source for item in finished.manifest.failed] == [BAD]
    assert expected(outputs(out)) == expected(without)


def test_halving_finds_the_item_with_few_trials() -> None:
    for bad in range(0, 100, 7):
        trials: list[int] = []

        def step(items: Any, bad: int = bad, trials: list[int] = trials) -> None:
            trials.append(1)
            if bad in items:
                raise ValueError(bad)

        item, error = first_failing(range(100), step, ValueError())
        assert item == bad
        assert isinstance(error, ValueError)
        assert len(trials) <= 7


def test_no_more_than_some_are_blamed() -> None:
    blamed: list[int] = []

    def step(items: Any) -> None:
        if items:
            raise ValueError("always")

    with pytest.raises(ValueError, match="always"):
        without_failing(range(100), step, lambda item, _error: blamed.append(item))
    assert len(blamed) == MOST_BLAMED


def test_a_full_disk_is_no_documents_fault() -> None:
    def step(_items: Any) -> None:
        raise WorkError("no room")

    with pytest.raises(WorkError):
        without_failing([1, 2], step, lambda _item, _error: pytest.fail("blamed"))
