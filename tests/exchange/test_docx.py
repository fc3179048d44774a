from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import zipfile
from contextlib import suppress
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from restore.core.document import Document
from restore.core.edits import Decision, Edit, Reason
from restore.core.log import EditLog, Pass
from restore.exchange.docx import OFFERS, docx_bytes
from restore.exchange.docx_read import Piece, docx_text, layout_of, read_docx
from restore.exchange.fates import Fate, came_back, fates
from restore.exchange.review_tools import Reviewed, unified
from restore.exchange.stream import Item, Layout, change_stream, laid_out, with_offers
from restore.pipeline import restore_corpus
from restore.report.model import DocumentView
from tests.report.sample import build_view
from tests.tools import SEEDS

DATE = "2026-01-01T00:00:00Z"


def views() -> list[DocumentView]:
    documents = [
        Document.from_text(path.read_text(encoding="utf-8"), id=path.name)
        for path in sorted(SEEDS.glob("*.txt"))
    ]
    return [
        DocumentView(
            id=item.document.id,
            source=item.document.source,
            text=item.text,
            log=item.log,
            blocks=item.blocks,
        )
        for item in restore_corpus(documents, check_figures=False).restored
    ]


@pytest.fixture(scope="module")
def seeds() -> list[DocumentView]:
    return views()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, seeds: list[DocumentView]) -> Path:
    place = tmp_path_factory.mktemp("docx")
    for view in seeds:
        (place / f"{view.id}.docx").write_bytes(docx_bytes(view, date=DATE))
    return place


def test_accepting_gives_the_clean_text_and_rejecting_the_source(
    seeds: list[DocumentView], folder: Path
) -> None:
    for view in seeds:
        pieces = read_docx(folder / f"{view.id}.docx")
        assert docx_text(pieces, accept=True, offers=False) == view.text
        assert docx_text(pieces, accept=False) == view.source
        assert {item.fate for item in fates(view, pieces).values()} == {Fate.OPEN}


def offered(text: str, before: str, after: str) -> DocumentView:
    """A document with one suggestion that the gate left to a person."""
    start = text.index(before)
    span = (start, start + len(before))
    edit = Edit(
        id="e", document="d", pass_number=1, stage="correction", rule="channel", span=span,
        source=span, before=before, after=after, group=None, confidence=0.5,
        decision=Decision.SUGGESTED, reason=Reason.EVIDENCE_WEAK, evidence=(),
    )  # fmt: skip
    log = EditLog("d", (Pass(1, "correction", (edit,)),))
    return DocumentView(id="d", source=text, text=text, log=log)


def test_a_suggestion_is_a_change_of_its_own_author(tmp_path: Path) -> None:
    text = "他们末来得及细看，会议就结束了。\n"
    view = offered(text, "末来", "未来")
    path = tmp_path / "a.docx"
    path.write_bytes(docx_bytes(view, date=DATE))
    pieces = read_docx(path)
    assert {piece.author for piece in pieces if piece.change} == {OFFERS}
    assert docx_text(pieces, accept=True) == text.replace("末来", "未来")
    assert docx_text(pieces, accept=True, offers=False) == text
    assert docx_text(pieces, accept=False) == text
    (edit,) = view.log.edits
    for choice, fate in ((True, Fate.ACCEPTED), (False, Fate.REJECTED)):
        gone = "del" if choice else "ins"
        done = [Piece(p.text, None, None) for p in pieces if p.change != gone]
        assert fates(view, done)[edit.id] == (fate, None)
    own = [Piece("莫来" if p.change == "ins" else p.text, None, None) for p in pieces
           if p.change != "del"]  # fmt: skip
    assert fates(view, own)[edit.id] == (Fate.AMENDED, "莫来")


def test_with_the_layout_applied_only_words_are_tracked(seeds: list[DocumentView]) -> None:
    for view in seeds:
        stream = change_stream(view.source, view.log, "applied")
        assert "".join(item.text for item in stream if item.kind != "del") == view.text
        stages = {edit.id: edit.stage for edit in view.log.edits}
        tracked = {stages[item.edit] for item in stream if item.edit}
        assert tracked <= {"correction", "dedup", "review"}
        source, edits = laid_out(view.source, view.log)
        assert "".join(item.text for item in stream if item.kind != "ins") == source
        for edit in edits:
            if edit.stage == "correction" and edit.pass_number == edits[0].pass_number:
                assert source[slice(*edit.source)] in edit.before
        changed = sum(line[:1] in "+-" for line in unified([Reviewed("d", source, view.text, ())]))
        everything = unified([Reviewed("d", view.source, view.text, ())])
        assert changed <= sum(line[:1] in "+-" for line in everything)


@given(st.text(alphabet="防治工作,，。 \n\f\t甲乙1“”《》", max_size=80))
def test_the_stream_of_a_text_as_laid_out_holds_the_clean_text(text: str) -> None:
    view = build_view("d", text)
    stream = change_stream(view.source, view.log, "applied")
    assert "".join(item.text for item in stream if item.kind != "del") == view.text


@pytest.mark.parametrize("layout", ["source", "applied"])
def test_what_a_person_typed_comes_back(seeds: list[DocumentView], layout: Layout) -> None:
    view = seeds[1]
    stream = made_of(view, layout)
    place = next(
        number for number, item in enumerate(stream)
        if item.kind == "keep" and "发展" in item.text[6:-6] and view.text.count(item.text) == 1
    )  # fmt: skip
    typed = stream[place].text.replace("发展", "进步", 1)
    pieces = [
        Piece(
            typed if number == place else item.text,
            None if item.kind == "keep" else item.kind,
            None if item.kind == "keep" else AUTHORS[item.offered],
        )
        for number, item in enumerate(stream)
    ]
    came = came_back(view, [*pieces, Piece("\n", None, None)], layout)
    assert {outcome.fate for outcome in came.outcomes.values()} == {Fate.OPEN}
    (found,) = came.typed
    assert (found.before, found.after) == ("发展", "进步")
    assert view.text[found.start : found.start + 2] == "发展"
    again = view.text[: found.start] + found.after + view.text[found.start + len(found.before) :]
    assert again == view.text.replace(stream[place].text, typed)


@given(st.text(alphabet="防治工作,，。 \n\f\t甲乙1“”《》", max_size=80))
def test_the_stream_holds_both_texts(text: str) -> None:
    view = build_view("d", text)
    stream = change_stream(view.source, view.log)
    assert "".join(item.text for item in stream if item.kind != "del") == view.text
    assert "".join(item.text for item in stream if item.kind != "ins") == view.source
    assert all(item.edit for item in stream if item.kind != "keep")


def test_equal_runs_give_equal_files(seeds: list[DocumentView]) -> None:
    assert docx_bytes(seeds[1], date=DATE) == docx_bytes(seeds[1], date=DATE)


def test_comments_hold_rule_reason_and_evidence(folder: Path, seeds: list[DocumentView]) -> None:
    with zipfile.ZipFile(folder / f"{seeds[1].id}.docx") as archive:
        for name in archive.namelist():
            ElementTree.fromstring(archive.read(name))
        comments = archive.read("word/comments.xml").decode()
        body = archive.read("word/document.xml").decode()
    assert "词典" in comments
    assert "固定误写" in comments
    ids = {part.split('"')[1] for part in body.split("commentReference")[1:]}
    assert len(ids) == comments.count("<w:comment ")


def test_hostile_text_is_text(tmp_path: Path) -> None:
    view = build_view("d", "甲</w:t><w:p/>&lt;乙\u202e\x00丙 {{x}},丁\n")
    path = tmp_path / "a.docx"
    path.write_bytes(docx_bytes(view, date=DATE))
    assert docx_text(read_docx(path), accept=True) == view.text.replace("\x00", "\ufffd")


AUTHORS = {True: OFFERS, False: "restore"}


def made_of(view: DocumentView, layout: Layout = "source") -> list[Item]:
    return with_offers(change_stream(view.source, view.log, layout), view.log.edits)


def settled(view: DocumentView, accept: set[str], reject: set[str]) -> list[Piece]:
    """What a word processor leaves after some changes were accepted and some rejected."""
    pieces = []
    for item in made_of(view):
        change: str | None = None if item.kind == "keep" else item.kind
        if item.edit in accept | reject:
            if (item.kind == "del") is (item.edit in accept):
                continue
            change = None
        pieces.append(Piece(item.text, change, AUTHORS[item.offered] if change else None))
    return [*pieces, Piece("\n", None, None)]


def test_what_was_settled_in_word_is_read_back(seeds: list[DocumentView]) -> None:
    pick = random.Random(5)
    for view in seeds:
        ids = sorted({item.edit for item in made_of(view) if item.edit})
        # What is one group is settled as one.
        causes = {edit.id: edit.group or edit.id for edit in view.log.edits}
        fate = {cause: pick.random() for cause in sorted({causes[edit] for edit in ids})}
        accept = {edit for edit in ids if fate[causes[edit]] < 0.4}
        reject = {edit for edit in ids if 0.4 <= fate[causes[edit]] < 0.7}
        found = fates(view, settled(view, accept, reject))
        wrong = [
            edit
            for edit in ids
            if found[edit].fate.value
            != ("accepted" if edit in accept else "rejected" if edit in reject else "open")
        ]
        # Of two line breaks one below the other it cannot be told which one went, nor of two
        # commas of a passage that went as a whole.
        assert len(wrong) <= len(ids) // 10
        words = {edit.id for edit in view.log.edits if edit.stage == "correction"}
        assert not words & set(wrong)


def test_words_of_ones_own_are_read_back(seeds: list[DocumentView]) -> None:
    view = seeds[1]
    edit = next(e for e in view.log.edits if e.before == "记律" and e.applied)
    out: list[Piece] = []
    for item in made_of(view):
        if item.edit == edit.id:
            if item.kind == "ins":
                out.append(Piece("法", "ins", "王编辑"))
            continue
        change = None if item.kind == "keep" else item.kind
        out.append(Piece(item.text, change, AUTHORS[item.offered] if change else None))
    found = fates(view, out)
    assert found[edit.id] == (Fate.AMENDED, "法律")
    others = [outcome.fate for name, outcome in found.items() if name != edit.id]
    assert sum(fate is not Fate.OPEN for fate in others) <= 2


def _through_libreoffice(tmp_path: Path, files: list[Path]) -> Path:
    """Let LibreOffice read files into its own model and write them again."""
    soffice = shutil.which("soffice")
    if soffice is None:
        pytest.skip("LibreOffice (soffice) is not installed")
    target = tmp_path / "back"
    command = [soffice, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless"]
    command += ["--convert-to", "docx", "--outdir", str(target), *map(str, files)]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, start_new_session=True, **quiet) as office:
        try:
            office.wait(90)
        finally:
            with suppress(ProcessLookupError):
                os.killpg(office.pid, signal.SIGKILL)
    return target


def test_libreoffice_sees_the_same_changes(
    tmp_path: Path, folder: Path, seeds: list[DocumentView]
) -> None:
    """Read into LibreOffice's model and written again, every change is there to be settled."""
    chosen = seeds
    files = [folder / f"{view.id}.docx" for view in chosen]
    given = seeds[1]
    laid = tmp_path / "laid.docx"
    laid.write_bytes(docx_bytes(given, date=DATE, layout="applied"))
    back = _through_libreoffice(tmp_path, [*files, laid])
    pieces = read_docx(back / "laid.docx")
    assert layout_of(back / "laid.docx") == "applied"
    assert docx_text(pieces, accept=True, offers=False) == given.text
    assert docx_text(pieces, accept=False) == laid_out(given.source, given.log)[0]
    told = came_back(given, pieces, "applied")
    assert {item.fate for item in told.outcomes.values()} == {Fate.OPEN}
    assert not told.typed
    for view in chosen:
        pieces = read_docx(back / f"{view.id}.docx")
        assert docx_text(pieces, accept=True, offers=False) == view.text
        assert docx_text(pieces, accept=False) == view.source
        assert {item.fate for item in fates(view, pieces).values()} == {Fate.OPEN}
