"""Pages that form feeds part: their numbers and heads go, before lines are joined across them."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from restore.core.document import Document
from restore.core.edits import Proposal
from restore.language.model import LanguageModel
from restore.layout.fed_pages import FedPages, PageLine, fed_pages
from restore.layout.joins import joins_of
from restore.layout.lines import lines_and_columns
from restore.layout.moves import in_order
from restore.layout.page_counts import Count, Seen, count_of, counting
from restore.layout.page_frames import propose_page_edges
from restore.layout.running_titles import Title, may_be_title, repeated_titles, same_title
from restore.pipeline import Restored, restore_text
from restore.settings import CorrectionSettings, DedupSettings, LayoutSettings, Settings
from tests.strategies import texts
from tests.tools import SEEDS

LAYOUT = Settings(dedup=DedupSettings(enabled=False), correction=CorrectionSettings(enabled=False))
HEAD, BOOK = "北山县志·人物卷", "北山县地方志丛书"
WIDTH, LINES = 30, 10

MODEL = LanguageModel.load()
Page = list[str]
Make = Callable[[int, Page], Page]


@lru_cache(maxsize=1)
def paragraphs() -> tuple[str, ...]:
    text = sorted(SEEDS.glob("*.txt"))[4].read_text("utf-8")
    found = [line.strip() for line in text.splitlines()]
    whole = [line for line in found if 90 < len(line) < 400 and line[-1] == "。"]
    # No figure is cut by the end of a line: such are never joined.
    return tuple(line for line in whole if not line.startswith("2023年"))


@lru_cache(maxsize=1)
def pages() -> tuple[tuple[str, ...], ...]:
    """Paragraphs set in lines of one width, so many on a page."""
    lines: list[str] = []
    for paragraph in paragraphs():
        words = f"\u3000\u3000{paragraph}"
        lines += [words[at : at + WIDTH] for at in range(0, len(words), WIDTH)]
    return tuple(tuple(lines[at : at + LINES]) for at in range(0, len(lines), LINES))


def restored(text: str, settings: Settings = LAYOUT) -> Restored:
    result = restore_text(text, settings=settings)
    assert result.log.replay(text) == result.text
    assert result.log.revert(result.text) == text
    return result


def book(make: Make, between: str = "\n\f") -> str:
    return between.join("\n".join(make(*page)) for page in enumerate(map(list, pages())))


@lru_cache(maxsize=1)
def bare() -> str:
    return restored("\n".join(line for page in pages() for line in page)).text


def chapter(number: int) -> str:
    return ("卷一 山川形胜", "卷二 风俗物产")[number % 8 // 4]


def roman(number: int) -> str:
    tens, ones = divmod(number, 10)
    return "x" * tens + ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")[ones]


@pytest.mark.parametrize(
    "make",
    [
        lambda number, page: [*page, f" {number + 13}"],
        lambda number, page: [f"{number + 13}", *page],
        lambda number, page: [*page, f"- {number + 13} -"],
        lambda number, page: [*page, f"第{number + 13}页"],
        lambda number, page: [*page, f"第 {number + 1} 页 共 39 页"],
        lambda number, page: [*page, f"共39页  第{number + 1}页"],
        lambda number, page: [*page, f"{number + 1}/39"],
        lambda number, page: [*page, f"Page {number + 1} of 39"],
        lambda number, page: [*page, roman(number + 1)],
        lambda number, page: [*page, f"— {'一二三四五六七八九'[number % 9]} —"],
        lambda number, page: [f"{number + 13} {BOOK}", *page],
        lambda number, page: [f"{BOOK}      {number + 13}", *page],
        lambda number, page: [f"{BOOK} ·{number + 13}·", *page],
        lambda number, page: [f"{number} {BOOK}" if number % 2 else f"{HEAD} {number}", *page],
        lambda number, page: [f"{chapter(number)}   {number + 13}", *page],
        lambda number, page: [*([BOOK] if number else []), *page, f"{number + 1}"],
        lambda number, page: [*([BOOK, f"{number}"] if number else []), *page],
        lambda number, page: [*([f"{number}", BOOK] if number else []), *page],
        lambda number, page: [*page, "内部资料 注意保存", f"{number + 1}"],
        lambda number, page: [*page, f"{number + 1}", "内部资料 注意保存"],
        lambda number, page: [*page, *([f"{number + 1}"] if number % 4 else [])],
        lambda number, page: [*page, f"{number + 21}".replace("1", "l")],
        lambda number, page: [*page, f"{number + (1 if number < 5 else 9)}"],
        lambda number, page: ["", *page, "", "", f"{'':20}{number + 1}", ""],
        lambda number, page: [*(f"      {line}" for line in page), "", f"{'':20}{number + 1}"],
    ],
)  # fmt: skip
def test_numbers_and_heads_go_and_sentences_run_over_them(make: Make) -> None:
    assert restored(book(make)).text == bare()


@pytest.mark.parametrize(
    "between", ["\f", "\n\f", "\r\n\f", "\n\f\n", "\r\n\f\r\n", "\n\n\f\n\n", "\n\f\f"]
)
def test_a_form_feed_stands_where_it_likes(between: str) -> None:
    text = book(lambda number, page: [*([BOOK] if number else []), *page, f"{number + 1}"], between)
    assert restored(text).text == bare()
    assert restored(f"{text}{between}").text == bare()


def test_a_head_goes_that_was_misread() -> None:
    def make(number: int, page: Page) -> Page:
        head = BOOK.replace("地", "坤") if number % 3 == 1 else BOOK
        return [*([head] if number else []), *page, f"{number + 1}"]

    assert restored(book(make)).text == bare()


def test_everything_stands_in_the_log() -> None:
    result = restored(book(lambda number, page: [BOOK, *page, f"{number + 1}"]))
    gone = [edit for edit in result.edits if edit.rule == "furniture" and edit.applied]
    numbers = [edit.before.strip() for edit in gone if edit.before.strip().isdecimal()]
    assert numbers == [str(number + 1) for number in range(len(pages()))]
    assert len(gone) == 2 * len(pages()) - 1
    assert result.text.startswith(BOOK)
    assert result.text.count(BOOK) == 1


@pytest.mark.parametrize(
    "line",
    [
        lambda number: f"{number + 1}、切实加强组织领导",
        lambda number: f"{number + 1}. 切实加强组织领导",
        lambda number: f"① 见《北山县志》卷{number + 1}",
        lambda number: f"{(number * 37) % 50}",
        lambda number: f"合计{number + 1}",
        lambda number: f"附件{number + 1}",
    ],
)
def test_what_stands_at_the_foot_and_is_text_stays(line: Callable[[int], str]) -> None:
    text = book(lambda number, page: [*page, line(number), f"{number + 1}"])
    clean = restored(text).text
    for number in range(len(pages())):
        assert line(number)[-6:] in clean
    proposed = propose_page_edges(
        Document.from_text(book(lambda number, page: [*page, line(number)])), LayoutSettings()
    )
    assert all(edit.rule == "blank" for edit in proposed.proposals)


def test_rows_and_verses_and_forms_stay() -> None:
    table = "\n\f".join(f"序号\n{n}\n{n + 1}\n{n + 2}\n" for n in range(1, 25, 3))
    rows = "\n\f".join(f"序号\n名称\n{n}\n{n + 1}" for n in range(8))
    psalms = "\n\f".join(f"{n + 1}\n我挥一挥衣袖\n不带走一片云彩\n" for n in range(8))
    years = "\n\f".join(f"{n + 1961} 年大事记\n修渠{n}里。\n" for n in range(8))
    forms = "\n\f".join(f"附件 {n + 1}\n姓名：\n电话：\n" for n in range(8))
    slides = "\n\f".join(f"{n + 1} 背景{n}\n加强领导{n}\n落实责任\n" for n in range(8))
    for text in (table, rows, psalms, years, forms, slides):
        document = Document.from_text(text)
        assert propose_page_edges(document, LayoutSettings()).proposals == ()


def test_two_documents_are_no_pages() -> None:
    text = "会议讨论了预算。\n1\f会议通过了预算。\n2"
    assert restored(text).text == "会议讨论了预算。\n1\n会议通过了预算。\n2\n"
    articles = "\n\f\n".join(f"标题{number}\n会议通过了预算。" for number in range(5))
    assert restored(articles).text.count("\f") == 4


def test_two_pages_are_pages_if_a_sentence_runs_over() -> None:
    page = list(pages()[0])
    cut = "\n".join([*page[:3], "1"]) + "\n\f" + "\n".join([*page[3:], "2"])
    assert restored(cut).text == restored("\n".join(page)).text


def test_what_is_to_be_kept_stays() -> None:
    text = book(lambda number, page: [*([BOOK] if number else []), *page, f"{number + 1}"])
    kept = Settings(
        dedup=DedupSettings(enabled=False),
        correction=CorrectionSettings(enabled=False),
        layout=LayoutSettings(furniture=False),
    )
    assert restored(text, kept).text.count(BOOK) == len(pages()) - 1


def test_the_first_head_stays_where_a_chapter_may_begin() -> None:
    """No sentence runs over to the page whose head stands nowhere before."""

    def make(number: int, page: Page) -> Page:
        end = ["全年工作到此结束。"] if number == 2 else []
        return [*([BOOK] if number < 3 else [HEAD]), *page, *end, f"{number + 1}"]

    clean = restored(book(make)).text
    assert clean.count(BOOK) == 1
    assert f"全年工作到此结束。\n{HEAD}\n" in clean
    assert clean.count(HEAD) == 1


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("13", (13, "arabic", "")),
        ("第 13 页 共 39 页", (13, "arabic", "")),
        ("共39页 第13页", (13, "arabic", "")),
        ("13/39", (13, "arabic", "")),
        ("— xiv —", (14, "roman", "")),
        ("十三", (13, "chinese", "")),
        ("一三", (13, "chinese", "")),
        ("l3", (13, "arabic", "")),
        ("13 人民文革論", (13, "arabic", "人民文革論")),
        ("人民文革論 · 13", (13, "arabic", "人民文革論")),
        ("1966 年大事记", None),
        ("3、加强领导", None),
        ("附件 1", None),
        ("附件1", None),
        ("人" * 57 + " 12", (12, "arabic", "人" * 57)),
        ("人" * 58 + " 12", None),
    ],
)
def test_numbers_are_read(line: str, found: Count | None) -> None:
    assert count_of(line) == found


def seen(*values: tuple[int, int]) -> list[Seen]:
    return [Seen(page, False, 0, page, Count(value, "arabic", "")) for page, value in values]


def test_numbers_count_pages_from_three_on_and_are_most() -> None:
    def runs(*values: tuple[int, int], pages: int = 20) -> list[list[int]]:
        return [[item.page for item in run] for run in counting(seen(*values), range(pages))]

    assert runs((0, 4), (1, 5), (2, 6)) == [[0, 1, 2]]
    assert runs((0, 4), (1, 5)) == []
    assert runs((0, 4), (1, 5), pages=2) == [[0, 1]]
    # Every second page, but no further apart than four.
    assert runs((0, 4), (2, 6), (4, 8)) == [[0, 2, 4]]
    assert runs((0, 4), (4, 8), (8, 12)) == []
    assert runs((0, 4), (1, 5), (6, 10)) == []
    # Others on as many pages speak against it.
    assert runs((0, 4), (1, 9), (2, 6), (3, 1), (5, 9)) == [[0, 2, 5]]
    assert runs((0, 4), (1, 9), (2, 6), (3, 1), (4, 40), (5, 9)) == []
    # Between two runs numbers may jump.
    ends = (0, 4), (1, 5), (2, 6), (4, 12), (5, 13), (6, 14)
    assert runs(*ends, (3, 9)) == [[0, 1, 2, 3], [4, 5, 6]]
    assert runs(*ends, (3, 20)) == [[0, 1, 2], [4, 5, 6]]


def test_titles_are_one_but_for_one_character_in_six() -> None:
    assert same_title("北山县地方志", "北山县坤方志")
    assert not same_title("北山县方志", "北山县坤志")
    assert not same_title("北山县地方志", "北山县坤万志")
    assert not same_title("第十一章总论篇", "第十二章总论篇")
    assert not same_title("第十一章总论篇", "第十章总论篇")


def test_titles_come_again_within_four_pages_and_on_three() -> None:
    def times(*numbers: int, counted: bool = False) -> int:
        return len(repeated_titles([Title(page, page, BOOK, counted) for page in numbers]))

    assert times(0, 1, 2) == times(0, 4, 8) == 1
    assert times(0, 1) == times(0, 5, 10) == 0
    assert times(0, 1, counted=True) == 1
    assert times(0, counted=True) == 0


@pytest.mark.parametrize(
    ("line", "title"),
    [
        (BOOK, True), ("卷三", False), ("北山志", True), ("北" * 40, True), ("北" * 41, False),
        ("单位：万元", False), ("地址：北山县城东关街十二号", True), ("序号  名称  数量", False),
        ("北山县志   人物卷", True), ("会议结束了。", False), ("| 序号 |", False), ("******", False),
    ],
)  # fmt: skip
def test_what_may_be_a_title(line: str, title: bool) -> None:
    assert may_be_title(line) is title


def runs_over(before: str, behind: str) -> bool:
    body = "县" * 30
    words = [body, body, body, before, behind, body, body, body]
    lines = [PageLine(0, 0, item) for item in words]
    return FedPages(lines, [0] * 4 + [1] * 4).run_over(())[1]


def test_a_sentence_runs_over_a_page() -> None:
    full = "县" * 30
    assert runs_over(full, full)
    assert runs_over(full, "县。")
    assert not runs_over(full, "县")
    assert not runs_over(f"{full}。", full)
    assert not runs_over(f"{full}：", full)
    assert not runs_over(full, f"一、{full}")
    assert not runs_over(f"{full}  县", full)
    assert runs_over("县" * 24, full)
    assert not runs_over("县" * 23, full)
    assert runs_over("县，" + "县" * 13, full)
    assert not runs_over("县，" + "县" * 12, full)


def test_empty_lines_part_paragraphs_where_they_stand_within_pages() -> None:
    def spaced(count: int) -> bool:
        page = ["县\n"] * 21
        for place in range(count):
            page[place] = "县\n\n"
        text = "".join(page) + "\f" + "".join(page[:1])
        found = fed_pages(Document.from_text(text.replace("\f", "\n\f")))
        assert found is not None
        return found.spaced

    assert not spaced(1)
    assert spaced(2)


def test_lines_in_order_are_joined_by_their_width_alone() -> None:
    """Lines in no order, which the model takes for those of mixed columns."""
    within = [
        line for page in pages() for line in page if len(line) == WIDTH and line[0] != "\u3000"
    ]
    lines, cols = lines_and_columns("\n".join(sorted(within)[:30]))
    assert len(joins_of(lines, cols, MODEL)) < 10
    assert len(joins_of(lines, cols, MODEL, ordered=True)) > 25


def test_in_order_nothing_moves_and_no_article_ends_within_a_sentence() -> None:
    text = "会议指出，要凝心\n聚力。\n会议\n"
    move = Proposal("layout", "move", 0, 9, "", 0.95, ())
    within, behind, gone = (
        Proposal("layout", "article_break", *span, 0.95, ())
        for span in ((9, 9, "\f\n"), (13, 13, "\f\n"), (9, 13, ""))
    )
    assert in_order(text, [move, within, behind, gone]) == [behind, gone]


def pages_that_run_over(count: int) -> bool:
    full = "县" * 44
    ends = [full] * count + [f"{full}。"] * (20 - count)
    text = "\n\f".join(f"{full}\n{full}\n{end}" for end in [*ends, full])
    return propose_page_edges(Document.from_text(text), LayoutSettings()).in_order


def test_pages_without_numbers_are_in_order_if_sentences_run_over() -> None:
    assert pages_that_run_over(6)
    assert not pages_that_run_over(5)


def test_without_a_form_feed_nothing_is_known() -> None:
    assert fed_pages(Document.from_text("一\n1\n二\n2\n")) is None
    assert not propose_page_edges(Document.from_text("一\f"), LayoutSettings()).proposals


@given(texts(80) | st.text(alphabet="甲乙，。\n\f 123第页", max_size=120))
def test_any_text_reverts(text: str) -> None:
    restored(text)
