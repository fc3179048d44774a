"""Write samples of the JSON of engines, parsers of documents and services: one page, as each has it.

    python tools/make_json_samples.py tests/data/formats

The structure follows what their makers document; the page is ours.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

HEAD = "乡村水务观察"
TITLE = "乡村水务改革取得进展"
LINES = [
    "持续加强水污染防治防治工作，全县三十",
    "二个乡镇完成管网改造，群众用水有了保障。",
    "项目建设按计划推进，年底前全部完工投用。",
]
TABLE = [["项目", "数量"], ["管网", "32"], ["水厂", "5"]]
FOOT = "3"
PARAGRAPH = "".join(LINES)
ROWS_HTML = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in TABLE)
HTML = f"<html><body><table>{ROWS_HTML}</table></body></html>"

#: What is printed: text, box (x0, y0, x1, y1), how sure the engine was.
PRINTED = [
    (HEAD, (60, 20, 240, 44), 0.98),
    (TITLE, (200, 80, 560, 120), 0.99),
    (LINES[0], (60, 160, 740, 190), 0.91),
    (LINES[1], (60, 200, 740, 230), 0.97),
    (LINES[2], (60, 240, 740, 270), 0.96),
    *(
        (
            cell,
            (60 + 200 * column, 320 + 40 * row, 60 + 200 * column + 34 * len(cell), 350 + 40 * row),
            0.95,
        )
        for row, cells in enumerate(TABLE)
        for column, cell in enumerate(cells)
    ),
    (FOOT, (390, 1060, 410, 1084), 0.9),
]
SIZE = (800, 1100)
#: The blocks of the page: kind, text or table, box.
BLOCKS = [
    ("header", HEAD, (60, 20, 240, 44)),
    ("title", TITLE, (200, 80, 560, 120)),
    ("text", PARAGRAPH, (60, 160, 740, 270)),
    ("table", HTML, (60, 320, 460, 430)),
    ("footer", FOOT, (390, 1060, 410, 1084)),
]


def corners(box: tuple[int, ...]) -> list[list[int]]:
    """Return the corners of a box, clockwise from the upper left."""
    left, top, right, bottom = box
    return [[left, top], [right, top], [right, bottom], [left, bottom]]


def flat(box: tuple[int, ...]) -> list[int]:
    """Return the corners one after the other."""
    return [side for corner in corners(box) for side in corner]


def points(box: tuple[int, ...], x: str = "x", y: str = "y") -> list[dict[str, int]]:
    """Return the corners as objects."""
    return [{x: left, y: top} for left, top in corners(box)]


def sized(box: tuple[int, ...], names: str = "left top width height") -> dict[str, int]:
    """Return corner and size as an object."""
    left, top, right, bottom = box
    return dict(zip(names.split(), (left, top, right - left, bottom - top), strict=True))


def shares(box: tuple[int, ...]) -> dict[str, Any]:
    """Return a box as Textract has it: in shares of the page."""
    left, top, right, bottom = box
    wide, high = SIZE
    return {
        "BoundingBox": {
            "Width": (right - left) / wide,
            "Height": (bottom - top) / high,
            "Left": left / wide,
            "Top": top / high,
        },
        "Polygon": [{"X": x / wide, "Y": y / high} for x, y in corners(box)],
    }


def paddle_blocks() -> list[dict[str, Any]]:
    """Return the blocks of PP-StructureV3."""
    labels = {"title": "doc_title", "footer": "number"}
    return [
        {
            "block_label": labels.get(kind, kind),
            "block_content": text,
            "block_bbox": list(box),
            "block_id": place,
            "block_order": place if kind in {"title", "text", "table"} else None,
        }
        for place, (kind, text, box) in enumerate(BLOCKS)
    ]


def google() -> dict[str, Any]:
    """Return the answer of Google Vision, to the character."""
    blocks = []
    for text, box, level in PRINTED:
        symbols = [
            {"boundingBox": {"vertices": points(box)}, "text": character, "confidence": level}
            for character in text
        ]
        symbols[-1]["property"] = {"detectedBreak": {"type": "LINE_BREAK"}}
        word = {"boundingBox": {"vertices": points(box)}, "symbols": symbols, "confidence": level}
        paragraph = {"boundingBox": {"vertices": points(box)}, "words": [word]}
        blocks.append(
            {
                "boundingBox": {"vertices": points(box)},
                "paragraphs": [paragraph],
                "blockType": "TEXT",
            }
        )
    whole = "\n".join(text for text, *_ in PRINTED)
    notes = [{"locale": "zh", "description": whole, "boundingPoly": {"vertices": []}}]
    notes += [
        {"description": text, "boundingPoly": {"vertices": points(box)}} for text, box, _ in PRINTED
    ]
    page = {"width": SIZE[0], "height": SIZE[1], "blocks": blocks, "confidence": 0.95}
    full = {"pages": [page], "text": whole}
    return {"responses": [{"textAnnotations": notes, "fullTextAnnotation": full}]}


def docling() -> dict[str, Any]:
    """Return a DoclingDocument: references, boxes from the lower left."""
    labels = {"header": "page_header", "footer": "page_footer", "title": "section_header"}
    texts: list[dict[str, Any]] = []
    tables: list[dict[str, Any]] = []
    children = []
    for kind, text, box in BLOCKS:
        left, top, right, bottom = box
        sides = {"l": left, "t": SIZE[1] - top, "r": right, "b": SIZE[1] - bottom}
        prov = [{"page_no": 1, "bbox": {**sides, "coord_origin": "BOTTOMLEFT"}, "charspan": [0, 1]}]
        if kind == "table":
            cells = [
                {
                    "row_span": 1, "col_span": 1, "start_row_offset_idx": row,
                    "end_row_offset_idx": row + 1, "start_col_offset_idx": column,
                    "end_col_offset_idx": column + 1, "text": cell, "column_header": row == 0,
                }
                for row, line in enumerate(TABLE)
                for column, cell in enumerate(line)
            ]  # fmt: skip
            grid = [[{"text": cell} for cell in line] for line in TABLE]
            ref = f"#/tables/{len(tables)}"
            data = {"table_cells": cells, "num_rows": 3, "num_cols": 2, "grid": grid}
            tables.append(
                {"self_ref": ref, "children": [], "label": "table", "prov": prov, "captions": [],
                 "data": data}
            )  # fmt: skip
        else:
            ref = f"#/texts/{len(texts)}"
            label = labels.get(kind, kind)
            texts.append(
                {"self_ref": ref, "parent": {"$ref": "#/body"}, "children": [], "label": label,
                 "prov": prov, "orig": text, "text": text}
            )  # fmt: skip
        children.append({"$ref": ref})
    return {
        "schema_name": "DoclingDocument",
        "version": "1.3.0",
        "name": "page",
        "furniture": {"self_ref": "#/furniture", "children": [], "name": "_root_"},
        "body": {"self_ref": "#/body", "children": children, "name": "_root_"},
        "groups": [],
        "texts": texts,
        "pictures": [],
        "tables": tables,
        "pages": {"1": {"size": {"width": SIZE[0], "height": SIZE[1]}, "page_no": 1}},
    }


def mineru_middle() -> dict[str, Any]:
    """Return MinerU's middle.json."""

    def lines(texts: list[tuple[str, tuple[int, ...]]]) -> list[dict[str, Any]]:
        return [
            {
                "bbox": list(box),
                "spans": [{"bbox": list(box), "score": 0.95, "content": text, "type": "text"}],
                "index": place,
            }
            for place, (text, box) in enumerate(texts)
        ]

    body = [(text, box) for text, box, _ in PRINTED[2:5]]
    table = {
        "type": "table",
        "bbox": [60, 320, 460, 430],
        "blocks": [
            {
                "type": "table_body",
                "bbox": [60, 320, 460, 430],
                "lines": [
                    {
                        "bbox": [60, 320, 460, 430],
                        "spans": [
                            {"bbox": [60, 320, 460, 430], "type": "table", "score": 0.9,
                             "html": HTML, "image_path": "a.jpg"}
                        ],
                    }
                ],
            }
        ],
        "index": 3,
    }  # fmt: skip
    blocks = [
        {"type": "title", "bbox": [200, 80, 560, 120], "lines": lines([(TITLE, (200, 80, 560, 120))]),
         "index": 1},
        {"type": "text", "bbox": [60, 160, 740, 270], "lines": lines(body), "index": 2},
        table,
    ]  # fmt: skip
    discarded = [
        {"type": "header", "bbox": [60, 20, 240, 44], "lines": lines([(HEAD, (60, 20, 240, 44))])},
        {"type": "page_number", "bbox": [390, 1060, 410, 1084],
         "lines": lines([(FOOT, (390, 1060, 410, 1084))])},
    ]  # fmt: skip
    page = {
        "preproc_blocks": [],
        "para_blocks": blocks,
        "discarded_blocks": discarded,
        "page_idx": 0,
        "page_size": list(SIZE),
    }
    return {"pdf_info": [page], "_backend": "pipeline", "_version_name": "2.5.4"}


def marker() -> dict[str, Any]:
    """Return Marker's tree of blocks."""
    labels = {"header": "PageHeader", "footer": "PageFooter", "title": "SectionHeader"}
    tags = {"title": "h1"}
    children = [
        {
            "id": f"/page/0/{labels.get(kind, kind.capitalize())}/{place}",
            "block_type": labels.get(kind, kind.capitalize()),
            "html": text
            if kind == "table"
            else f"<{tags.get(kind, 'p')}>{text}</{tags.get(kind, 'p')}>",
            "polygon": corners(box),
            "bbox": list(box),
            "children": None,
            "section_hierarchy": {},
            "images": {},
        }
        for place, (kind, text, box) in enumerate(BLOCKS)
    ]
    page = {
        "id": "/page/0/Page/0",
        "block_type": "Page",
        "html": "".join(f"<content-ref src='{child['id']}'></content-ref>" for child in children),
        "polygon": corners((0, 0, *SIZE)),
        "bbox": [0, 0, *SIZE],
        "children": children,
    }
    return {"children": [page], "block_type": "Document", "metadata": {"page_stats": []}}


def azure_document() -> dict[str, Any]:
    """Return the answer of Azure Document Intelligence."""
    roles = {"header": "pageHeader", "title": "title", "footer": "pageNumber"}
    lines = [{"content": text, "polygon": flat(box), "spans": []} for text, box, _ in PRINTED]
    words = [
        {"content": character, "polygon": flat(box), "confidence": level, "span": {}}
        for text, box, level in PRINTED
        for character in text
    ]
    paragraphs: list[dict[str, Any]] = [
        {
            "content": text,
            "boundingRegions": [{"pageNumber": 1, "polygon": flat(box)}],
            **({"role": roles[kind]} if kind in roles else {}),
        }
        for kind, text, box in BLOCKS
        if kind != "table"
    ]
    cells = [
        {"rowIndex": row, "columnIndex": column, "content": cell}
        for row, line in enumerate(TABLE)
        for column, cell in enumerate(line)
    ]
    table = {
        "rowCount": 3,
        "columnCount": 2,
        "cells": cells,
        "boundingRegions": [{"pageNumber": 1, "polygon": flat((50, 310, 470, 440))}],
    }
    page = {
        "pageNumber": 1, "angle": 0, "width": SIZE[0], "height": SIZE[1], "unit": "pixel",
        "words": words, "lines": lines,
    }  # fmt: skip
    return {
        "status": "succeeded",
        "analyzeResult": {
            "apiVersion": "2024-11-30",
            "modelId": "prebuilt-layout",
            "content": "\n".join(text for text, *_ in PRINTED),
            "pages": [page],
            "tables": [table],
            "paragraphs": paragraphs,
        },
    }


def textract() -> dict[str, Any]:
    """Return the answer of Amazon Textract."""
    blocks: list[dict[str, Any]] = [
        {"BlockType": "PAGE", "Geometry": shares((0, 0, *SIZE)), "Id": "p", "Page": 1}
    ]
    for name in ("LINE", "WORD"):
        blocks += [
            {
                "BlockType": name,
                "Confidence": level * 100,
                "Text": text,
                "Geometry": shares(box),
                "Id": f"{name}{place}",
                "Page": 1,
            }
            for place, (text, box, level) in enumerate(PRINTED)
        ]
    kinds = {
        "header": "LAYOUT_HEADER", "title": "LAYOUT_TITLE", "text": "LAYOUT_TEXT",
        "table": "LAYOUT_TABLE", "footer": "LAYOUT_PAGE_NUMBER",
    }  # fmt: skip
    blocks += [
        {
            "BlockType": kinds[kind],
            "Confidence": 99.1,
            "Geometry": shares(box),
            "Id": kind,
            "Page": 1,
        }
        for kind, _, box in BLOCKS
    ]
    return {
        "DocumentMetadata": {"Pages": 1},
        "Blocks": blocks,
        "DetectDocumentTextModelVersion": "1.0",
    }


def alibaba() -> dict[str, Any]:
    """Return the answer of Alibaba: JSON within a string."""
    words = [
        {
            "angle": 0, "direction": 0, "pos": points(box), "prob": round(level * 100), "word": text,
            "x": box[0], "y": box[1], "height": box[3] - box[1], "width": box[2] - box[0],
            "charInfo": [{"prob": round(level * 100), "word": character} for character in text],
        }
        for text, box, level in PRINTED
    ]  # fmt: skip
    data = {
        "content": " ".join(text for text, *_ in PRINTED),
        "height": SIZE[1], "width": SIZE[0], "prism_version": "1.0.9",
        "prism_wnum": len(words), "prism_wordsInfo": words,
    }  # fmt: skip
    return {"RequestId": "43A29C77", "Data": json.dumps(data, ensure_ascii=False), "Code": "200"}


def samples() -> dict[str, Any]:
    """Return the samples by file; a list of rows for JSON Lines."""
    baidu = {
        "log_id": 1234567890123456789,
        "direction": 0,
        "words_result_num": len(PRINTED),
        "words_result": [
            {
                "words": text,
                "location": sized(box, "left top width height"),
                "probability": {"average": level, "min": level - 0.1, "variance": 0.001},
            }
            for text, box, level in PRINTED
        ],
    }
    tencent = {
        "Response": {
            "Language": "zh",
            "TextDetections": [
                {
                    "DetectedText": text,
                    "Confidence": round(level * 100),
                    "Polygon": points(box, "X", "Y"),
                    "ItemPolygon": sized(box, "X Y Width Height"),
                    "AdvancedInfo": '{"Parag":{"ParagNo":1}}',
                    "Words": [],
                    "WordCoordPoint": [],
                }
                for text, box, level in PRINTED
            ],
            "Angel": 0.0,
            "RequestId": "a1b2",
        }
    }
    huawei = {
        "result": {
            "direction": -1,
            "words_block_count": len(PRINTED),
            "words_block_list": [
                {"words": text, "location": corners(box), "confidence": level}
                for text, box, level in PRINTED
            ],
        }
    }
    azure_read = {
        "status": "succeeded",
        "analyzeResult": {
            "version": "3.2.0",
            "readResults": [
                {
                    "page": 1, "angle": 0, "width": SIZE[0], "height": SIZE[1], "unit": "pixel",
                    "lines": [
                        {
                            "boundingBox": flat(box),
                            "text": text,
                            "words": [
                                {"boundingBox": flat(box), "text": character, "confidence": level}
                                for character in text
                            ],
                        }
                        for text, box, level in PRINTED
                    ],
                }
            ],
        },
    }  # fmt: skip
    content = [
        {"type": "header", "text": HEAD, "bbox": [75, 18, 300, 40], "page_idx": 0},
        {"type": "text", "text": TITLE, "text_level": 1, "bbox": [250, 72, 700, 109], "page_idx": 0},
        {"type": "text", "text": PARAGRAPH, "bbox": [75, 145, 925, 245], "page_idx": 0},
        {
            "type": "table", "img_path": "images/a.jpg", "table_caption": ["表1 项目进度"],
            "table_footnote": [], "table_body": HTML, "bbox": [75, 290, 575, 390], "page_idx": 0,
        },
        {"type": "page_number", "text": FOOT, "bbox": [487, 963, 512, 985], "page_idx": 0},
    ]  # fmt: skip
    dots = {"header": "Page-header", "title": "Title", "text": "Text", "table": "Table"}
    lines = {
        "rec_texts": [text for text, *_ in PRINTED],
        "rec_scores": [level for *_, level in PRINTED],
        "rec_polys": [corners(box) for _, box, _ in PRINTED],
        "rec_boxes": [list(box) for _, box, _ in PRINTED],
    }
    structure = {
        "input_path": "page.png", "page_index": None, "width": SIZE[0], "height": SIZE[1],
        "parsing_res_list": paddle_blocks(),
        "overall_ocr_res": {"model_settings": {}, "dt_polys": lines["rec_polys"], **lines},
        "table_res_list": [{"cell_box_list": [], "pred_html": HTML}],
    }  # fmt: skip
    umi = {
        "code": 100,
        "data": [
            {"text": text, "score": level, "box": corners(box), "end": "\n"}
            for text, box, level in PRINTED
        ],
        "score": 0.95, "time": 0.42, "timestamp": 1711521012.6, "path": "C:/p1.png", "fileName": "p1.png",
    }  # fmt: skip
    surya = {
        "page": [
            {
                "text_lines": [
                    {"polygon": corners(box), "confidence": level, "text": text, "bbox": list(box)}
                    for text, box, level in PRINTED
                ],
                "languages": ["zh"],
                "image_bbox": [0, 0, *SIZE],
                "page": 1,
            }
        ]
    }
    olmocr = [
        {
            "id": "6a1f", "text": f"{TITLE}\n\n{PARAGRAPH}", "source": "olmocr", "added": "2026-01-05",
            "created": "2026-01-05", "metadata": {"Source-File": "a.pdf", "pdf-total-pages": 1},
            "attributes": {"pdf_page_numbers": [[0, 80, 1]]},
        }
    ]  # fmt: skip
    rows = [
        {"page": 1, "bbox": list(box), "label": kind, "text": text, "score": 0.9}
        for kind, text, box in BLOCKS
    ]
    vl = {"res": {"input_path": "page.png", "parsing_res_list": paddle_blocks()}}
    return {
        "pp-structure.json": structure,
        "paddleocr-vl.json": vl,
        "paddleocr.json": {"res": {"input_path": "page.png", **lines}},
        "paddleocr2.json": [[[corners(box), [text, level]] for text, box, level in PRINTED]],
        "mineru_content_list.json": content,
        "mineru_middle.json": mineru_middle(),
        "dots-ocr.json": [
            {"bbox": list(box), "category": dots.get(kind, "Page-footer"), "text": text}
            for kind, text, box in BLOCKS
        ],
        "docling.json": docling(),
        "marker.json": marker(),
        "surya.json": surya,
        "umi-ocr.jsonl": [umi],
        "olmocr.jsonl": olmocr,
        "layout-rows.jsonl": rows,
        "baidu.json": baidu,
        "tencent.json": tencent,
        "alibaba.json": alibaba(),
        "huawei.json": huawei,
        "google-vision.json": google(),
        "azure-read.json": azure_read,
        "azure-document.json": azure_document(),
        "textract.json": textract(),
    }


def main(folder: Path) -> None:
    """Write all samples, in the style of each maker: indented, ASCII only, or one line."""
    for name, value in samples().items():
        if name.endswith(".jsonl"):
            text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in value)
        elif name.startswith(("mineru", "pp-", "dots", "docling", "azure")):
            text = json.dumps(
                value, ensure_ascii=False, indent=1 if name.startswith("azure") else 2
            )
        elif name.startswith(("google", "textract")):
            text = json.dumps(value, indent=1)
        else:
            text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
