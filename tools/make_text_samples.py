"""Write the samples of text formats into a folder: web pages, books, letters, exports.

    python tools/make_text_samples.py tests/data/formats

Each holds the same short report with one misreading (``记律严明``), as its format writes it: with menus
around a web page, with styles in a Word document. The words are made up for the purpose.
"""

from __future__ import annotations

import io
import json
import sys
import zipfile
from pathlib import Path

TITLE = "乡镇林业工作座谈会召开"
BODY = (
    "本报讯　全县乡镇林业工作座谈会近日在县城召开，各乡镇负责同志参加了会议，交流了今年春季造林的经验。",
    "会议指出，护林队伍记律严明，防火工作有了明显的进步，全年没有发生大的山林火灾，群众很满意。",
    "会议要求，各地要抓紧做好苗木的准备工作，落实造林地块，保证栽一片、活一片、管好一片。",
)
HEADING = "各地造林面积"
ITEMS = ("第一，做好苗木检疫。", "第二，落实护林责任。")
ROWS = (("乡镇", "面积（亩）"), ("东河乡", "8.10"), ("西山镇", "12.50"))
CAPTION = "图为座谈会会场。"
NOTE = "面积按验收数计算。"

_MENU = "".join(
    f'<li><a href="/{n}">{n}</a></li>' for n in ("首页", "要闻", "政务", "服务", "互动")
)
_LINKS = "".join(
    f'<li><a href="/{n}.htm">{n}工作会议在县城召开并部署今年的任务</a></li>'
    for n in ("水利", "教育", "卫生")
)


def _table() -> str:
    rows = "".join(
        "<tr>" + "".join(f"<td><p>{cell}</p></td>" for cell in row) + "</tr>\n" for row in ROWS
    )
    return f'<table border="1">\n{rows}</table>'


def authority() -> bytes:
    """Return a page of an authority in GBK: tables lay it out, tags are left open."""
    paragraphs = "".join(f"<p>　　{text}\n" for text in BODY)
    return f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "x">
<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312">
<title>{TITLE}_某县人民政府</title><script>if (a<b) document.write("<p>no</p>");</script></head>
<body onload="f('>')"><table width=980><tr><td><ul>{_MENU}</ul></td></tr>
<tr><td>您现在的位置：<a href="/">首页</a> &gt; <a href="/yw">要闻</a></td></tr>
<tr><td><h1>{TITLE}</h1><div>发布日期：2019-03-12&nbsp;&nbsp;<a href="#">打印</a></div>
<div class=TRS_Editor>{paragraphs}
<h3>{HEADING}</h3>{_table()}<p align=center>{CAPTION}<p>注：{NOTE}</div></td></tr>
<tr><td><ul>{_LINKS}</ul></td></tr><tr><td>版权所有&copy;某县人民政府</td></tr></table></body></html>
""".replace("\n", "\r\n").encode("gb18030")


def newspaper() -> bytes:
    """Return a page of a newspaper's electronic edition: elements of its publisher, breaks."""
    paragraphs = "".join(f"<P>{text}</P>" for text in BODY)
    return f"""<html xmlns="http://www.w3.org/1999/xhtml"><head><meta charset="utf-8"/>
<title>{TITLE}</title></head><body><div class="nav"><a href="node_1.htm">第01版：要闻</a>
<a href="node_2.htm">第02版：综合</a> <a href="l.htm">上一期</a> <a href="n.htm">下一期</a></div>
<div class="list"><ul>{_LINKS}</ul></div>
<table><tr><td class="font01"><founder-title>{TITLE}</founder-title></td></tr>
<tr><td><div id="ozoom"><founder-content>{paragraphs}</founder-content></div></td></tr></table>
<div class="foot"><a href="/">返回目录</a> <a href="/b">放大</a> <a href="/c">缩小</a></div></body></html>
""".encode()


def encyclopedia() -> bytes:
    """Return an article of a wiki: sections with links to edit them, a list, figures, references."""
    paragraphs = "".join(
        f"<p>{text}<sup class='reference'><a href='#1'>[1]</a></sup></p>\n" for text in BODY
    )
    items = "".join(f"<li>{item}</li>" for item in ITEMS)
    return f"""<!DOCTYPE html>
<html lang="zh"><head><meta charset="UTF-8"><title>{TITLE} - 某百科</title></head><body>
<div id="mw-panel"><ul>{_MENU}</ul></div><div id="content"><h1 id="firstHeading">{TITLE}</h1>
<div class="mw-parser-output">{paragraphs}<h2><span class="mw-headline">{HEADING}</span></h2>
<ul>{items}</ul>{_table()}
<figure><img src="a.jpg"><figcaption>{CAPTION}</figcaption></figure>
<p>全县面积约为10<sup>3</sup>公顷，降水以mm计，化验了H<sub>2</sub>O的<code>pH_value</code>。</p></div></div>
<div id="catlinks"><ul>{_LINKS}</ul></div></body></html>
""".encode()


def archive() -> bytes:
    """Return a web archive as browsers save it."""
    import quopri

    page = quopri.encodestring(newspaper()).decode().replace("\n", "\r\n")
    return (
        "From: <Saved by Blink>\r\nSubject: page\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="----B"\r\n\r\n'
        "------B\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
        f"{page}\r\n------B\r\nContent-Type: image/gif\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        "R0lGODlhAQABAAAAACw=\r\n------B--\r\n"
    ).encode()


def packed(parts: dict[str, str | bytes]) -> bytes:
    """Return a ZIP archive; the first part is stored as it is, as EPUB and OpenDocument want it."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        for number, (name, content) in enumerate(parts.items()):
            item = zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0))
            item.compress_type = zipfile.ZIP_DEFLATED if number else zipfile.ZIP_STORED
            file.writestr(item, content)
    return made.getvalue()


def book() -> bytes:
    """Return a book of two chapters, which its manifest lists in another order than its spine."""

    def chapter(title: str, inner: str) -> str:
        return (
            '<?xml version="1.0" encoding="utf-8"?>\n<html xmlns="http://www.w3.org/1999/xhtml" '
            f'xmlns:epub="http://www.idpf.org/2007/ops"><head><title>{title}</title></head>'
            f"<body><h2>{title}</h2>\n{inner}</body></html>"
        )

    items = "".join(f"<li>{item}</li>" for item in ITEMS)
    first = "".join(f"<p>{text}</p>\n" for text in BODY)
    second = f'<ol>{items}</ol>{_table()}<aside epub:type="footnote"><p>{NOTE}</p></aside>'
    return packed(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": '<?xml version="1.0"?><container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="OEBPS/content.opf" media-type="application/oebps-package+xml"/></rootfiles></container>',
            "OEBPS/content.opf": '<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf" version="3.0"><manifest><item id="b" href="text/chapter%202.xhtml" media-type="application/xhtml+xml"/><item id="n" href="nav.xhtml" properties="nav" media-type="application/xhtml+xml"/><item id="a" href="text/chapter1.xhtml" media-type="application/xhtml+xml"/><item id="i" href="cover.png" media-type="image/png"/></manifest><spine><itemref idref="n"/><itemref idref="a"/><itemref idref="b"/></spine></package>',
            "OEBPS/nav.xhtml": chapter("目录", "<nav><ol><li>目录中的一项</li></ol></nav>"),
            "OEBPS/text/chapter1.xhtml": chapter(TITLE, first),
            "OEBPS/text/chapter 2.xhtml": chapter(HEADING, second),
            "OEBPS/cover.png": b"\x89PNG\r\n\x1a\n",
        }
    )


def report() -> bytes:
    """Return a Word document: styles, a list, a table, a formula, a note."""
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'

    def paragraph(text: str, about: str = "") -> str:
        return f"<w:p>{about and f'<w:pPr>{about}</w:pPr>'}<w:r><w:t>{text}</w:t></w:r></w:p>"

    rows = "".join(
        "<w:tr>" + "".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) + "</w:tr>"
        for row in ROWS
    )
    listed = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    body = (
        paragraph(TITLE, '<w:pStyle w:val="a1"/>')
        + "".join(map(paragraph, BODY))
        + "".join(paragraph(item, listed) for item in ITEMS)
        + paragraph(HEADING, '<w:outlineLvl w:val="1"/>')
        + f"<w:tbl>{rows}</w:tbl>"
        + "<w:p><w:r><w:t>面积按</w:t></w:r><m:oMath><m:r><m:t>S=ab</m:t></m:r></m:oMath>"
        "<w:r><w:t>计算。</w:t></w:r></w:p>"
    )
    return packed(
        {
            "[Content_Types].xml": '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
            "_rels/.rels": '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>',
            "word/document.xml": f'<?xml version="1.0" encoding="UTF-8"?><w:document {space}><w:body>{body}</w:body></w:document>',
            "word/styles.xml": f'<?xml version="1.0"?><w:styles {space}><w:style w:type="paragraph" w:styleId="a1"><w:name w:val="heading 1"/></w:style></w:styles>',
            "word/footnotes.xml": f'<?xml version="1.0"?><w:footnotes {space}><w:footnote w:type="separator" w:id="-1">{paragraph("")}</w:footnote><w:footnote w:id="1">{paragraph(NOTE)}</w:footnote></w:footnotes>',
        }
    )


def letter() -> bytes:
    """Return an OpenDocument text."""
    space = 'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    note = f"<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>{NOTE}</text:p></text:note-body></text:note>"
    paragraphs = "".join(f"<text:p>{text}</text:p>" for text in BODY[:2])
    items = "".join(f"<text:list-item><text:p>{item}</text:p></text:list-item>" for item in ITEMS)
    rows = "".join(
        "<table:table-row>"
        + "".join(f"<table:table-cell><text:p>{cell}</text:p></table:table-cell>" for cell in row)
        + "</table:table-row>"
        for row in ROWS
    )
    return packed(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {space}><office:body><office:text><text:h text:outline-level="1">{TITLE}</text:h>{paragraphs}<text:p>{BODY[2]}{note}</text:p><text:list>{items}</text:list><text:h>{HEADING}</text:h><table:table>{rows}</table:table></office:text></office:body></office:document-content>',
            "META-INF/manifest.xml": '<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.text"/><manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>',
        }
    )


def rich_text() -> bytes:
    """Return RTF as WordPad writes it: code page 936, and one character by its number."""

    def coded(text: str) -> str:
        return "".join(
            char
            if char.isascii()
            else f"\\u{ord(char)}?"
            if char == "栽"
            else "".join(f"\\'{byte:02x}" for byte in char.encode("gbk"))
            for char in text
        )

    lines = "\\par\r\n".join(map(coded, (TITLE, *BODY)))
    return (
        "{\\rtf1\\ansi\\ansicpg936\\deff0{\\fonttbl{\\f0\\fnil\\fcharset134 SimSun;}}\r\n"
        f"\\pard\\f0 {lines}\\par\r\n}}\r\n"
    ).encode("ascii")


def edition() -> bytes:
    """Return a TEI edition: pages, a table, a note, a reading that an editor corrected."""
    rows = "".join(
        "<row>" + "".join(f"<cell>{cell}</cell>" for cell in row) + "</row>" for row in ROWS
    )
    paragraphs = "".join(f"<p>{text}</p>" for text in BODY)
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>不在正文中</title></titleStmt></fileDesc></teiHeader>
<text><body><pb n="1"/><div><head>{TITLE}</head>{paragraphs}
<p>原文作<choice><sic>錯字</sic><corr>错字</corr></choice>，<note>{NOTE}</note>今改。</p>
<table><head>{HEADING}</head>{rows}</table><lg><l>青山不老</l><l>绿水长流</l></lg></div></body></text></TEI>
""".encode()


def recognised() -> bytes:
    """Return a page as ABBYY FineReader 10 exports it, with a doubtful character."""

    def line(text: str, top: int) -> str:
        chars = "".join(
            f'<charParams l="{100 + 30 * place}" t="{top}" r="{128 + 30 * place}" b="{top + 28}" charConfidence="{20 if char == "记" else 95}">{char}</charParams>'
            for place, char in enumerate(text)
        )
        return f'<line baseline="{top + 26}" l="100" t="{top}" r="{100 + 30 * len(text)}" b="{top + 28}"><formatting lang="ChinesePRC">{chars}</formatting></line>'

    texts = [
        TITLE,
        *(text[start : start + 24] for text in BODY for start in range(0, len(text), 24)),
    ]
    lines = "".join(line(text, 100 + 40 * place) for place, text in enumerate(texts))
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<document xmlns="http://www.abbyy.com/FineReader_xml/FineReader10-schema-v1.xml" version="1.0" producer="FineReader 11.0">
<page width="1000" height="1400" resolution="300"><block blockType="Text" l="90" t="90" r="900" b="800"><text><par>{lines}</par></text></block><block blockType="Picture" l="0" t="900" r="9" b="999"/></page></document>
""".encode()


def labelled() -> bytes:
    """Return an export of Label Studio: boxes in per cent of a page with their transcriptions."""
    result = []
    for place, text in enumerate((TITLE, *BODY)):
        value = {"x": 10.0, "y": 10.0 + 5 * place, "width": 80.0, "height": 4.0, "rotation": 0}
        about = {
            "id": f"r{place}",
            "original_width": 1000,
            "original_height": 1400,
            "to_name": "image",
        }
        result.append({**about, "from_name": "bbox", "type": "rectangle", "value": value})
        result.append(
            {
                **about,
                "from_name": "transcription",
                "type": "textarea",
                "value": {**value, "text": [text]},
            }
        )
    task = {"id": 7, "data": {"ocr": "/data/p7.png"}, "annotations": [{"id": 1, "result": result}]}
    return json.dumps([task], ensure_ascii=False, indent=1).encode()


SAMPLES = {
    "authority.html": authority,
    "newspaper.xhtml": newspaper,
    "encyclopedia.html": encyclopedia,
    "archive.mhtml": archive,
    "book.epub": book,
    "report.docx": report,
    "letter.odt": letter,
    "letter.rtf": rich_text,
    "edition.xml": edition,
    "abbyy.xml": recognised,
    "labelled.json": labelled,
}


def main() -> None:
    """Write all samples."""
    folder = Path(sys.argv[1])
    for name, make in SAMPLES.items():
        (folder / name).write_bytes(make())


if __name__ == "__main__":
    main()
