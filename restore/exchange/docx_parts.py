"""The parts of a .docx package around its text: types, relations, styles, properties."""

from __future__ import annotations

from xml.sax.saxutils import escape

__all__ = ["W", "parts"]

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"

_CONTENT_TYPES = (
    f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels"'
    ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_TYPE}.document.main+xml"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{_TYPE}.styles+xml"/>'
    f'<Override PartName="/word/settings.xml" ContentType="{_TYPE}.settings+xml"/>'
    f'<Override PartName="/word/comments.xml" ContentType="{_TYPE}.comments+xml"/>'
    '<Override PartName="/docProps/core.xml"'
    ' ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
    "</Types>"
)
_RELATIONS = (
    f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_RELATION}/officeDocument" Target="word/document.xml"/>'
    f'<Relationship Id="rId2" Type="{_PACKAGE}/relationships/metadata/core-properties"'
    ' Target="docProps/core.xml"/></Relationships>'
)
_DOCUMENT_RELATIONS = (
    f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_RELATION}/styles" Target="styles.xml"/>'
    f'<Relationship Id="rId2" Type="{_RELATION}/settings" Target="settings.xml"/>'
    f'<Relationship Id="rId3" Type="{_RELATION}/comments" Target="comments.xml"/>'
    "</Relationships>"
)
# What is changed by hand from here on is tracked as well.
_SETTINGS = (
    f'{_HEAD}<w:settings xmlns:w="{W}"><w:trackRevisions/>'
    '<w:themeFontLang w:val="zh-CN" w:eastAsia="zh-CN"/></w:settings>'
)


def _style(name: str, label: str, paragraph: str, run: str) -> str:
    return (
        f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{label}"/>'
        f'<w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:qFormat/>'
        f"<w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
    )


_BOLD = '<w:b/><w:sz w:val="{0}"/><w:szCs w:val="{0}"/>'
_CENTRE = '<w:spacing w:before="{0}" w:after="120"/><w:ind w:firstLine="0"/><w:jc w:val="center"/>'
_STYLES = (
    f'{_HEAD}<w:styles xmlns:w="{W}"><w:docDefaults><w:rPrDefault><w:rPr>'
    '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="宋体"/>'
    '<w:sz w:val="24"/><w:szCs w:val="24"/>'
    '<w:lang w:val="zh-CN" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>'
    '<w:spacing w:after="80" w:line="400" w:lineRule="auto"/></w:pPr></w:pPrDefault>'
    "</w:docDefaults>"
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
    '<w:pPr><w:ind w:firstLineChars="200" w:firstLine="480"/></w:pPr></w:style>'
    + _style("Title", "Title", _CENTRE.format(240), _BOLD.format(36))
    + _style("Subtitle", "Subtitle", _CENTRE.format(0), _BOLD.format(26))
    + _style(
        "Heading2",
        "heading 2",
        '<w:keepNext/><w:spacing w:before="200"/><w:ind w:firstLine="0"/><w:outlineLvl w:val="1"/>',
        _BOLD.format(28),
    )
    + _style("Byline", "Byline", _CENTRE.format(0), '<w:color w:val="555555"/>')
    + "</w:styles>"
)


def parts(
    body: str, comments: str, *, title: str, date: str, layout: str = "source"
) -> dict[str, str]:
    """Return the members of the package by name.

    Parameters
    ----------
    body : paragraphs (``w:p``)
    comments : ``w:comment`` elements
    date : ISO 8601 in UTC
    layout : kept among the keywords, which word processors leave alone
    """
    page = '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1440" w:right="1700"'
    page += ' w:bottom="1440" w:left="1700" w:header="720" w:footer="720" w:gutter="0"/></w:sectPr>'
    core = (
        f'{_HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(title)}</dc:title><dc:creator>restore</dc:creator>"
        f"<cp:keywords>layout {layout}</cp:keywords>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{date}</dcterms:created></cp:coreProperties>'
    )
    return {
        "[Content_Types].xml": _CONTENT_TYPES,
        "_rels/.rels": _RELATIONS,
        "word/document.xml": f'{_HEAD}<w:document xmlns:w="{W}"><w:body>{body}{page}</w:body>'
        "</w:document>",
        "word/_rels/document.xml.rels": _DOCUMENT_RELATIONS,
        "word/styles.xml": _STYLES,
        "word/settings.xml": _SETTINGS,
        "word/comments.xml": f'{_HEAD}<w:comments xmlns:w="{W}">{comments}</w:comments>',
        "docProps/core.xml": core,
    }
