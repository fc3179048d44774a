from __future__ import annotations

import os
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner

from restore.cli import cli
from restore.core.decisions import context_of
from restore.core.edits import decided_once
from restore.errors import RestoreError
from restore.report import render_report_files
from restore.report.stored import read_views
from restore.review.material import Built, Material, Prepared, material_of
from tests.cli.helpers import put
from tests.review.serving import serving

pytest.importorskip("starlette", reason="the extra [review] is not installed")
pytest.importorskip("uvicorn", reason="the extra [review] is not installed")

SEEDS = Path(__file__).parents[2] / "seeds"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an output folder whose report keeps its documents apart, as that of a large run does."""
    place = tmp_path_factory.mktemp("material")
    for path in sorted(SEEDS.glob("*.txt")):
        put(place / "in" / path.name, path.read_text(encoding="utf-8"))
    arguments = ["clean", str(place / "in"), "-o", str(place / "out"), "--no-report"]
    assert CliRunner().invoke(cli, arguments).exit_code == 0
    for name, text in render_report_files(*read_views(place / "out"), limit=0).items():
        put(place / "out" / "report" / name, text)
    return place / "out"


def test_what_the_report_keeps_is_what_would_be_made(folder: Path) -> None:
    kept, made = material_of(folder), Built(folder)
    assert isinstance(kept, Prepared)
    assert kept.ids == made.ids
    for number in range(len(made.ids)):
        ours, theirs = kept.data(number), made.data(number)
        assert ours is not None
        assert theirs is not None
        assert msgspec.json.decode(ours) == msgspec.json.decode(theirs)
        one, other = kept.open(number), made.open(number)
        assert (one.source, one.document.text) == (other.source, other.document.text)
        assert (dict(one.edits), one.causes) == (dict(other.edits), other.causes)
        assert list(one.shown) == list(other.shown)
        assert {kept.number_of(name) for name in one.edits} == {number}
    assert kept.data(len(made.ids)) is None
    assert kept.number_of("0" * 16) is None
    assert b"groups" in (kept.data(-1) or b"")


def holding(material: Material, name: str, value: str) -> set[str]:
    """Return the edits, of those it tells, with a field of this value."""
    return {
        found
        for number, ids in material.with_field(name, value)
        for found in ids
        if getattr(material.open(number).edits[found], name) == value
    }


def test_places_of_one_cause_or_field_are_all_found(folder: Path) -> None:
    kept, made = material_of(folder), Built(folder)
    edits = [edit for number in range(len(made.ids)) for edit in made.open(number).edits.values()]
    for edit in list(decided_once(edits))[::7]:
        for name in ("rule", "before"):
            value = getattr(edit, name)
            assert holding(kept, name, value) == holding(made, name, value)
        number = made.number_of(edit.id)
        assert number is not None
        cause = made.open(number).causes[edit.id]
        assert tuple(kept.of_cause(cause)) == tuple(made.of_cause(cause))


def test_a_report_that_is_older_or_of_another_version_is_not_taken(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = folder / "report" / "index.html"
    state, text = index.stat(), index.read_text(encoding="utf-8")
    os.utime(index, ns=(0, 0))
    assert isinstance(material_of(folder), Built)
    os.utime(index, ns=(state.st_atime_ns, state.st_mtime_ns))
    assert isinstance(material_of(folder), Prepared)
    for damage in ("", text[:3000], text.replace('"format":', '"form":')):
        put(index, damage)
        assert isinstance(material_of(folder), Built)
    put(index, text)
    monkeypatch.setattr("restore.review.material.__version__", "0.0.1")
    assert isinstance(material_of(folder), Built)


def test_what_was_written_again_is_not_mixed_with_what_was_there(folder: Path) -> None:
    kept = material_of(folder)
    manifest = folder / "manifest.json"
    state = manifest.stat()
    os.utime(manifest, ns=(state.st_atime_ns, state.st_mtime_ns + 1))
    assert kept.data(0) is None
    with pytest.raises(RestoreError, match="load the page again"):
        kept.open(0)
    os.utime(manifest, ns=(state.st_atime_ns, state.st_mtime_ns))


def test_the_desk_decides_on_what_the_report_keeps(folder: Path, tmp_path: Path) -> None:
    made = Built(folder)
    with serving(folder, "--decisions", str(tmp_path / "decisions.jsonl")) as running:
        client = running.enter()
        assert client.get("/api/document/figures")["groups"]
        assert client.ask("GET", f"/api/document/{len(made.ids)}")[0] == 404
        edits = client.get("/api/document/1")["edits"]
        edit = next(item for item in edits if item["kind"] == "correction")
        for scope in ("cause", "equal", "rule"):
            status, told = client.post("/api/members", edit=edit["id"], scope=scope, floor=0.0)
            assert status == 200
            assert edit["id"] in [member["edits"][0] for member in told["members"]]
        status, answer = client.decide({"edit": edit["id"], "decision": "accept"})
        assert status == 200
        (line,) = answer["lines"]
        assert line["document"] == made.ids[1]
        assert line["context"] == list(context_of(made.open(1).source, edit["source"]))
        client.close()
