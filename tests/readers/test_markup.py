from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from restore.errors import InputError
from restore.readers.markup import parse_markup
from restore.readers.tree import attribute_slot

DATA = """<?xml version="1.0"?>
<a x="1>2"><b>文 &amp; 本<i>斜</i> tail</b><c n:CONTENT='甲&quot;乙' y="z"/><d/><e></e>q<![CDATA[x<y]]>z</a>"""


def test_every_piece_tells_its_place() -> None:
    data = DATA.encode()
    root = parse_markup(data, "x").root
    found = [(run.text, data[run.low : run.high].decode()) for run in root.runs()]
    assert found == [
        ("文 & 本", "文 &amp; 本"),
        ("斜", "斜"),
        (" tail", " tail"),
        ("q", "q"),
        ("x<y", "<![CDATA[x<y]]>"),
        ("z", "z"),
    ]
    names = {item.name: item for item in root.walk()}
    assert [names[name].empty for name in "abcde"] == [False, False, True, True, False]
    place = attribute_slot(data, names["c"], "CONTENT")
    assert place is not None
    assert data[slice(*place)].decode() == "甲&quot;乙"


@given(st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=30))
def test_text_is_found_as_it_was_put_in(text: str) -> None:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    if "\ufffe" in text or "\uffff" in text:
        return
    data = f"<a><b>{escaped}</b></a>".encode()
    root = parse_markup(data, "x").root
    assert root.text == text
    assert b"".join(data[run.low : run.high] for run in root.runs()) == escaped.encode()


@pytest.mark.parametrize("encoding", ["gb18030", "big5", "utf-16", "utf-8-sig"])
def test_the_declared_encoding_counts(encoding: str) -> None:
    name = encoding.removesuffix("-sig")
    data = f'<?xml version="1.0" encoding="{name}"?><a>中文</a>'.encode(encoding)
    markup = parse_markup(data, "x")
    assert markup.root.text == "中文"
    assert markup.exact


def test_an_error_names_line_and_column() -> None:
    with pytest.raises(InputError, match=r"page\.xml: is not well-formed: line 2, column 6"):
        parse_markup(b"<a>\n<b></c></a>", "page.xml")
