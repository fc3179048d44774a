"""JSON of engines, parsers of documents and services: text, structure, and the way back."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from restore.core.blocks import Role
from restore.core.log import EditLog
from restore.core.ocr_metadata import Hints
from restore.core.regions import Form
from restore.errors import InputError, RestoreError
from restore.pipeline import restore_corpus
from restore.readers import Source
from restore.readers.adapter import Adapter, adapters, decode_adapter, fields_adapter, steps
from restore.readers.compose import compose
from restore.readers.json_files import check_fields
from restore.readers.json_pages import read_json_pages
from restore.readers.json_text import parse_json
from restore.readers.json_tree import Tree
from restore.settings import Settings
from restore.writers.pages import write_back
from tests.readers.formats import SAMPLES, read, sample
from tests.writers.test_pages import change

LINES = [
    "持续加强水污染防治防治工作，全县三十",
    "二个乡镇完成管网改造，群众用水有了保障。",
    "项目建设按计划推进，年底前全部完工投用。",
]
PARAGRAPH = "".join(LINES)
CELLS = ["项目", "数量", "管网", "32", "水厂", "5"]
ROWS = ["项目\t数量", "管网\t32", "水厂\t5"]
HEAD, TITLE = "乡村水务观察", "乡村水务改革取得进展"

#: file, name of the format, whether it has lines of print, what it tells of the lines.
FORMATS = [
    ("alibaba.json", "alibaba", True, ""),
    ("azure-document.json", "azure-document", True, "titled"),
    ("azure-read.json", "azure-read", True, ""),
    ("baidu.json", "baidu", True, ""),
    ("docling.json", "docling", False, "headed"),
    ("dots-ocr.json", "dots-ocr", False, "titled"),
    ("google-vision.json", "google-vision", True, ""),
    ("huawei.json", "huawei", True, ""),
    ("layout-rows.jsonl", "layout-rows", False, "titled"),
    ("marker.json", "marker", False, "headed"),
    ("mineru_content_list.json", "mineru", False, "headed"),
    ("mineru_middle.json", "mineru-middle", True, "headed"),
    ("paddleocr-vl.json", "paddleocr-vl", False, "titled"),
    ("paddleocr.json", "rapidocr", True, ""),
    ("paddleocr2.json", "rapidocr", True, ""),
    ("pp-structure.json", "pp-structure", True, "titled"),
    ("surya.json", "surya", True, ""),
    ("tencent.json", "tencent", True, ""),
    ("textract.json", "textract", True, "titled"),
    ("umi-ocr.jsonl", "umi-ocr", True, ""),
]
FILES = [name for name, *_ in FORMATS]


def known(source: Source) -> Hints:
    assert source.page is not None
    return source.page.hints()


@pytest.mark.parametrize(("file", "name", "printed", "tells"), FORMATS)
def test_a_format_is_recognised_and_its_text_is_whole_and_in_order(
    file: str, name: str, printed: bool, tells: str
) -> None:
    source = sample(file)
    assert source.format == name
    lines = [line for line in source.document.source.split("\n") if line]
    if file == "mineru_middle.json":
        lines = [lines[-2], *lines[:-2], lines[-1]]
    cells = CELLS if printed and name != "mineru-middle" else ROWS
    if name == "mineru":
        cells = ["表1 项目进度", *cells]
    assert lines == [HEAD, TITLE, *(LINES if printed else [PARAGRAPH]), *cells, "3"]


@pytest.mark.parametrize(("file", "name", "printed", "tells"), FORMATS)
def test_what_a_format_knows_reaches_the_pipeline(
    file: str, name: str, printed: bool, tells: str
) -> None:
    source = sample(file)
    hints, text = known(source), source.document.source
    assert source.page is not None
    assert all(line.box is not None for line in source.page.lines)
    if printed:
        assert hints.lattice is not None
        place = text.index("持续")
        reading = hints.lattice.readings[place]
        assert reading is not None
        assert 0.9 <= reading.probability <= 0.95
    if tells:
        forms = {text[item.start : item.end]: item.form for item in hints.regions}
        assert forms[TITLE] is Form.HEADING
        assert {
            forms[cell] for cell in (CELLS if printed and name != "mineru-middle" else ROWS)
        } == {Form.TABLE_ROW}
        assert [text[slice(*span)] for *span, _, _ in hints.margins] == [HEAD, "3"]
        assert [text[slice(*span)] for span in hints.titles] == [TITLE] * (tells == "titled")


def restored(source: Source) -> Any:
    (found,) = restore_corpus(
        [source.document], settings=Settings(), check_figures=False, hints=lambda _: known(source)
    ).restored
    return found


@pytest.mark.parametrize("file", FILES)
def test_a_correction_goes_back_into_its_string_and_nothing_else_changes(file: str) -> None:
    source = sample(file)
    result = restored(source)
    assert source.blob is not None
    assert result.log.replay(source.document.source) == result.text
    assert result.log.revert(result.text) == source.document.source
    assert "加强水污染防治工作" in result.text
    before, after = source.blob.read().decode(), write_back(source, result.document, result.log)
    written = after.data.decode()
    assert written != before
    old, new = strings_of(before), strings_of(written)
    changed = [(left, right) for left, right in zip(old, new, strict=True) if left != right]
    assert changed
    for left, right in changed:
        assert re.sub("防治防治", "防治", left) == right or left in "防治"
    # All that stands outside the strings is the same to the byte.
    assert outside(before) == outside(written)
    (again,) = read(after.data, file)
    assert again.format == source.format
    assert "加强水污染防治工作" in again.document.source


def strings_of(text: str) -> list[Any]:
    found: list[Any] = []

    def walk(value: Any) -> None:
        if isinstance(value, dict):
            for key, inner in value.items():
                found.append(key)
                walk(inner)
        elif isinstance(value, list):
            for inner in value:
                walk(inner)
        elif isinstance(value, str) and value.startswith("{"):
            walk(json.loads(value))
        else:
            found.append(value)

    rows = text.splitlines() if "\n{" in text.strip() and text.startswith("{") else [text]
    for row in rows:
        try:
            walk(json.loads(row))
        except json.JSONDecodeError:
            walk(json.loads(text))
            break
    return found


def outside(text: str) -> str:
    return re.sub(r'"(?:[^"\\]|\\.)*"', '""', text)


@pytest.mark.parametrize("file", FILES)
def test_nothing_changed_is_the_same_file_to_the_byte(file: str) -> None:
    source = sample(file)
    result = write_back(source, source.document, EditLog(source.document.id))
    assert source.blob is not None
    assert result.data == source.blob.read()


@pytest.mark.parametrize("file", FILES)
def test_what_is_put_in_is_escaped(file: str) -> None:
    source = sample(file)
    document, log = change(source, ("完工", "<完&\"'\\工>"))
    (again,) = read(write_back(source, document, log).data, file)
    assert "<完&\"'\\工>" in again.document.source


def test_cells_of_html_are_changed_one_by_one() -> None:
    block = {
        "type": "table",
        "page_idx": 0,
        "table_body": "<table><tr><td>甲&amp;乙</td><td>丙</td></tr></table>",
    }
    data = json.dumps([block]).replace("/", "\\/")
    (source,) = read(data, "a_content_list.json")
    assert source.document.source == "甲&乙\t丙"
    document, log = change(source, ("丙", "丁<"))
    written = write_back(source, document, log).data.decode()
    assert written == data.replace("\\u4e19", "\\u4e01&lt;")


def test_code_that_looks_like_html_stays() -> None:
    text = "<div>\n<p>甲</p>\n</div>"
    block = {"category": "Code", "bbox": [0, 0, 9, 9], "text": text}
    other = block | {"category": "Text"}
    (source,) = read(
        json.dumps([block | {"category": "Code"}, other]), "a.json", format="layout-rows"
    )
    assert source.document.source == text + "\n\n甲"


def test_what_a_file_says_again_is_kept_the_same() -> None:
    for file, count in (
        ("google-vision.json", 3),
        ("azure-document.json", 1),
        ("textract.json", 2),
    ):
        source = sample(file)
        assert source.page is not None
        document, log = change(source, ("群众用水", "村民用水"))
        written = write_back(source, document, log).data.decode()
        values = [value for value in strings_of(written) if isinstance(value, str)]
        assert not any("群众用水" in value for value in values)
        assert sum("村民用水" in value for value in values) >= count, file


def test_what_an_item_says_again_is_its_own() -> None:
    cells = [("甲方", 0, 0), ("乙方", 0, 1), ("甲方", 1, 0), ("同甲方", 1, 1)]
    table = {
        "self_ref": "#/tables/0",
        "label": "table",
        "data": {
            "table_cells": [
                {"text": text, "start_row_offset_idx": row, "start_col_offset_idx": column}
                for text, row, column in cells
            ],
            "grid": [[{"text": "甲方"}, {"text": "乙方"}], [{"text": "甲方"}, {"text": "同甲方"}]],
        },
    }
    item = {
        "self_ref": "#/texts/0",
        "label": "list_item",
        "text": "甲方的义务。",
        "orig": "1. 甲方的义务。",
    }
    lost = {"self_ref": "#/texts/1", "label": "text", "text": "不在树上。"}
    value = {
        "schema_name": "DoclingDocument",
        "body": {"children": [{"$ref": "#/texts/0"}, {"$ref": "#/tables/0"}]},
        "texts": [item, lost],
        "tables": [table],
    }
    (source,) = read(json.dumps(value, ensure_ascii=False), "a.json")
    assert source.document.source.split("\n") == [
        "甲方的义务。",
        "",
        "甲方\t乙方",
        "甲方\t同甲方",
        "",
        "不在树上。",
    ]
    assert source.page is not None
    assert source.page.notes == ()
    document, log = change(source, ("甲方的", "申方的"))
    again = json.loads(write_back(source, document, log).data)
    assert again["texts"][0]["orig"] == "1. 申方的义务。"
    assert again["tables"] == value["tables"]


def test_roles_that_a_file_states_reach_the_articles() -> None:
    result = restored(sample("dots-ocr.json"))
    roles = {block.role for article in result.articles for block in article.blocks}
    assert Role.TITLE in roles
    assert [article.title for article in result.articles] == [TITLE]
    assert HEAD not in result.text
    rows = [
        block
        for article in result.articles
        for block in article.blocks
        if block.form is Form.TABLE_ROW
    ]
    assert len(rows) == 3


def test_a_cell_that_holds_a_figure_is_no_page_number() -> None:
    for file in ("textract.json", "pp-structure.json", "azure-document.json"):
        result = restored(sample(file))
        lines = result.text.split()
        assert lines[-len(CELLS) :] == CELLS, file
        assert HEAD not in lines


def test_the_sizes_of_pages() -> None:
    for file, size in (
        ("textract.json", (1000, 1414)), ("mineru_middle.json", (800, 1100)), ("azure-read.json", (800, 1100)),
        ("mineru_content_list.json", (1000, 1000)), ("pp-structure.json", (800, 1100)), ("baidu.json", None),
    ):  # fmt: skip
        page = sample(file).page
        assert page is not None
        assert page.sizes == (size,), file


def test_pages_and_their_order() -> None:
    rows = [
        {"type": "text", "text": "第二页的文字。", "page_idx": 1},
        {"type": "text", "text": "第一页的文字。", "page_idx": 0},
    ]
    (source,) = read(json.dumps(rows), "a.json")
    assert source.document.source.split() == ["第一页的文字。", "第二页的文字。"]
    assert len(known(source).pages) == 1
    blocks = [
        {
            "block_label": "text",
            "block_content": text,
            "block_bbox": [0, 0, 9, 9],
            "block_order": order,
        }
        for text, order in (("后面的段落。", 2), ("前面的段落。", 1))
    ]
    (source,) = read(json.dumps({"parsing_res_list": blocks}), "a.json")
    assert source.document.source.split() == ["前面的段落。", "后面的段落。"]


OTHERS: list[tuple[str, Any, list[str]]] = [
    (
        "huawei-table",
        {"result": {"words_region_list": [
            {"type": "text", "words_block_list": [{"words": "表一", "confidence": 0.9}]},
            {"type": "table", "words_block_list": [
                {"words": "项目", "rows": [0], "columns": [0]}, {"words": "数量", "rows": [0], "columns": [1]},
                {"words": "管网", "rows": [1], "columns": [0]},
            ]},
        ]}},
        ["表一", "项目\t数量", "管网"],
    ),
    (
        "baidu-table",
        {"log_id": 1, "tables_result": [{
            "table_location": [{"x": 0, "y": 0}, {"x": 9, "y": 9}],
            "header": [{"words": "表一", "location": [{"x": 0, "y": 0}]}],
            "body": [{"row_start": 0, "col_start": 0, "words": "项目"}, {"row_start": 0, "col_start": 1, "words": "数量"}],
            "footer": [],
        }]},
        ["表一", "项目\t数量"],
    ),
    (
        "baidu-document",
        {"results": [{"words_type": "print", "words": {"word": "甲乙丙", "words_location": {"left": 0, "top": 0, "width": 90, "height": 20}}}]},
        ["甲乙丙"],
    ),
    ("baidu", {"words_result": {"姓名": {"words": "张三", "location": {"left": 0, "top": 0, "width": 40, "height": 20}}}}, ["张三"]),
    ("tencent-table", {"TableDetections": [{"Cells": [{"Text": "项目", "RowTl": 0}, {"Text": "数量", "RowTl": 0}]}]}, ["项目\t数量"]),
    ("tencent-document", {"DocumentRecognizeInfo": [{"PageNumber": 1, "Elements": [{"Type": "title", "Text": "标题一"}, {"Type": "text", "Text": "正文。"}]}]}, ["标题一", "正文。"]),
    ("alibaba-all", {"Data": {"Content": "甲乙", "SubImages": [{"BlockInfo": {"BlockDetails": [{"BlockContent": "甲乙", "BlockConfidence": 98, "BlockPoints": [{"X": 0, "Y": 0}, {"X": 40, "Y": 0}, {"X": 40, "Y": 20}, {"X": 0, "Y": 20}]}]}}]}}, ["甲乙"]),
    ("alibaba-market", {"ret": [{"rect": {"angle": 0, "height": 20, "left": 0, "top": 0, "width": 40}, "word": "甲乙"}], "success": True}, ["甲乙"]),
    ("google-vision-text", {"responses": [{"textAnnotations": [{"description": "甲乙\n丙丁"}, {"description": "甲乙"}, {"description": "丙丁"}]}]}, ["甲乙", "丙丁"]),
    ("azure-image", {"readResult": {"blocks": [{"lines": [{"text": "甲乙", "boundingPolygon": [{"x": 0, "y": 0}, {"x": 40, "y": 0}, {"x": 40, "y": 20}, {"x": 0, "y": 20}], "words": [{"text": "甲乙", "confidence": 0.9}]}]}]}}, ["甲乙"]),
    ("azure-regions", {"language": "zh-Hans", "regions": [{"boundingBox": "0,0,90,20", "lines": [{"boundingBox": "0,0,90,20", "words": [{"boundingBox": "0,0,20,20", "text": "甲"}, {"boundingBox": "25,0,20,20", "text": "乙"}]}]}]}, ["甲乙"]),
    ("marker-chunks", {"blocks": [{"block_type": "Text", "html": "<p>甲<b>乙</b></p>", "page": 0, "bbox": [0, 0, 9, 9]}]}, ["甲乙"]),
    ("mineru-v2", [[{"type": "title", "content": {"title_content": [{"type": "text", "content": "标题"}], "level": 1}, "bbox": [0, 0, 9, 9]}, {"type": "paragraph", "content": {"paragraph_content": [{"type": "text", "content": "段落。"}]}}]], ["标题", "段落。"]),
    ("mistral", {"pages": [{"index": 0, "markdown": "# 标题\n\n段落。", "dimensions": {"width": 9, "height": 9}}]}, ["# 标题", "段落。"]),
    ("olmocr", {"primary_language": "zh", "is_table": False, "natural_text": "段落一。\n\n段落二。"}, ["段落一。", "段落二。"]),
    ("pp-structure-2", [{"type": "text", "bbox": [0, 0, 90, 20], "res": [{"text": "甲乙", "confidence": 0.9, "text_region": [[0, 0], [40, 0], [40, 20], [0, 20]]}]}, {"type": "table", "bbox": [0, 30, 90, 60], "res": {"html": "<html><body><table><tr><td>丙</td><td>1</td></tr></table></body></html>"}}], ["甲乙", "丙\t1"]),
    ("pages", {"result": {"pages": [{"width": 100, "height": 100, "lines": [{"text": "甲乙", "position": [0, 0, 40, 0, 40, 20, 0, 20]}]}]}}, ["甲乙"]),
    ("text-boxes", [{"text": "甲乙", "bbox": [0, 0, 40, 20]}, {"text": "丙丁", "bbox": [0, 30, 40, 50]}], ["甲乙", "丙丁"]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "value", "lines"), OTHERS, ids=[name for name, *_ in OTHERS])
def test_other_answers(name: str, value: Any, lines: list[str]) -> None:
    data = json.dumps(value, ensure_ascii=False)
    (source,) = read(data, "a.json")
    assert source.format == name
    assert [line for line in source.document.source.split("\n") if line] == lines
    assert write_back(source, source.document, EditLog("a.json")).data == data.encode()
    first = lines[0].split("\t")[0].removeprefix("# ")
    document, log = change(source, (first, first + "改"))
    written = write_back(source, document, log).data.decode()
    assert json.loads(written) != value
    assert outside(written) == outside(data)


def test_every_adapter_is_tried() -> None:
    tried = {name for _, name, *_ in FORMATS} | {name for name, *_ in OTHERS}
    assert {item.name for item in adapters()} == tried


def test_the_whole_file_tells_more_than_its_head() -> None:
    value = json.loads((SAMPLES / "pp-structure.json").read_bytes())
    value["parsing_res_list"][0]["block_image"] = "x" * 100_000
    (source,) = read(json.dumps(value), "a.json")
    assert source.format == "pp-structure"


def test_rows_of_a_corpus_are_no_blocks_of_a_page() -> None:
    row = {
        "text": "一个语料库的一行。",
        "type": "新闻",
        "location": "北京",
        "position": {"page": 1},
    }
    lines = "".join(
        json.dumps(row | {"id": place}, ensure_ascii=False) + "\n" for place in range(900)
    )
    found = read(lines, "corpus.jsonl")
    assert len(found) == 900
    assert {item.format for item in found} == {"jsonl"}
    box = {"bbox": [0, 0, 9, 9], "page": 1}
    lines = "".join(json.dumps(row | box | {"id": place}) + "\n" for place in range(900))
    (source,) = read(lines, "page.jsonl")
    assert source.format == "layout-rows"
    (source,) = read(lines, "page.jsonl", format="jsonl")[:1]
    assert source.format == "jsonl"


# The user's own formats

INVENTED = """
name = "my-scanner"
title = "MyScanner JSON"
items = ["sheets[].frames[]"]
lines = "rows[]"
text = ["zi"]
box = "quad"
confidence = "sure"
confidence_scale = 1000
kind = "role"
page = "sheet"

[kinds]
kopf = "furniture"
"""
SCANNED = {
    "sheets": [
        {
            "frames": [
                {
                    "role": "kopf",
                    "sheet": 1,
                    "rows": [{"zi": "月报", "quad": [9, 1, 40, 9], "sure": 990}],
                },
                {
                    "sheet": 1,
                    "rows": [
                        {
                            "zi": "本月完成水污染防治防治任务。",
                            "quad": [9, 20, 300, 40],
                            "sure": 900,
                        }
                    ],
                },
            ]
        }
    ]
}


def test_a_toml_of_the_users_reads_an_invented_format(tmp_path: Path) -> None:
    path = tmp_path / "scanner.toml"
    path.write_text(INVENTED, encoding="utf-8")
    data = json.dumps(SCANNED, ensure_ascii=False)
    (source,) = read(data, "a.json", fields=check_fields(str(path)))
    text = source.document.source
    assert text.split() == ["月报", "本月完成水污染防治防治任务。"]
    assert [text[slice(*span)] for *span, _, _ in known(source).margins] == ["月报"]
    lattice = known(source).lattice
    assert lattice is not None
    assert lattice.readings[-1] is not None
    assert lattice.readings[-1].probability == pytest.approx(0.9)
    document, log = change(source, ("防治防治", "防治"))
    from restore.readers import ReadOptions

    options = ReadOptions(fields=check_fields(str(path)))
    written = write_back(source, document, log, options).data.decode()
    assert written == data.replace("防治防治", "防治")


def test_fields_in_one_line() -> None:
    data = {
        "data": {
            "items": [{"w": "甲乙丙", "r": [0, 0, 90, 20]}, {"w": "丁戊己", "r": [0, 30, 90, 20]}]
        }
    }
    text = json.dumps(data)
    (source,) = read(text, "a.json", fields="text=data.items[].w,box=r,box_as=size")
    assert source.document.source == "甲乙丙\n丁戊己"
    assert source.page is not None
    assert source.page.lines[1].box == (0, 30, 90, 50)
    (source,) = read(text, "a.json", fields="items=data.items[],text=w")
    assert source.document.source == "甲乙丙\n丁戊己"


def test_unknown_json_is_refused_with_the_fields_that_it_needs() -> None:
    data = json.dumps({"data": {"items": [{"w": "甲乙丙丁", "n": "x"}]}})
    with pytest.raises(InputError, match=r"--fields 'text=data\.items\[\]\.w'"):
        read(data, "a.json")
    with pytest.raises(InputError, match="holds no list of objects"):
        read('{"a": [1, 2]}\n', "a.json", format="json")


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("box=a", "names no text"),
        ("text", "is no field"),
        ("colour=a,text=b", "is no field"),
        ("text=a[,box=b", "is no path"),
        ("text=a,box_as=round", "box_as"),
        ("text=a,confidence_scale=x", "no number"),
    ],
)
def test_fields_that_cannot_be_used_are_refused(given: str, message: str) -> None:
    with pytest.raises(RestoreError, match=message):
        fields_adapter(given)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("name = 1", "no table"),
        ("nam = 'a'", "no table"),
        ("name = 'a'\n[kinds]\nx = 'y'", "no kind"),
        ("[", "no table"),
    ],
)
def test_a_toml_that_cannot_be_used_is_refused(text: str, message: str) -> None:
    with pytest.raises(RestoreError, match=message):
        decode_adapter(text, "a.toml")


# What is made to hurt


def test_hostile_json_is_refused_within_bounds() -> None:
    for data in (
        '[{"bbox":[1,2,3,4],"category":' + "[" * 500_000,
        '{"a":' * 200_000,
        '["\\ud800"]',
    ):
        with pytest.raises(InputError):
            read(data, "a.json")
    loop = {
        "schema_name": "DoclingDocument",
        "texts": [],
        "body": {"children": [{"$ref": "#/body"}]},
    }
    with pytest.raises(InputError):
        read(json.dumps(loop), "a.json")
    rows = [{"bbox": [0, 0, 9, 9], "category": "Text", "text": "甲" + "<td>" * 50_000}]
    (source,) = read(json.dumps(rows), "a.json")
    assert source.document.source.startswith("甲")
    half = [{"bbox": [0, 0, 9, 9], "category": "Text", "text": "甲\ud800"}]
    with pytest.raises(InputError, match="half a character"):
        read(json.dumps(half), "a.json")


KEYS = sorted(
    {
        step.key
        for item in adapters()
        for path in (
            *item.signs, item.pages, *item.items, item.lines, item.pieces, item.box, item.kind,
            item.order, item.page, item.cells, item.row, *item.inner, *(text.path for text in item.texts),
        )
        for part in path.replace(">", ".").split(":")[:1]
        for way in steps(part)
        for step in way
        if step.key
    }
)  # fmt: skip
WORDS = st.sampled_from(
    [
        "甲乙丙。",
        "a b",
        "<table><tr><td>甲<td>乙",
        "",
        " \n丁\n\n戊",
        "Page",
        '{"a": [1]}',
        "title",
        "\\/",
    ]
)
VALUES = st.recursive(
    st.one_of(WORDS, st.none(), st.booleans(), st.integers(-9, 900), st.floats()),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(st.sampled_from([*KEYS, "$ref"]), inner, max_size=6),
        st.lists(st.integers(0, 99), min_size=4, max_size=8),
    ),
    max_leaves=40,
)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(VALUES, st.sampled_from(adapters()))
def test_any_json_is_read_or_refused(value: Any, adapter: Adapter) -> None:
    text = json.dumps(value)
    tree = Tree(parse_json(text, "x"), "x")
    bare = msgspec.structs.replace(adapter, signs=())
    file = read_json_pages(text, tree, bare)
    if file is not None:
        page = compose(file)
        page.hints()
        data = text.encode()
        for slot in page.slots:
            assert 0 < slot.low <= slot.high < len(data)
            assert data[slot.low - 1 : slot.low] == data[slot.high : slot.high + 1] == b'"'


def test_files_cut_anywhere_are_errors() -> None:
    for file in ("tencent.json", "docling.json", "mineru_middle.json"):
        data = (SAMPLES / file).read_bytes()
        for cut in range(1, len(data) - 1, len(data) // 25):
            with pytest.raises(InputError):
                read(data[:cut], file)
