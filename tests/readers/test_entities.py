"""Entities of XHTML in the XML that recognisers write: resolved, or refused, never left out."""

from __future__ import annotations

import pytest

from restore.errors import InputError
from restore.readers.blob import Blob
from restore.readers.options import ReadOptions
from restore.readers.registry import read_blob
from restore.readers.source import Source

DOCTYPE = (
    '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" '
    '"http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">'
)
HOCR = (
    "<html xmlns='http://www.w3.org/1999/xhtml'><head><title/></head><body>"
    "<div class='ocr_page' title='bbox 0 0 900 900'><p class='ocr_par' title='bbox 0 0 900 90'>"
    "<span class='ocr_line' title='bbox 0 0 900 90'>"
    "<span class='ocrx_word' title='bbox 0 0 900 90'>{text}</span></span></p></div></body></html>"
)
ALTO = (
    '<alto xmlns="http://www.loc.gov/standards/alto/ns-v4#"><Layout><Page WIDTH="900" HEIGHT="900">'
    '<PrintSpace><TextBlock HPOS="0" VPOS="0" WIDTH="900" HEIGHT="90"><TextLine HPOS="0" VPOS="0" '
    'WIDTH="900" HEIGHT="90"><String HPOS="0" VPOS="0" WIDTH="900" HEIGHT="90" CONTENT="{text}"/>'
    "</TextLine></TextBlock></PrintSpace></Page></Layout></alto>"
)
PAGE = (
    '<PcGts xmlns="http://schema.primaresearch.org/PAGE/gts/pagecontent/2019-07-15">'
    '<Page imageFilename="a.png" imageWidth="900" imageHeight="900"><TextRegion id="r">'
    '<Coords points="0,0 900,0 900,90 0,90"/><TextLine id="l"><Coords points="0,0 900,0 900,90 0,90"/>'
    "<TextEquiv><Unicode>{text}</Unicode></TextEquiv></TextLine></TextRegion></Page></PcGts>"
)
FORMATS = {"hocr": HOCR, "alto": ALTO, "page-xml": PAGE}
EACH = pytest.mark.parametrize("format", list(FORMATS))
HEAD = '<?xml version="1.0" encoding="UTF-8"?>'


def read(format: str, text: str, doctype: str = DOCTYPE, head: str = HEAD) -> str:
    data = (head + doctype + FORMATS[format].format(text=text)).encode()
    (item,) = read_blob(Blob("a.xml", "a.xml", data=data), ReadOptions(format=format))
    if isinstance(item, InputError):
        raise item
    assert isinstance(item, Source)
    return item.document.source.strip()


@EACH
@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("会议&mdash;&mdash;决定", "会议——决定"),
        ("&ldquo;两个确立&rdquo;&hellip;", "“两个确立”…"),
        ("&middot;甲&times;乙", "·甲×乙"),
        ("甲&amp;乙&mdash;&#20013;&#x4e2d;&lt;", "甲&乙—中中<"),
        ("&quot;甲&mdash;乙&quot;", '"甲—乙"'),
        ("甲&nbsp;乙", "甲\xa0乙"),
        ("&mdash;", "—"),
    ],
)
def test_the_names_of_xhtml_are_resolved(format: str, written: str, meant: str) -> None:
    found = read(format, written)
    assert found.replace(" ", "").replace("\xa0", "") == meant.replace("\xa0", "")


@EACH
@pytest.mark.parametrize("doctype", [DOCTYPE, '<!DOCTYPE alto SYSTEM "alto.dtd">'])
def test_an_unknown_name_is_refused(format: str, doctype: str) -> None:
    with pytest.raises(InputError, match=r"an entity that is not known \(&unheard;\): line 1"):
        read(format, "会议&unheard;决定", doctype)


@pytest.mark.parametrize("format", ["alto", "page-xml"])
def test_without_a_declaration_expat_refuses_it(format: str) -> None:
    with pytest.raises(InputError, match="undefined entity"):
        read(format, "会议&mdash;决定", doctype="")


@EACH
@pytest.mark.parametrize(
    "inner",
    [
        '[<!ENTITY a "甲">]',
        '[<!ENTITY a "甲甲甲甲甲甲甲甲甲甲"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]',
        '[<!ENTITY a SYSTEM "file:///etc/passwd">]',
        '[<!ENTITY % a SYSTEM "http://127.0.0.1/x.dtd"> %a;]',
    ],
)
def test_what_declares_entities_of_its_own_is_refused(format: str, inner: str) -> None:
    with pytest.raises(InputError, match="declares an entity"):
        read(format, "会议&a;决定", f"<!DOCTYPE html {inner}>")
