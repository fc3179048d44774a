from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from restore.cli import main
from restore.core.decisions import context_of, heads_of
from restore.core.log import decode_edits
from restore.report import CorpusView, render_report, render_report_files
from restore.review.store import DecisionsFile, decode_decisions, read_decisions
from tests.cli.helpers import put
from tests.report.sample import build_view, corpus_view, seed_views
from tests.review.browser import AXE, Browser, chromium
from tests.review.serving import Server, serving

pytest.importorskip("starlette", reason="the extra [review] is not installed")
pytest.importorskip("uvicorn", reason="the extra [review] is not installed")

LINES = [
    "今年要持续加强水污染防治防治工作，扎实推进各项任务落地见效。",
    "严守政治记律和政治规矩，坚决维护团结稳定的良好局面。",
    "群众记律和工作记律是管党治党的重要内容，必须长期坚持。",
    "全面推进乡村振兴兴工作，促进农牧民持续稳定增收致富。",
]
HOSTILE = (
    "<script>window.hacked = 1</script><img src=x onerror='window.hacked = 1'>严守政治记律。\n"
    + "持续加强水污染防治防治工作，" * 360
    + "\n右\u202e左\u200f向标记，群众记律不可违。\n"
)


def clean(folder: Path, *arguments: str) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["clean", str(folder / "in"), "-o", str(folder / "out"), *arguments])
    assert stop.value.code == 0


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("desk")
    put(place / "in" / "a.txt", "\n".join(LINES) + "\n")
    put(place / "in" / "b.txt", HOSTILE)
    clean(place)
    return place


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def server(folder: Path, browser: Browser) -> Iterator[Server]:
    with serving(folder / "out") as running:
        browser.open(running.link)
        browser.until(lambda: browser.all(".hero"))
        yield running


def on_disk(folder: Path) -> DecisionsFile:
    return read_decisions(folder / "in" / "decisions.jsonl")


def show(browser: Browser, server: Server, document: int) -> None:
    browser.open(f"http://{server.host}/#view=document&doc={document}&lang=zh&theme=light")
    browser.until(lambda: browser.all(".sheet .p"))


def test_deciding_by_keyboard(folder: Path, browser: Browser, server: Server) -> None:
    show(browser, server, 0)
    # Who begins among what was done already goes on there.
    edits = decode_edits((folder / "out" / "edits.jsonl").read_bytes())
    start = next(edit for edit in edits if edit.applied and edit.stage == "correction")
    browser.js("location.hash = arguments[0]", f"#view=document&doc=0&edit={start.id}")
    first = browser.until(lambda: browser.text(".card .mono"))
    browser.press("a")
    browser.until(lambda: browser.text(".card .mono") != first)
    second = browser.text(".card .mono")
    browser.press("r")
    browser.until(lambda: browser.text(".card .mono") != second)
    third = browser.text(".card .mono")
    browser.press("e")
    browser.until(lambda: browser.all("#own"))
    browser.press("自己的话\n")
    browser.until(lambda: len(on_disk(folder).decisions) == 3)
    lines = on_disk(folder).decisions
    assert [(line.edit, line.decision.value) for line in lines] == [
        (first, "accept"),
        (second, "reject"),
        (third, "amend"),
    ]
    assert lines[2].text == "自己的话"
    assert all(line.who == "甲" and line.seconds is not None for line in lines)
    browser.until(lambda: len(browser.all(".sheet .d-accept, .sheet .d-reject")) >= 2)
    browser.until(lambda: "自己的话" in browser.text(".sheet .own"))
    # Undo, without limit: back to nothing, and the page says so.
    browser.press("u", "u", "u", "u")
    browser.until(lambda: len(on_disk(folder).decisions) == 6)
    assert {line.decision.value for line in on_disk(folder).decisions[3:]} == {"retract"}
    browser.until(lambda: not browser.all(".sheet .d-accept, .sheet .d-reject, .sheet .own"))


def test_one_key_for_all_equal_edits_and_the_next_run(
    folder: Path, browser: Browser, server: Server
) -> None:
    show(browser, server, 0)
    before = len(on_disk(folder).decisions)
    edits = decode_edits((folder / "out" / "edits.jsonl").read_bytes())
    same = [edit for edit in edits if edit.before == "记律" and edit.applied]
    assert len(same) == 5
    place = f"#view=document&doc=0&edit={same[0].id}"
    browser.js("location.hash = arguments[0]", place)
    browser.until(lambda: browser.text(".card .mono") == same[0].id)
    browser.press("R")
    browser.until(lambda: "5" in browser.text("#ask h2"))
    assert len(on_disk(folder).decisions) == before
    browser.press("\n")
    browser.until(lambda: len(on_disk(folder).decisions) == before + 5)
    clean(folder)
    text = (folder / "out" / "text" / "a.txt").read_text(encoding="utf-8")
    assert "政治记律" in text
    assert "群众记律和工作记律" in text
    show(browser, server, 0)
    browser.until(lambda: browser.text("#progress-words"))
    assert not any(
        edit.applied and edit.before == "记律"
        for edit in decode_edits((folder / "out" / "edits.jsonl").read_bytes())
    )
    assert "群众记律" in browser.text(".sheet")


def test_decisions_of_others_appear(folder: Path, browser: Browser, server: Server) -> None:
    show(browser, server, 0)
    browser.press("j")
    edit = browser.until(lambda: browser.text(".card .mono"))
    from tests.review.serving import Client

    other = Client(server.port)
    other.cookie = "; ".join(
        f"{item['name']}={item['value']}" for item in browser.driver.get_cookies()
    )
    lines = [line for line in on_disk(folder).decisions if line.edit == edit]
    heads = [line.id for line in heads_of(lines)]
    assert other.decide({"edit": edit, "decision": "accept", "over": heads}, who="乙")[0] == 200
    other.close()
    browser.until(lambda: "乙" in browser.text(".said"))


def test_hostile_text_is_shown_as_text(browser: Browser, server: Server) -> None:
    browser.open(f"http://{server.host}/#view=document&doc=1&lang=zh&kinds=all")
    page = browser.until(lambda: browser.text(".sheet"))
    assert "<script>window.hacked = 1</script>" in page
    assert browser.js("return window.hacked") is None
    assert not browser.all(".sheet script, .sheet img")
    assert {"RLO", "RLM"} <= set(
        browser.js("return Array.from(document.querySelectorAll('.ctl'), (e) => e.textContent)")
    )
    assert len(max(page.split("\n"), key=len)) > 3000
    assert browser.js("return document.documentElement.scrollWidth <= innerWidth")
    browser.press("j")
    browser.until(lambda: browser.all(".card .change"))
    assert not [item for item in browser.problems() if "Error" in item]


@pytest.mark.skipif(not AXE.is_file(), reason="axe-core is not fetched (see .ci/run)")
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_nothing_serious_for_those_who_cannot_see(
    browser: Browser, server: Server, theme: str
) -> None:
    for view in ("overview", "document&doc=0", "figures"):
        browser.open(f"http://{server.host}/#view={view}&lang=zh&theme={theme}")
        browser.until(lambda: browser.all("#main > *"))
        if "document" in view:
            browser.press("j")
            browser.until(lambda: browser.all(".card .change"))
        assert browser.axe() == []


def kept(browser: Browser) -> list[dict[str, Any]]:
    found = browser.js(
        "return Object.entries(localStorage).filter(([k]) => k.includes('.decisions.'))"
        ".map(([, v]) => v)[0] || '[]'"
    )
    lines: list[dict[str, Any]] = json.loads(found)
    return lines


def test_the_report_keeps_and_exports_decisions(browser: Browser, tmp_path: Path) -> None:
    views = seed_views()
    page = put(tmp_path / "index.html", render_report(views, corpus_view())).as_uri()
    browser.open(f"{page}#view=document&doc=1&lang=zh")
    browser.until(lambda: browser.all(".sheet .p"))
    browser.press("j", "a")
    browser.until(lambda: browser.all("#name:focus"))
    browser.press("王编辑\n")
    browser.until(lambda: kept(browser))
    first = len(kept(browser))
    browser.press("r")
    browser.until(lambda: len(kept(browser)) > first)
    browser.driver.refresh()
    browser.until(lambda: browser.all(".sheet .d-reject, .rows .d-reject"))
    text = browser.driver.execute_async_script(
        "const done = arguments[0]; const make = URL.createObjectURL;"
        "URL.createObjectURL = (blob) => { blob.text().then(done); return make(blob); };"
        "document.querySelector('#export').click();"
    )
    read = decode_decisions(text.encode())
    assert not read.damaged
    # Both halves of a move are decided by one key.
    choices = {line.batch: line.decision.value for line in read.decisions}
    assert list(choices.values()) == ["accept", "reject"]
    source = views[1].source
    for line in read.decisions:
        assert line.who == "王编辑"
        assert line.context == context_of(source, line.source)
        assert line.document == views[1].id
    browser.js("localStorage.clear()")


def test_documents_apart_are_loaded_when_opened(browser: Browser, tmp_path: Path) -> None:
    files = render_report_files(seed_views(), corpus_view(), limit=1000)
    for name, text in files.items():
        put(tmp_path / name, text)
    browser.open(f"{(tmp_path / 'index.html').as_uri()}#view=document&doc=3&lang=en")
    browser.until(lambda: browser.all(".sheet .p"))
    browser.press("n")
    browser.until(lambda: browser.all(".figure-bar, .figure"))
    browser.press("o")
    browser.until(lambda: browser.all(".hero"))
    assert not [item for item in browser.problems() if "Error" in item]


def test_a_long_document_is_soon_there(browser: Browser, tmp_path: Path) -> None:
    line = (
        "围绕中心,服务大局;推动第{}项工作取得新的进展和成效，为全区经济社会发展作出新的更大贡献。\n"
    )
    text = "".join(line.format(number) for number in range(4300))
    assert len(text) > 200_000
    page = render_report([build_view("long", text)], CorpusView(version="1", settings_digest="0"))
    path = put(tmp_path / "long.html", page)
    browser.open(f"{path.as_uri()}#view=document&doc=0")
    browser.until(lambda: browser.all(".sheet .p"))
    paint = browser.js(
        "return Math.max(...performance.getEntriesByType('paint').map((e) => e.startTime))"
    )
    # One second on an idle machine (measured: 0.5); build machines are shared.
    assert paint < 3000
    browser.until(lambda: browser.js("return document.querySelectorAll('.sheet .p').length") > 4000)
    browser.press("j")
    browser.until(lambda: browser.all(".card .change"))


def test_words_that_nothing_proposed_are_corrected(
    folder: Path, browser: Browser, server: Server
) -> None:
    show(browser, server, 0)
    browser.js(
        "const row = Array.from(document.querySelectorAll('.sheet .p'))"
        ".find((e) => e.textContent.includes('农牧民'));"
        "const walker = document.createTreeWalker(row, NodeFilter.SHOW_TEXT);"
        "for (let n = walker.nextNode(); n; n = walker.nextNode()) {"
        " const at = n.data.indexOf('农牧民'); if (at < 0) continue;"
        " const range = document.createRange(); range.setStart(n, at); range.setEnd(n, at + 3);"
        " getSelection().removeAllRanges(); getSelection().addRange(range); break; }"
    )
    browser.press("e")
    browser.until(lambda: browser.all("#own-text:focus"))
    browser.press("广大农牧民\n")
    line = browser.until(
        lambda: [line for line in on_disk(folder).decisions if line.rule == "reviewer"]
    )[0]
    assert (line.before, line.after) == ("农牧民", "广大农牧民")
    clean(folder)
    text = (folder / "out" / "text" / "a.txt").read_text(encoding="utf-8")
    assert "促进广大农牧民持续" in text
    browser.press("u")
    browser.until(lambda: on_disk(folder).decisions[-1].decision.value == "retract")


def test_the_line_is_shown_on_the_image_of_its_page(browser: Browser, tmp_path: Path) -> None:
    formats = Path(__file__).parents[1] / "data" / "formats"
    (tmp_path / "in").mkdir()
    shutil.copy(formats / "page.hocr", tmp_path / "in" / "p1.hocr")
    shutil.copy(formats / "head.png", tmp_path / "in" / "p1.png")
    clean(tmp_path)
    edits = decode_edits((tmp_path / "out" / "edits.jsonl").read_bytes())
    wrong = next(edit for edit in edits if edit.stage == "correction")
    with serving(tmp_path / "out") as running:
        browser.open(running.link)
        browser.until(lambda: browser.text("#main"))
        # Where the page does not stand beside the text, the card has the lines around the edit.
        browser.js("localStorage.setItem('restore-report.facsimile', '0')")
        browser.js("location.hash = arguments[0]", f"#view=document&doc=0&edit={wrong.id}")
        size = browser.until(
            lambda: browser.js(
                "const c = document.querySelector('.page-image canvas');"
                "return c && [c.width, c.height]"
            )
        )
        assert 200 < size[0] <= 1180
        assert 30 < size[1] < 200


def test_a_figure_in_doubt_shows_what_it_may_be(browser: Browser, tmp_path: Path) -> None:
    put(tmp_path / "in" / "a.txt", "全年工业投资增长5.36，其中外商投资增长较快，税收平稳增长。\n")
    clean(tmp_path)
    edits = decode_edits((tmp_path / "out" / "edits.jsonl").read_bytes())
    (flag,) = (edit for edit in edits if edit.rule == "doubtful_figure")
    with serving(tmp_path / "out") as running:
        browser.open(running.link)
        browser.until(lambda: browser.text("#main"))
        browser.js("location.hash = arguments[0]", f"#view=document&doc=0&edit={flag.id}")
        told = browser.until(lambda: browser.text(".change"))
        assert "增长5.36，其中" in told
        assert "增长5.3%，其中" in told
        assert browser.text("#main .mark.note .offer") == "%?"
