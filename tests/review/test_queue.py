"""The way through all documents, in a real browser."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from restore.cli import main
from restore.core.decisions import standings
from restore.report import render_report
from restore.report.html import script_text
from restore.report.kinds import Kind, kind_of
from restore.review.store import read_decisions
from tests.cli.helpers import put
from tests.report.sample import corpus_view, seed_views
from tests.review.browser import Browser, chromium
from tests.review.serving import Client, serving

pytest.importorskip("starlette", reason="the extra [review] is not installed")
pytest.importorskip("uvicorn", reason="the extra [review] is not installed")

WIDTHS = (390, 1280, 1920)
A = "严守政治记律和政治规矩（坚决维护团结稳定的良好局面。\n他说（全年工作要点如下，要抓好落实。\n"
B = "全年工业投资增长5.36，其中外商投资增长较快，税收平稳增长。\n群众记律和工作记律必须长期坚持。\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("queue")
    put(place / "in" / "a.txt", A)
    put(place / "in" / "b.txt", B)
    with pytest.raises(SystemExit) as stop:
        main(["clean", str(place / "in"), "-o", str(place / "out")])
    assert stop.value.code == 0
    return place


@pytest.fixture(scope="module", params=WIDTHS)
def browser(request: pytest.FixtureRequest) -> Iterator[Browser]:
    with chromium(width=request.param) as started:
        started.resize(request.param)
        yield started


def test_the_queue_leads_through_all_that_is_open_and_ends(
    folder: Path, browser: Browser, tmp_path: Path
) -> None:
    decisions = tmp_path / "decisions.jsonl"
    with serving(folder / "out", "--decisions", str(decisions)) as running:
        browser.open(running.link)
        browser.until(lambda: browser.all(".hero"))
        browser.js("location.hash = '#view=overview&lang=zh&theme=light'")
        browser.until(lambda: "已决" in browser.text("#progress-words"))
        corpus = json.loads(browser.text("#corpus"))
        wanted = [name for _, name, _ in corpus["queue"]]
        documents = {number for number, _, _ in corpus["queue"]}
        assert documents == {0, 1}
        browser.press("g")
        met = []
        for place in range(len(wanted)):
            met.append(browser.until(lambda: browser.text(".card .mono")))
            assert f"已决 {place} 处" in browser.text("#progress-words")
            assert browser.js("return document.documentElement.scrollWidth <= innerWidth")
            browser.press("a")
            browser.until(
                lambda: browser.all(".page.done") or browser.text(".card .mono") != met[-1]
            )
        # Every press told, none on what had been applied, the costliest first.
        assert met == wanted
        browser.until(lambda: browser.all(".page.done"))
        assert "都已决定" in browser.text("h1")
        assert browser.all("#done-export")
        assert "不必导出" in browser.text(".page.done header")
        assert {line.edit for line in read_decisions(decisions).decisions} == set(wanted)
        # Sign off; then undo everything, to the very beginning.
        browser.js("document.querySelector('.sign button').click()")
        browser.until(lambda: "已签发" in browser.text(".page.done"))
        assert browser.js(
            "const s = document.querySelector('.done .scroll');"
            " return s.scrollWidth <= s.clientWidth"
        )
        for _ in range(len(wanted) + 1):
            before = len(read_decisions(decisions).decisions)
            browser.press("u")
            browser.until(lambda: len(read_decisions(decisions).decisions) > before)  # noqa: B023
        browser.press("u")
        browser.until(lambda: browser.text("#toast") == "没有可撤销的决定")
        assert not standings(read_decisions(decisions).decisions)
        assert not [item for item in browser.problems() if "Error" in item]


def test_all_of_a_cause_is_counted_decided_and_undone_as_one(
    folder: Path, browser: Browser, tmp_path: Path
) -> None:
    decisions = tmp_path / "decisions.jsonl"
    with serving(folder / "out", "--decisions", str(decisions)) as running:
        browser.open(running.link)
        browser.until(lambda: browser.all(".hero"))
        browser.js("location.hash = '#view=overview&lang=zh&theme=light'")
        browser.until(lambda: "已决" in browser.text("#progress-words"))
        corpus = json.loads(browser.text("#corpus"))
        name, cause = next(
            (name, cause) for _, name, cause in corpus["queue"]
            if corpus["causes"][cause]["number"] > 1
        )  # fmt: skip
        number = sum(other == cause for _, _, other in corpus["queue"])
        assert number > 1
        document = next(one for one, other, _ in corpus["queue"] if other == name)
        browser.js(
            "location.hash = arguments[0]", f"#view=document&doc={document}&edit={name}&lang=zh"
        )
        browser.until(lambda: str(number) in browser.text(".cause-head"))
        browser.press("R")
        browser.until(lambda: f"未决 {number} 处" in browser.text("#ask h2"))
        assert len(browser.all("#ask .sample li")) == number
        assert not read_decisions(decisions).decisions
        # The key answers the question, and does no more.
        browser.press("r")
        browser.until(lambda: len(read_decisions(decisions).decisions) == number)
        browser.press("u")
        browser.until(lambda: len(read_decisions(decisions).decisions) == 2 * number)
        assert not standings(read_decisions(decisions).decisions)


INTERLEAVED = """
const [program, edits, steps, done] = arguments;
const SERVED = true, parse = () => ({ mode: "served" }), CORPUS = { documents: [] };
const ui = (key) => key, ensure = async () => null;
function reviewer(who) {
  const said = [], toast = (text) => said.push(text);
  const keep = {
    async call(path, body) {
      const answer = await fetch(path, body ? { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) } : {});
      const value = await answer.json();
      if (!answer.ok) throw Object.assign(new Error(value.error), value.heads ? { heads: value.heads } : {});
      return value;
    },
    async add(wishes) { return (await keep.call("/api/decide", { who: desk.who, items: wishes })).lines; },
    async refresh() { takeLines((await keep.call("/api/decisions?since=0")).lines); return new Set(); },
  };
  PROGRAM
  desk.who = who;
  return { desk, decide, headsOf, standingOf, undoLast, keep, said };
}
(async () => {
  const people = { 甲: reviewer("甲"), 乙: reviewer("乙") };
  const others = { 甲: "乙", 乙: "甲" };
  const wrong = [];
  for (const person of Object.values(people)) await person.keep.refresh();
  for (const [who, act, at] of steps) {
    const me = people[who];
    if (act === "refresh") await me.keep.refresh();
    else if (act === "undo") {
      const { passed } = await me.undoLast();
      if (passed && !me.desk.lines.some((line) => line.who === others[who])) wrong.push("told of another who is not there");
    } else await me.decide(edits.slice(at, at + (act === "accept" ? 2 : 1)).map((edit) => ({ edit, decision: act, over: me.headsOf(edit).map((line) => line.id) })));
  }
  for (let round = 0; round < 3; round += 1)
    for (const me of Object.values(people))
      for (let more = true; more; ) { await me.keep.refresh(); const undone = await me.undoLast(); more = undone.batch.length > 0; }
  await people["甲"].keep.refresh();
  done([wrong, edits.filter((edit) => people["甲"].standingOf(edit)).length, people["甲"].desk.lines.length]);
})().catch((error) => done([[String(error)], -1, -1]));
"""


def test_every_order_of_changing_ones_mind_can_be_undone(folder: Path, tmp_path: Path) -> None:
    """Two reviewers, whose tabs may be stale, in random orders, with the page's own script."""
    from random import Random

    script = script_text()
    start = script.index("// What reviewers decided: lines that are only added")
    program = script[start : script.index("// The way through all documents")]
    pick = Random(7)
    decisions = tmp_path / "decisions.jsonl"
    with chromium() as browser, serving(folder / "out", "--decisions", str(decisions)) as running:
        browser.open(running.link)
        browser.until(lambda: browser.all(".hero"))
        browser.driver.set_script_timeout(60)
        edits = [name for _, name, _ in json.loads(browser.text("#corpus"))["queue"]][:3]
        for _ in range(40):
            steps = [
                (pick.choice("甲乙"), pick.choice(["accept", "reject", "retract", "undo", "refresh"]),
                 pick.randrange(len(edits)))
                for _ in range(pick.randrange(3, 16))
            ]  # fmt: skip
            wrong, standing, known = browser.driver.execute_async_script(
                INTERLEAVED.replace("PROGRAM", program), program, edits, steps
            )
            assert not wrong, steps
            assert standing == 0, steps
            lines = read_decisions(decisions).decisions
            assert known == len(lines) == len({line.id for line in lines})
            assert not standings(lines)


def test_a_move_shows_both_its_places(browser: Browser, tmp_path: Path) -> None:
    views = seed_views()
    number, edit = next(
        (number, edit)
        for number, view in enumerate(views)
        for edit in view.log.edits
        if kind_of(edit) is Kind.MOVE and edit.group is not None and edit.before and not edit.after
    )
    page = put(tmp_path / "index.html", render_report(views, corpus_view())).as_uri()
    browser.open(f"{page}#view=document&doc={number}&edit={edit.id}&lang=zh")
    browser.until(lambda: browser.all(".card .change"))
    told = browser.text(".card .change")
    assert "原在" in told
    assert "移到" in told
    start, end = edit.source
    around = views[number].source[start - 6 : start], views[number].source[end : end + 6]
    for words in around:
        assert "".join(words.split()) in "".join(told.split())
    # No machine's words in what is told as evidence.
    assert not browser.js(
        r"return /[a-z]{4,}|\\\\|log10/.test(Array.from(document.querySelectorAll"
        r"('.proof'), (e) => e.textContent).join(' '))"
    )
    assert browser.js("return document.documentElement.scrollWidth <= innerWidth")
    for view in ("overview", "figures", "done"):
        browser.js("location.hash = arguments[0]", f"#view={view}&lang=en")
        browser.until(lambda: browser.all("#main .page, #main .figures, #main > *"))
        assert browser.js("return document.documentElement.scrollWidth <= innerWidth"), view


def progress(browser: Browser) -> str:
    return browser.text("#progress-words")


def test_a_document_is_given_to_a_reviewer_who_sees_his_own(
    folder: Path, browser: Browser, tmp_path: Path
) -> None:
    decisions = tmp_path / "decisions.jsonl"
    with serving(folder / "out", "--decisions", str(decisions)) as running:
        browser.open(running.link)
        browser.until(lambda: browser.all(".hero"))
        browser.js("localStorage.clear(); location.hash = '#view=document&doc=0&lang=zh'")
        browser.until(lambda: browser.all(".doc-head [data-assign]"))
        browser.js("document.querySelector('.doc-head [data-assign]').click()")
        browser.until(lambda: browser.all("#ask[open] #assign-name"))
        browser.press("\ue007")
        browser.until(lambda: "甲" in browser.text(".doc-head [data-assign]"))
        (line,) = read_decisions(decisions).decisions
        assert (line.rule, line.text, line.who) == ("assign", "甲", "甲")
        everything = progress(browser)
        # Only what is mine: the list, the queue and the counter.
        browser.js("document.querySelector('#mine').click()")
        assert len(browser.all("#side .doc")) == 1
        mine = progress(browser)
        assert mine != everything
        assert "剩" in mine
        browser.press("g")
        while not browser.all(".page.done"):
            left = browser.until(lambda: browser.text(".card .change") and progress(browser))
            browser.press("a")
            browser.until(lambda: browser.all(".page.done") or progress(browser) != left)  # noqa: B023
        # The end says that others have something left, and leads to it.
        assert "别的文稿还有" in browser.text(".page.done")
        assert {line.document for line in read_decisions(decisions).decisions} == {"a.txt"}
        browser.js("document.querySelector('.page.done .link').click()")
        assert len(browser.all("#side .doc")) == 2
        assert "剩" in progress(browser)
        # Another reviewer takes the document, and signs the other off; the page tells so by itself.
        other = Client(running.port)
        other.cookie = "; ".join(
            f"{item['name']}={item['value']}" for item in browser.driver.get_cookies()
        )
        assert other.post("/api/assign", who="乙", document=0, name="乙", over=[line.id])[0] == 200
        assert other.post("/api/sign", who="乙", document=1, signed=True)[0] == 200
        other.close()
        browser.until(lambda: "乙" in browser.text('[data-assign="0"]'))
        browser.until(lambda: "乙 已签发" in browser.text(".page.done"))
        # What is mine is undone first to last, and of what is not I am told.
        browser.press("u")
        browser.until(lambda: "撤销" in browser.text("#toast"))
        assert not [item for item in browser.problems() if "Error" in item]


def test_keys_can_be_chosen(folder: Path, browser: Browser, tmp_path: Path) -> None:
    with serving(folder / "out", "--decisions", str(tmp_path / "decisions.jsonl")) as running:
        browser.open(running.link)
        browser.until(lambda: browser.all(".hero"))
        browser.js("localStorage.clear(); location.hash = '#view=document&doc=0&lang=zh'")
        browser.until(lambda: browser.all(".sheet .p"))
        browser.press("?")
        browser.until(lambda: browser.all("#help[open] [data-key=a]"))
        browser.js("document.querySelector('#help [data-key=a]').click()")
        browser.press("r")
        # The two have changed places: no action is without a key.
        assert browser.text("#help [data-key=a]") == "r"
        assert browser.text("#help [data-key=r]") == "a"
        browser.js("document.querySelector('#help [data-key=j]').click()")
        browser.press("m")
        browser.press("\ue00c")
        browser.press("j")
        assert not browser.all(".card .change")
        browser.press("m")
        browser.until(lambda: browser.all(".card .change"))
        assert browser.text(".d-accept kbd") == "r"
        browser.press("r")
        browser.until(lambda: read_decisions(tmp_path / "decisions.jsonl").decisions)
        (line,) = read_decisions(tmp_path / "decisions.jsonl").decisions
        assert line.decision.value == "accept"
        browser.open(f"http://{running.host}/#view=document&doc=0&lang=zh")
        browser.until(lambda: browser.all(".sheet .p"))
        browser.press("?")
        browser.until(lambda: browser.all("#keys-back"))
        browser.js("document.querySelector('#keys-back').click()")
        assert browser.text("#help [data-key=a]") == "a"
        assert not [item for item in browser.problems() if "Error" in item]
