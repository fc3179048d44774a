"""The output folder: nothing outside it is touched, and nothing of others in it is lost."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from restore.errors import RestoreError
from restore.executors.publishing import Journal, publish, recover
from restore.executors.work import JOURNAL, NAME
from restore.settings import FigureSettings, Settings
from tests.executors.corpus import local, outputs

QUICK = Settings(figures=FigureSettings(enabled=False))
TEXT = "会议由市长主持，有关部门负责同志参加会议。\n"


@pytest.fixture
def inputs(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    (tmp_path / "in/a.txt").write_text(TEXT, encoding="utf-8")
    return tmp_path / "in"


def plant(out: Path, journal: Journal, *, ours: bool = True) -> Path:
    """Write a journal as a killed run leaves it, or as it comes with an archive."""
    work = out / NAME
    work.mkdir(parents=True)
    (work / "new").write_bytes(b"planted")
    home = work.stat().st_ino if ours else work.stat().st_ino + 1
    known = msgspec.structs.replace(journal, home=home)
    (work / JOURNAL).write_bytes(msgspec.json.encode(known))
    return work


OUTSIDE = [
    "../victim.txt",
    "text/../../victim.txt",
    "{root}/victim.txt",
    "link/victim.txt",
    "",
    "a\0",
]


@pytest.mark.parametrize("name", OUTSIDE)
@pytest.mark.parametrize("what", ["target", "source", "removal"])
def test_a_journal_that_leads_outside_is_refused(
    tmp_path: Path, inputs: Path, name: str, what: str
) -> None:
    name = name.format(root=tmp_path)
    victim, out = tmp_path / "victim.txt", tmp_path / "out"
    victim.write_text("mine", encoding="utf-8")
    journal = {
        "target": Journal((("new", name),)),
        "source": Journal(((name, "stolen.txt"),)),
        "removal": Journal((), (name,)),
    }[what]
    work = plant(out, journal)
    (out / "link").symlink_to(tmp_path)
    with pytest.raises(RestoreError, match=r"nothing is moved|did not write"):
        local(inputs, out, settings=QUICK)
    assert victim.read_text(encoding="utf-8") == "mine"
    if (what, name) != ("source", "link/victim.txt"):
        # In the work folder there is no such link: a file that is gone, and nothing else.
        assert (work / "new").read_bytes() == b"planted"
    assert not (out / "stolen.txt").exists()


def test_a_journal_that_came_from_elsewhere_is_refused(tmp_path: Path, inputs: Path) -> None:
    out = tmp_path / "out"
    plant(out, Journal((("new", "text/a.txt"),), ("b.txt",)), ours=False)
    (out / "b.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(RestoreError, match="was written by no run in this folder"):
        local(inputs, out, settings=QUICK)
    assert (out / "b.txt").exists()


@pytest.mark.parametrize("link", [NAME, f"{NAME}/read", f"{NAME}/lock"])
def test_a_work_folder_that_is_a_link_is_refused(tmp_path: Path, inputs: Path, link: str) -> None:
    out, other = tmp_path / "out", tmp_path / "other"
    other.mkdir()
    (other / "mine.txt").write_text("mine", encoding="utf-8")
    (out / link).parent.mkdir(parents=True)
    (out / link).symlink_to(other)
    with pytest.raises(RestoreError, match="is a link"):
        local(inputs, out, settings=QUICK)
    assert [path.name for path in other.iterdir()] == ["mine.txt"]


def test_what_would_be_published_through_a_link_is_refused(tmp_path: Path, inputs: Path) -> None:
    out, other = tmp_path / "out", tmp_path / "other"
    other.mkdir()
    out.mkdir()
    (out / "text").symlink_to(other)
    with pytest.raises(RestoreError, match="nothing is moved"):
        local(inputs, out, settings=QUICK, force=True)
    assert list(other.iterdir()) == []


def test_a_journal_of_ours_is_carried_out(tmp_path: Path) -> None:
    work, out = tmp_path / "out" / NAME, tmp_path / "out"
    work.mkdir(parents=True)
    (work / "1").write_bytes(b"new")
    publish(work, out, Journal((("1", "text/a.txt"),)))
    assert (out / "text/a.txt").read_bytes() == b"new"
    assert recover(work, out)


@pytest.mark.parametrize(
    "name", ["manifest.json", "report/index.html", "text/a.txt", "notes.md", "edits.jsonl"]
)
def test_a_strangers_folder_is_refused_but_by_force(
    tmp_path: Path, inputs: Path, name: str
) -> None:
    out = tmp_path / "out"
    (out / name).parent.mkdir(parents=True)
    (out / name).write_text('{"name": "a web app", "format": "x"}', encoding="utf-8")
    before = outputs(out)
    with pytest.raises(RestoreError, match=r"holds files that restore did not write.*--force"):
        local(inputs, out, settings=QUICK)
    assert outputs(out) == before
    local(inputs, out, settings=QUICK, force=True)
    assert (out / "manifest.json").is_file()
    # Now it is ours.
    local(inputs, out, settings=QUICK)
    if name == "notes.md":
        assert (out / name).is_file()


def test_what_desktops_leave_makes_no_stranger(tmp_path: Path, inputs: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out/.DS_Store").write_bytes(b"x")
    assert local(inputs, tmp_path / "out", settings=QUICK).documents == 1
