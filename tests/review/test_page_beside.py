"""The page beside the text, in a real browser."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from restore.cli import main
from tests.cli.helpers import put
from tests.readers.test_pdf_pages import pdf
from tests.readers.test_pdf_pages import put as words_of_pdf
from tests.review.browser import AXE, Browser, chromium
from tests.review.serving import Server, serving

pytest.importorskip("starlette", reason="the extra [review] is not installed")
pytest.importorskip("uvicorn", reason="the extra [review] is not installed")
pytest.importorskip("pypdfium2")

FORMATS = Path(__file__).parents[1] / "data" / "formats"
WIDTHS = (390, 1280, 1920)
LINE = "document.querySelector('[data-line=\"%d\"] rect')"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("pages")
    put(place / "in" / "c.txt", "严守政治记律和政治规矩。\n")
    shutil.copy(FORMATS / "page.hocr", place / "in" / "a.hocr")
    shutil.copy(FORMATS / "head.png", place / "in" / "a.png")
    (place / "in" / "b.pdf").write_bytes(
        pdf(words_of_pdf("0 1 -1 0", "50 10", "One line of words", "90 10", "another line"))
    )
    # Lines without an image.
    shutil.copy(FORMATS / "alto.xml", place / "in" / "d.alto.xml")
    with pytest.raises(SystemExit) as stop:
        main(["clean", str(place / "in"), "-o", str(place / "out")])
    assert stop.value.code == 0
    return place


@pytest.fixture(scope="module", params=WIDTHS)
def browser(request: pytest.FixtureRequest) -> Iterator[Browser]:
    with chromium(width=request.param) as started:
        started.resize(request.param)
        yield started


@pytest.fixture(scope="module")
def server(folder: Path, browser: Browser) -> Iterator[Server]:
    with serving(folder / "out") as running:
        browser.open(running.link)
        browser.until(lambda: browser.all(".hero"))
        yield running


def show(browser: Browser, server: Server, document: int) -> None:
    browser.open(f"http://{server.host}/#view=document&doc={document}&lang=zh&theme=light")
    browser.until(lambda: browser.all(".sheet .p"))


def beside(browser: Browser, server: Server, document: int) -> None:
    """Open a document with its pane."""
    browser.js("localStorage.setItem('restore-report.facsimile', '1')")
    show(browser, server, document)
    browser.until(lambda: browser.all(".boxes .line"))


def active(browser: Browser) -> list[int]:
    return [int(item.get_attribute("data-line")) for item in browser.all(".boxes .active")]


def box(browser: Browser, element: str) -> dict[str, float]:
    found: dict[str, float] = browser.js(f"return {element}.getBoundingClientRect().toJSON()")
    return found


def marked(browser: Browser) -> str:
    """Return the words of the active line as they are marked in the text."""
    return "".join(
        browser.js(
            "const set = CSS.highlights.get('line-now');"
            "return set ? Array.from(set, (range) => range.toString()) : []"
        )
    )


def test_a_line_leads_to_its_words_and_back(browser: Browser, server: Server) -> None:
    beside(browser, server, 0)
    lines = browser.js(
        "return Array.from(document.querySelectorAll('.boxes .line'), (line) =>"
        " [Number(line.dataset.line), line.getAttribute('aria-label')])"
    )
    assert [label.split("：")[0] for _, label in lines] == [str(at + 1) for at in range(len(lines))]
    assert "坚定信心" in lines[0][1]
    # A line without an edit: its words are marked, and it is.
    browser.js(f"{LINE % lines[0][0]}.dispatchEvent(new MouseEvent('click', {{bubbles: true}}))")
    assert active(browser) == [lines[0][0]]
    assert marked(browser).startswith("坚定信心")
    # From an edit to its line, and the line is in sight.
    browser.press("j")
    browser.until(lambda: browser.all(".mark.current"))
    first = active(browser)
    assert first
    frame, line = box(browser, "document.querySelector('#viewport')"), box(browser, LINE % first[0])
    assert frame["top"] - 1 <= line["top"] <= line["bottom"] <= frame["bottom"] + 1
    # From a word of the text to its line, and from the line back to the edit on it.
    chosen = browser.js("return document.querySelector('.mark.current').dataset.e")
    browser.press("Escape")
    browser.js(f"{LINE % first[0]}.dispatchEvent(new MouseEvent('click', {{bubbles: true}}))")
    assert browser.js("return document.querySelector('.mark.current').dataset.e") == chosen
    browser.press("Escape")
    word = browser.js(
        """const row = Array.from(document.querySelectorAll("#main .sheet .p")).at(-1);
        row.scrollIntoView({block: "center"});
        const node = liveOf(row), range = document.createRange();
        range.setStart(node, node.length - 1); range.setEnd(node, node.length);
        const b = range.getBoundingClientRect(), x = b.left + 2, y = (b.top + b.bottom) / 2;
        row.dispatchEvent(new MouseEvent("click", {bubbles: true, clientX: x, clientY: y}));
        return range.toString();
        function liveOf(row) {
          const walker = document.createTreeWalker(row, NodeFilter.SHOW_TEXT);
          let node, last;
          while ((node = walker.nextNode()))
            if (!node.parentElement.closest("[data-e]") && node.data.trim()) last = node;
          return last;
        }"""
    )
    (line,) = active(browser)
    assert word in dict(lines)[line]
    assert word in marked(browser)


def test_keys_show_and_hide_the_page_and_zoom_it(browser: Browser, server: Server) -> None:
    beside(browser, server, 0)
    width = box(browser, "document.querySelector('.stage')")["width"]
    browser.press("+")
    browser.press("+")
    assert box(browser, "document.querySelector('.stage')")["width"] > 1.6 * width
    browser.press("-")
    browser.press("0")
    assert box(browser, "document.querySelector('.stage')")["width"] == pytest.approx(width, abs=16)
    browser.press("p")
    assert not browser.all(".boxes")
    assert not browser.js("return document.documentElement.scrollWidth > innerWidth")
    # It is as it was left, in the next document and after the page is loaded again.
    show(browser, server, 0)
    assert not browser.all(".boxes")
    browser.press("p")
    browser.until(lambda: browser.all(".boxes .line"))
    show(browser, server, 0)
    browser.until(lambda: browser.all(".boxes .line"))
    assert not browser.js("return document.documentElement.scrollWidth > innerWidth")


def test_arrows_go_through_the_lines_as_they_are_read(browser: Browser, server: Server) -> None:
    beside(browser, server, 0)
    browser.js("document.querySelector('.boxes [tabindex=\"0\"]').focus()")
    browser.press("\ue015", "\ue015")
    assert browser.js("return document.activeElement.getAttribute('aria-label')").startswith("3：")
    assert active(browser) == [int(browser.js("return document.activeElement.dataset.line"))]
    assert marked(browser)


def test_two_fingers_zoom(browser: Browser, server: Server) -> None:
    beside(browser, server, 0)
    width = box(browser, "document.querySelector('.stage')")["width"]
    frame = box(browser, "document.querySelector('#viewport')")
    x, y = frame["left"] + frame["width"] / 2, frame["top"] + frame["height"] / 2

    def touch(kind: str, *spread: float) -> None:
        points = [{"x": x + by, "y": y, "id": at} for at, by in enumerate(spread)]
        event = {"type": kind, "touchPoints": points}
        browser.driver.execute_cdp_cmd("Input.dispatchTouchEvent", event)

    touch("touchStart", -30, 30)
    touch("touchMove", -45, 45)
    touch("touchMove", -75, 75)
    touch("touchEnd")
    assert box(browser, "document.querySelector('.stage')")["width"] > 2 * width


def test_a_turned_page_of_pdf_is_drawn_with_its_lines(browser: Browser, server: Server) -> None:
    beside(browser, server, 1)
    size = browser.until(
        lambda: browser.js(
            "const i = document.querySelector('.stage img');"
            "return i && i.complete && [i.naturalWidth, i.naturalHeight]"
        )
    )
    assert size[0] / size[1] == pytest.approx(200 / 300, abs=0.01)
    stage, line = box(browser, "document.querySelector('.stage')"), box(browser, LINE % 0)
    assert line["width"] > 4 * line["height"]
    assert stage["left"] <= line["left"] <= line["right"] <= stage["right"]


def test_where_there_is_no_image_nothing_is_shown_unasked(browser: Browser, server: Server) -> None:
    browser.js("localStorage.setItem('restore-report.facsimile', '1')")
    show(browser, server, 2)
    assert not browser.all(".boxes")
    assert not browser.all("#facsimile-button:not([hidden])")
    show(browser, server, 3)
    browser.until(lambda: browser.all("#facsimile-button:not([hidden])"))
    assert not browser.all(".boxes")
    # Asked for, the words stand in their boxes.
    browser.press("p")
    browser.until(lambda: browser.all(".stage.bare .print"))


@pytest.mark.skipif(not AXE.is_file(), reason="axe-core is not fetched (see .ci/run)")
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_page_at_every_width_for_those_who_cannot_see(
    browser: Browser, server: Server, theme: str
) -> None:
    browser.js("localStorage.setItem('restore-report.facsimile', '1')")
    for view, keys in (
        ("overview", ""),
        ("document&doc=0", "j"),
        ("document&doc=0", "jp"),
        ("document&doc=3", "pj"),
        ("document&doc=2", "jv"),
        ("figures", ""),
        ("done", ""),
        ("done", "?"),
    ):
        browser.open(f"http://{server.host}/#view={view}&lang=zh&theme={theme}")
        browser.until(lambda: browser.all("#main > *"))
        if view == "document&doc=0":
            browser.until(lambda: browser.all(".boxes .line") or not browser.all(".frame.paged"))
        browser.press(*keys)
        assert browser.axe() == [], (view, keys)
        assert not browser.js("return document.documentElement.scrollWidth > innerWidth"), view


def test_a_chosen_edit_is_never_under_the_page_or_the_card(
    browser: Browser, server: Server
) -> None:
    beside(browser, server, 0)
    for _ in range(6):
        browser.press("j")
        place = browser.until(lambda: browser.all(".mark.current, .gone.current"))[0].rect
        hidden = browser.js(
            "const e = document.querySelector('.mark.current, .gone.current');"
            "const b = e.getClientRects()[0], x = b.left + 2, y = b.top + b.height / 2;"
            "const top = document.elementFromPoint(x, y);"
            "return top ? Boolean(top.closest('.panel, .facsimile, .top')) : true"
        )
        assert not hidden, place
