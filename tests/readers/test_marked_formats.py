"""Formats of marked-up text: structure, encodings, main text, hostile files."""

from __future__ import annotations

import io
import sys
import zipfile
from contextlib import suppress
from html import unescape
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from restore.core.regions import Form
from restore.errors import InputError
from restore.pipeline import restore_corpus
from restore.readers import Source
from restore.readers.html import parse_page
from restore.readers.html_blocks import blocks_of
from restore.readers.tree import Run
from restore.settings import Settings
from restore.writers.pages import write_back
from tests.readers.formats import SAMPLES, read, sample
from tests.writers.test_pages import change
from tools.make_text_samples import (
    BODY,
    CAPTION,
    HEADING,
    ITEMS,
    NOTE,
    ROWS,
    TITLE,
    packed,
)
from tools.make_text_samples import (
    SAMPLES as MADE,
)

TABLE = tuple("\t".join(row) for row in ROWS)
WEB = ("authority.html", "newspaper.xhtml", "encyclopedia.html", "archive.mhtml")
#: Of each sample: its format, and what must stand in it, line by line and in this order.
LINES = {
    "authority.html": ("html", (TITLE, *BODY, HEADING, *TABLE, CAPTION, f"注：{NOTE}")),
    "newspaper.xhtml": ("html", (TITLE, *BODY)),
    "encyclopedia.html": ("html", (TITLE, *BODY, HEADING, *ITEMS, *TABLE, CAPTION)),
    "archive.mhtml": ("mhtml", (TITLE, *BODY)),
    "book.epub": ("epub", (TITLE, *BODY, HEADING, *ITEMS, *TABLE, NOTE)),
    "report.docx": ("docx", (TITLE, *BODY, *ITEMS, HEADING, *TABLE, "面积按S=ab计算。", NOTE)),
    "letter.odt": ("odt", (TITLE, *BODY, NOTE, *ITEMS, HEADING, *TABLE)),
    "letter.rtf": ("rtf", (TITLE, *BODY)),
    "edition.xml": ("tei", (TITLE, *BODY, "原文作错字，今改。", NOTE, HEADING, *TABLE)),
}


def forms(source: Source) -> list[tuple[Form, str]]:
    assert source.page is not None
    text = source.document.source
    return [(item.form, text[item.start : item.end]) for item in source.page.hints().regions]


def lines(data: str, name: str = "a.html") -> list[str]:
    (source,) = read(data, name)
    return source.document.source.split("\n")


@pytest.mark.parametrize("name", MADE)
def test_the_samples_are_those_that_the_tool_makes(name: str) -> None:
    made, kept = MADE[name](), (SAMPLES / name).read_bytes()
    if made[:2] == b"PK":
        # How zlib packs is its own business.
        with zipfile.ZipFile(io.BytesIO(made)) as one, zipfile.ZipFile(io.BytesIO(kept)) as two:
            assert [(i, one.read(i)) for i in one.namelist()] == [
                (i, two.read(i)) for i in two.namelist()
            ]
    else:
        assert made == kept


@pytest.mark.parametrize("name", LINES)
def test_the_text_is_whole_and_in_order(name: str) -> None:
    format, expected = LINES[name]
    source = sample(name)
    assert source.format == format
    found = [line.strip("\u3000") for line in source.document.source.split("\n")]
    assert [line for line in found if line in expected] == list(expected)
    # What stands beside it is no more than a line or two, and no menu.
    assert len(found) - len(expected) <= 2
    assert "水利" not in source.document.source
    assert "首页" not in source.document.source


@pytest.mark.parametrize(
    "name",
    [
        "authority.html",
        "encyclopedia.html",
        "book.epub",
        "report.docx",
        "letter.odt",
        "edition.xml",
    ],
)
def test_rows_and_headings_are_told_and_rows_stay(name: str) -> None:
    source = sample(name)
    found = forms(source)
    assert [text for form, text in found if form is Form.TABLE_ROW] == list(TABLE)
    assert [text for form, text in found if form is Form.HEADING] == [TITLE, HEADING]
    assert source.page is not None
    run = restore_corpus(
        [source.document],
        settings=Settings(),
        check_figures=False,
        hints=lambda _: source.page.hints(),  # type: ignore[union-attr]
    )
    (restored,) = run.restored
    for row in TABLE:
        assert f"\n{row}" in restored.text
    assert "纪律严明" in restored.text
    kinds = {block.form for block in restored.blocks}
    assert {Form.TABLE_ROW, Form.HEADING} <= kinds


def test_what_is_no_prose_within_a_line_is_told() -> None:
    assert forms(sample("encyclopedia.html"))[-4:] == [
        (Form.IMAGE, CAPTION),
        (Form.FORMULA, "³"),
        (Form.FORMULA, "₂"),
        (Form.CODE_SPAN, "pH_value"),
    ]
    assert (Form.FORMULA, "S=ab") in forms(sample("report.docx"))
    assert (Form.FOOTNOTE, NOTE) in forms(sample("book.epub"))
    assert (Form.VERSE, "青山不老") in forms(sample("edition.xml"))


def test_a_figure_set_high_is_no_part_of_the_number() -> None:
    assert lines("<p>约10<sup>8</sup>个，见<sup>[2]</sup>注<sup>TM</sup></p>") == [
        "约10⁸个，见注TM"
    ]


@pytest.mark.parametrize("name", ["gb2312", "big5", "utf-8"])
@pytest.mark.parametrize("named", [True, False])
def test_a_page_is_read_as_it_says_that_it_is_encoded(name: str, named: bool) -> None:
    words = "會議指出，全縣各單位要認真學習貫徹會議精神，" if name == "big5" else BODY[1]
    head = f"<meta http-equiv=Content-Type content='text/html;charset={name}'>" if named else ""
    page = f"<html><head>{head}</head><body><p>{words}</p></body></html>"
    (source,) = read(page.encode(name), "a.html")
    assert source.document.source == words
    assert source.writable


def test_a_wrong_charset_is_not_believed() -> None:
    page = f"<html><head><meta charset=iso-8859-1></head><p>{BODY[0]}</p></html>"
    for encoding in ("utf-8", "gb18030"):
        (source,) = read(page.encode(encoding), "a.html")
        assert source.document.source == BODY[0]


def test_what_browsers_forgive() -> None:
    assert lines("<p>甲一<p>乙二<div>丙三</div></b>丁四<ul><li>戊<li>己</ul><td>庚</i>") == [
        "甲一", "乙二", "丙三", "丁四", "戊", "己", "庚",
    ]  # fmt: skip
    assert lines("<p title='a>b' x=\"<p>\">甲 < 乙 &amp; 丙<!-- <p>无</p> --></p>") == [
        "甲 < 乙 & 丙"
    ]
    assert lines("<p>甲\n    乙 丙<br>丁\nA\n B</p>") == ["甲乙 丙", "丁A B"]
    assert lines("<p hidden>无</p><p style='display: none'>无</p><script>无</script><p>有") == [
        "有"
    ]
    assert lines("<pre>a = 1\n  b = 2</pre>") == ["a = 1", "  b = 2"]


PARAGRAPHS = (
    "　　村口的石刻立于河边，字迹已经模糊不清，村里的老人说，那是建村那一年立下的，后来河水改道，石刻才到了岸上。",
    "　　旧宅在村东，建于清末，至今还有人家住在里面，门前的古树也有一百多年了，每到夏天，老人都在树下乘凉。",
)
LETTER = "\n\n".join(
    "\n".join(words[place : place + 22] for place in range(0, len(words), 22))
    for words in PARAGRAPHS
)


def test_a_letter_as_it_was_typed_is_prose() -> None:
    page = f"<html><pre>\n{LETTER}\n</pre></html>".encode()
    (source,) = read(page, "letter.html")
    assert [item.form for item in forms(source)] == []
    run = restore_corpus(
        [source.document],
        settings=Settings(),
        hints=lambda _: source.page.hints(),  # type: ignore[union-attr]
    )
    (restored,) = run.restored
    assert restored.text.splitlines() == [words.strip() for words in PARAGRAPHS]
    document, log = change(source, ("古树", "老树"))
    assert write_back(source, document, log).data == page.replace("古树".encode(), "老树".encode())


@pytest.mark.parametrize(
    "inner",
    [
        # Code with comments, code that is marked, a list without a stop, a drawing.
        "def f():\n    # 求两数之和，返回结果。\n    return a + b",
        f"<code>{LETTER}</code>",
        "甲村\n  乙村\n  丙村\n丁村",
        "甲 ──→ 乙\n│      │\n丙 ──→ 丁",
    ],
)
def test_what_is_no_letter_keeps_its_lines(inner: str) -> None:
    (source,) = read(f"<html><pre>{inner}</pre></html>".encode(), "page.html")
    assert {form for form, _ in forms(source)} <= {Form.CODE, Form.CODE_SPAN}
    assert len(source.document.source.splitlines()) == len(inner.replace("\n\n", "\n").splitlines())


def test_a_table_that_lays_out_a_page_is_none() -> None:
    inner = "<table><tr><td>甲<td>1<tr><td>乙<td>2</table>"
    page = f"<table><tr><td>左<td>{inner}</td></tr><tr><td>下<td>右</table>"
    assert lines(page) == ["左", "甲\t1", "乙\t2", "下", "右"]
    assert (
        lines(f"<table><tr><td>甲<td>{'长' * 500}<tr><td>乙<td>丙</table>")[0]
        == f"甲\t{'长' * 500}"
    )
    assert lines(f"<table><tr><td>甲<td>{'长' * 501}<tr><td>乙<td>丙</table>")[0] == "甲"


def page(inner: str, title: str = "") -> str:
    menu = "".join(f"<li><a href=/{n}>栏目{n}</a></li>" for n in range(9))
    return f"<html><head><title>{title}</title></head><body><ul>{menu}</ul>{inner}</body></html>"


def test_the_title_is_the_line_that_the_page_is_named_after() -> None:
    text = "<div>" + "".join(f"<p>{item}</p>" for item in BODY) + "</div>"
    assert (
        lines(page(f"<div><p>{TITLE}</p></div><p>来源：某报</p>{text}", f"{TITLE}_某网"))[0]
        == TITLE
    )
    assert lines(page(f"<div><p>另有标题</p></div><p>来源：某报</p>{text}", "某网"))[0] == BODY[0]
    for between, taken in ((39, True), (40, False)):
        found = lines(page(f"<div><p>{TITLE}</p></div>{'<p>来源</p>' * between}{text}", TITLE))
        assert (found[0] == TITLE) is taken


def test_links_within_the_text_stay_and_lists_of_links_do_not() -> None:
    linked = f"<p>{BODY[0]}<a href=x>各乡镇</a>。</p><p><a href=y>相关的另一篇报道</a></p><p>{BODY[1]}</p>"
    assert lines(page(f"<div>{linked}<p>{BODY[2]}</p></div>")) == [f"{BODY[0]}各乡镇。", *BODY[1:]]


def test_a_page_without_menus_is_read_whole() -> None:
    assert lines("<html><body><p>甲</p><p><a href=x>乙</a>丙丁</p></body></html>") == [
        "甲",
        "乙丙丁",
    ]


def test_all_of_a_page_is_read_where_it_is_asked_for() -> None:
    raw = (SAMPLES / "authority.html").read_bytes()
    (source,) = read(raw, "a.html", format="html-whole")
    assert "首页" in source.document.source
    assert "版权所有©某县人民政府" in source.document.source


def test_what_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "readability", None)
    monkeypatch.setitem(sys.modules, "striprtf.striprtf", None)
    for name, extra in (("authority.html", "html"), ("letter.rtf", "rtf")):
        with pytest.raises(InputError, match=rf"restore-zh\[{extra}\]"):
            read((SAMPLES / name).read_bytes(), name)
    monkeypatch.setenv("PATH", "")
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le")
    with pytest.raises(InputError, match="install LibreOffice"):
        read(old, "a.doc")


@given(st.text(st.sampled_from("<>/=\"' \n!-apdivtrbliscript甲乙&;#1"), max_size=200))
def test_any_page_is_parsed_and_every_run_has_its_place(text: str) -> None:
    data = text.encode()
    root = parse_page(data, "a")
    for run in root.runs():
        assert unescape(data[run.low : run.high].decode()) == run.text
    for block in blocks_of(root):
        assert all(isinstance(part, (str, Run)) for part in block.parts)


@pytest.mark.parametrize(
    "data",
    [b"<a " * 100_000, b"<a ='\">" * 30_000 + b">", b"<!--" * 50_000, b"<p>" * 50_000 + b"x", b"<a " + b"x" * 500_000 + b">"],
)  # fmt: skip
def test_hostile_pages_are_bounded(data: bytes) -> None:
    with suppress(InputError):
        read(data, "a.html")


def test_hostile_archives_are_refused() -> None:
    container = MADE["book.epub"]()
    with zipfile.ZipFile(io.BytesIO(container)) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    bomb = packed({**parts, "OEBPS/text/chapter1.xhtml": b"<p>" + b" " * (65 << 20)})
    cases = {
        "unpacks to more than": bomb,
        "lacks its chapter": packed({k: v for k, v in parts.items() if "chapter1" not in k}),
        "no EPUB book": packed({"mimetype": b"application/epub+zip"}),
        "damaged": container[:900],
        "declares an entity": packed(
            {**parts, "OEBPS/content.opf": b"<!DOCTYPE p [<!ENTITY a 'b'>]><p>&a;</p>"}
        ),
    }
    for message, data in cases.items():
        with pytest.raises(InputError, match=message):
            read(data, "a.epub")


def test_finereader_knows_how_sure_it_was_and_what_else_it_saw() -> None:
    source = sample("abbyy.xml")
    assert source.format == "abbyy"
    assert source.page is not None
    lattice = source.page.hints().lattice
    assert lattice is not None
    place = source.document.source.index("记律")
    assert lattice.readings[place].probability == 0.2  # type: ignore[union-attr]
    assert "".join(source.document.source.split()) == "".join("".join((TITLE, *BODY)).split())
    seen = (
        (SAMPLES / "abbyy.xml")
        .read_text(encoding="utf-8")
        .replace(
            'charConfidence="20">记<',
            'charConfidence="20">记<charRecVariants><charRecVariant charConfidence="19">纪</charRecVariant></charRecVariants><',
        )
    )
    (again,) = read(seen)
    assert again.document.source == source.document.source
    known = again.page.hints().lattice.readings[place]  # type: ignore[union-attr]
    assert known.candidates == (("纪", 0.19),)  # type: ignore[union-attr]


def test_annotations_of_label_studio_have_their_boxes() -> None:
    source = sample("labelled.json")
    assert source.format == "label-studio"
    assert source.page is not None
    assert [line for line in source.document.source.split("\n") if line] == [TITLE, *BODY]
    assert source.page.lines[0].box == (100, 140, 900, 196)
    assert source.page.sizes == ((1000, 1400),)
    with pytest.raises(InputError, match="without texts"):
        read('[{"annotations": [{"result": [{"original_width": 3}]}]}]', "a.json")


def chosen(*blocks: str) -> list[str]:
    """Return what is taken of a page with menus and some blocks of its own."""
    return lines(page("".join(f"<div>{block}</div>" for block in blocks)))


def test_text_in_another_place_is_no_part_of_the_main_text() -> None:
    text = "".join(f"<p>{item}</p>" for item in BODY)
    other = f"<p>{BODY[1][:29]}</p>"
    assert chosen(text, other) == list(BODY)
    # Where it is the larger part, it is the text.
    assert chosen(f"<p>{BODY[0]}</p>", text.replace("会议", "大会"))[-1] == BODY[2].replace(
        "会议", "大会"
    )


def test_where_little_is_found_the_most_prose_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    found: list[int] = []
    monkeypatch.setattr("restore.readers.main_text._found", lambda *_: found)
    assert chosen("".join(f"<p>{item}</p>" for item in BODY), "<p>短句</p>") == list(BODY)
    # Prose has thirty characters, of which three in ten are linked at most.
    for size, taken in ((30, True), (29, False)):
        assert (chosen(f"<p>{'长' * size}</p>") == ["长" * size]) is taken
    for size, taken in ((9, True), (10, False)):
        words = "长" * (30 - size), "链" * size
        assert (chosen(f"<p>{words[0]}<a href=x>{words[1]}</a></p>") == ["".join(words)]) is taken


def test_less_than_a_quarter_of_the_prose_is_too_little(monkeypatch: pytest.MonkeyPatch) -> None:
    blocks = [f"<p>{'甲' * 40}</p>", f"<p>{'乙' * 160}</p>"]
    # The menu has nine blocks; the next one is the first text.
    monkeypatch.setattr("restore.readers.main_text._found", lambda *_: [9])
    assert chosen(*blocks) == ["甲" * 40]
    assert chosen(blocks[0], f"<p>{'乙' * 161}</p>") == ["乙" * 161]


def test_text_in_two_places_is_one_where_neither_has_the_most(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("restore.readers.main_text._found", lambda *_: [9, 10])
    parts = ["甲" * 40, "乙" * 59]
    assert chosen(*(f"<p>{part}</p>" for part in parts)) == parts
    assert chosen(f"<p>{parts[0]}</p>", f"<p>{'乙' * 60}</p>") == ["乙" * 60]


def test_a_line_of_fourteen_characters_is_looked_for_where_it_stands() -> None:
    from restore.readers.main_text import _found

    text = "".join(f"<p>{item}</p>" for item in (*BODY, "甲" * 14, "乙" * 13))
    wanted = ["".join(BODY[0].split()), "甲" * 14, "乙" * 13]
    assert _found(page(f"<div>{text}</div>"), wanted) == [0, 1]


def test_a_short_title_is_a_title() -> None:
    text = "<div>" + "".join(f"<p>{item}</p>" for item in BODY) + "</div>"
    for words, taken in (("防火通知", True), ("通知书", False)):
        found = lines(page(f"<div><p>{words}</p></div><p>来源：某报</p>{text}", f"{words}_某网"))
        assert (found[0] == words) is taken


def test_libreoffice_turns_old_documents_into_new_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A stand-in: what it is asked for, and where its result is taken from.
    program = tmp_path / "soffice"
    program.write_text(
        "#!/bin/sh\n"
        f'for word in "$@"; do case "$word" in *.doc) cp {SAMPLES / "report.docx"} "${{word}}x";; esac; done\n'
    )
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le")
    (source,) = read(old, "a.doc")
    assert source.document.source.split("\n")[0] == TITLE
    program.write_text("#!/bin/sh\nexit 1\n")
    with pytest.raises(InputError, match="LibreOffice could not read"):
        read(old, "a.doc")
