"""The figures page in a real browser: deciding by keys, one kind at a time, and how it looks."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from restore.cli import main
from restore.core.decisions import Choice, standings
from restore.review.store import read_decisions
from tests.cli.helpers import put
from tests.review.browser import AXE, Browser, chromium
from tests.review.serving import Server, serving

pytest.importorskip("starlette", reason="the extra [review] is not installed")
pytest.importorskip("uvicorn", reason="the extra [review] is not installed")

WIDTHS = (390, 1280, 1920)
DATED = "（2024年1月{}日）\n过去一年，"
TEXTS = {
    "a": DATED.format(29) + "全区三级政协1064名特邀调解员，参与调解案件5633件，成功调解3791件。\n",
    "b": DATED.format(30) + "自治区三级政协的特邀调解员1064人，参与调解案件5638件，得到肯定。\n",
    "c": DATED.format(31) + "全县新建学校3所、医院2所，共6所。\n",
}
COUNTS = {2019: 1200, 2020: 1314, 2022: 13140, 2023: 1388}
for year, count in COUNTS.items():
    TEXTS[f"y{year}"] = (
        f"清河县人民政府{year}年工作报告\n（{year + 1}年1月10日）\n{year}年，全县办理人大代表建议{count}件，"
        f"全县接待游客{3650 + year - 2019}万人次。新建学校3所、医院2所，共6所。\n"
    )
CHINESE = "return [...document.querySelectorAll(arguments[0])].map((e) => { const c = e.cloneNode(true);" \
    " c.querySelectorAll('[lang|=zh]').forEach((x) => x.remove()); return c.textContent; }).join(' ')"  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("figures")
    for name, text in TEXTS.items():
        put(place / "in" / f"{name}.txt", text)
    with pytest.raises(SystemExit) as stop:
        main(["clean", str(place / "in"), "-o", str(place / "out")])
    assert stop.value.code == 0
    return place


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture
def desk(folder: Path, browser: Browser, tmp_path: Path) -> Iterator[tuple[Server, Path]]:
    decisions = tmp_path / "decisions.jsonl"
    with serving(folder / "out", "--decisions", str(decisions)) as running:
        browser.resize(1280)
        browser.open(running.link)
        browser.until(lambda: browser.all(".hero"))
        browser.js("location.hash = '#view=figures&lang=zh&theme=light'")
        browser.until(lambda: browser.all("[data-f]"))
        yield running, decisions


def chosen(browser: Browser) -> str | None:
    return browser.js(
        "return (document.querySelector('.finding.current') || {dataset: {}}).dataset.f"
    )


def said(decisions: Path) -> list[tuple[str, Choice]]:
    found = standings(read_decisions(decisions).decisions)
    return [(name, one.effective.decision) for name, one in found.items() if one.effective]


def test_keys_decide_every_finding_and_undo_leads_back(
    browser: Browser, desk: tuple[Server, Path]
) -> None:
    _, decisions = desk
    queue = browser.js("return JSON.parse(document.getElementById('corpus').textContent).queue")
    wanted = [name for _, name, cause in queue if cause < 0]
    assert len(wanted) == len(TEXTS) - 1
    met = []
    browser.press("g")
    for key in ["a", *"r" * (len(wanted) - 1)]:
        met.append(browser.until(lambda: chosen(browser)))
        browser.press(key)
        browser.until(lambda: browser.all(".page.done") or chosen(browser) != met[-1])
    assert met == wanted
    browser.until(lambda: browser.all(".page.done"))
    assert browser.text("#side .nav:nth-of-type(2) .badge") == ""
    assert said(decisions) == [(met[0], Choice.ACCEPT)] + [(one, Choice.REJECT) for one in met[1:]]
    browser.press("u")
    assert browser.until(lambda: chosen(browser)) == met[-1]
    assert browser.text("#progress-words").startswith(f"已决 {len(wanted) - 1} 处")
    browser.press("c", *"查证", "\ue007", "a")
    browser.until(lambda: browser.all(".page.done"))
    assert read_decisions(decisions).decisions[-1].comment == "查证"
    # In another tab, and in another language, it is known.
    browser.open(browser.driver.current_url.split("#")[0])
    browser.until(lambda: browser.all(".hero"))
    browser.js("location.hash = '#view=figures&lang=en&theme=dark'")
    browser.until(lambda: browser.all(".finding .said"))
    assert "says it is real" in browser.text(f'[data-f="{met[0]}"] .said')


def test_one_kind_is_decided_at_once_and_undone_at_once(
    browser: Browser, desk: tuple[Server, Path]
) -> None:
    _, decisions = desk
    browser.press("j", "j")
    first = chosen(browser)
    browser.press("R")
    browser.until(lambda: browser.js("return document.getElementById('ask').open"))
    number = len(TEXTS) - 2
    assert str(number) in browser.text("#ask h2")
    assert len(browser.all("#ask li")) == number
    browser.press("r")
    browser.until(lambda: len(said(decisions)) == number)
    browser.until(lambda: chosen(browser) != first)
    browser.press("u")
    browser.until(lambda: not said(decisions))


def test_a_correction_says_what_is_right_and_changes_the_text_if_asked(
    browser: Browser, desk: tuple[Server, Path]
) -> None:
    _, decisions = desk
    browser.press("j", "e")
    browser.until(lambda: browser.all("#right"))
    first = chosen(browser)
    # The other sentence's figure is offered.
    assert browser.js("return document.getElementById('right').value") == "5633件"
    browser.js("document.querySelector('input[name=spot][value=\"0\"]').click()")
    assert browser.js("return document.getElementById('right').value") == "5638件"
    browser.js("document.getElementById('change-text').click()")
    browser.js("document.getElementById('right').focus()")
    browser.press("\ue007")
    browser.until(lambda: len(read_decisions(decisions).decisions) == 2)
    figure, own = read_decisions(decisions).decisions
    assert (figure.decision, figure.text) == (Choice.AMEND, "5638件")
    assert (own.stage, own.before, own.after) == ("review", "5633件", "5638件")
    browser.until(lambda: chosen(browser) != first)
    browser.press("u")
    browser.until(lambda: not said(decisions))


def test_a_report_without_a_server_keeps_decisions_too(folder: Path, browser: Browser) -> None:
    browser.resize(1280)
    browser.open((folder / "out" / "report" / "index.html").as_uri() + "#view=figures&lang=zh")
    browser.until(lambda: browser.all("[data-f]"))
    browser.js("localStorage.setItem('restore-report.who', '乙')")
    browser.js("localStorage.setItem('restore-report.language', 'zh')")
    browser.driver.refresh()
    browser.until(lambda: browser.all("[data-f]"))
    browser.press("j")
    name = browser.until(lambda: chosen(browser))
    browser.press("r")
    browser.until(lambda: "已决 1 处" in browser.text("#progress-words"))
    browser.driver.refresh()
    browser.until(lambda: browser.all(f'[data-f="{name}"] .said'))
    browser.js("localStorage.clear()")


@pytest.mark.parametrize("width", WIDTHS)
def test_it_fits_every_width_in_both_languages_and_themes(
    folder: Path, browser: Browser, width: int
) -> None:
    browser.resize(width)
    browser.problems()
    page = (folder / "out" / "report" / "index.html").as_uri()
    for language, theme in (("zh", "light"), ("en", "dark")):
        browser.open(f"{page}#view=figures&lang={language}&theme={theme}")
        browser.until(lambda: browser.all("[data-f]"))
        browser.press("j")
        browser.until(lambda: browser.all(".finding.current .decide-row"))
        assert browser.js("return document.documentElement.scrollWidth <= innerWidth")
        box = browser.js(
            "return document.querySelector('.finding.current').getBoundingClientRect()"
        )
        assert box["left"] >= 0
        assert box["right"] <= width
        assert len(browser.all(".finding.current .fig b")) == 2
        charts = browser.all(".chart")
        assert charts
        for chart in charts:
            title, told = chart.get_attribute("aria-labelledby").split()
            assert browser.text(f"#{title}")
            assert "2020" in browser.text(f"#{told}")
        # 2021 is a gap, and the tenfold year is flagged, in the picture and beside it.
        assert browser.all(".chart .gap")
        assert browser.all(".chart .bar.jump")
        assert browser.all(".series-table tr.jump")
        if AXE.exists():
            assert browser.axe() == []
        if language == "en":
            left = browser.js(CHINESE, ".explain, .figure > header, .sure, .hero, .decide-row")
            # Only the figures themselves are quoted.
            assert not re.search("[\u4e00-\u9fff]", re.sub(r"[0-9]+[所件名人]", "", left)), left
    assert browser.problems() == []


def test_words_on_figures_that_have_changed_are_shown(
    folder: Path, browser: Browser, tmp_path: Path
) -> None:
    line = {
        "id": "1", "edit": "g0123", "document": "a.txt", "decision": "amend", "text": "5639件",
        "who": "丙", "when": "2024-01-01T00:00:00.000Z", "stage": "figures", "rule": "conflict",
        "before": "5633件", "after": "5638件", "source": [0, 5], "context": ["", ""],
    }  # fmt: skip
    decisions = tmp_path / "decisions.jsonl"
    decisions.write_text(json.dumps(line) + "\n", "utf-8")
    with serving(folder / "out", "--decisions", str(decisions)) as running:
        browser.resize(1280)
        browser.open(running.link)
        browser.until(lambda: browser.all(".hero"))
        browser.js("location.hash = '#view=figures&lang=zh&theme=light'")
        browser.until(lambda: browser.all("[data-f]"))
        assert browser.text("#figure-results > section:last-child h2") == "数字已变的判定 · 1"
        row = browser.text("#figure-results > section:last-child tbody")
        assert "5633件 / 5638件" in row
        assert "5639件" in row
        assert not browser.all(".said")
