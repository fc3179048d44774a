"""CSV and spreadsheets: rows in, rows out, and nothing else changed."""

from __future__ import annotations

import io
import zipfile
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from restore.errors import InputError, RestoreError
from restore.readers import ReadOptions, Source, read_blob
from restore.readers.blob import Blob, file_blob
from restore.readers.csv_text import DELIMITERS, find_delimiter, records, written_field
from restore.writers.rows import RowResult, written_rows
from tests.readers.formats import read

openpyxl = pytest.importorskip("openpyxl")

WRONG, RIGHT = "水污染防治防治工作", "水污染防治工作"


def results(blob: Blob, **options: str) -> list[RowResult]:
    found = []
    for item in read_blob(blob, ReadOptions(**options)):  # type: ignore[arg-type]
        assert isinstance(item, Source), item
        text = item.document.source.replace(WRONG, RIGHT)
        found.append(RowResult(item.row or 0, item.document.digest, text, ()))
    return found


def written(data: bytes, name: str, *, back: bool, **options: str) -> bytes:
    blob = Blob(name, name, data=data)
    (format,) = {
        item.format for item in read_blob(blob, ReadOptions(**options)) if isinstance(item, Source)
    }  # type: ignore[arg-type]
    given = ReadOptions(**options)  # type: ignore[arg-type]
    return b"".join(written_rows(blob, format, results(blob, **options), given, back=back))


DIALECTS = [
    ("a.csv", f'id,text,n\r\n1,{WRONG}。,0.5\r\n2,干净的一句话。,"1"\r\n', "utf-8", b""),
    (
        "a.csv",
        f'id;text;n\n1;"{WRONG}；""好""";0,5\n\n2;干净的一句话。;1',
        "utf-8",
        b"\xef\xbb\xbf",
    ),
    ("a.tsv", f'"text"\t"id"\n"{WRONG}\n第二行。"\t"1"\n"干净。"\t"2"\n', "gb18030", b""),
    ("a.csv", f"text|x\r1|2\r{WRONG}|3\r", "utf-16-le", b"\xff\xfe"),
]


@pytest.mark.parametrize(("name", "text", "encoding", "mark"), DIALECTS)
def test_a_csv_is_written_back_in_its_dialect(
    name: str, text: str, encoding: str, mark: bytes
) -> None:
    data = mark + text.encode(encoding)
    assert written(data, name, back=True) == mark + text.replace(WRONG, RIGHT).encode(encoding)


@pytest.mark.parametrize(("name", "text", "encoding", "mark"), DIALECTS)
def test_a_clean_csv_is_the_same_to_the_byte(
    name: str, text: str, encoding: str, mark: bytes
) -> None:
    data = mark + text.replace(WRONG, RIGHT).encode(encoding)
    assert written(data, name, back=True) == data


def test_results_come_in_columns_of_their_own() -> None:
    data = f"id,text\n1,{WRONG}。\n2,\n".encode()
    text = written(data, "a.csv", back=False).decode()
    assert text == f"id,text,restored,edits\n1,{WRONG}。,{RIGHT}。,[]\n2,,,\n"
    with pytest.raises(RestoreError, match="has a column 'restored' already"):
        written(text.encode(), "a.csv", back=False)


def test_the_column_of_the_text_is_guessed_and_this_is_told() -> None:
    rows = "编号,标题,正文\n1,甲,这是第一段文字。\n2,乙,这是第二段文字。\n"
    first, second = read(rows, "a.csv")
    assert first.document.source == "这是第一段文字。"
    assert first.document.id == "a.csv#2"
    assert first.field == "正文"
    assert any("'正文' is taken for the text" in text for text in first.told)
    assert second.told == ()
    (named,) = read("a,b\n甲乙丙丁,戊己庚辛壬癸\n", "a.csv", text_field="a")
    assert named.document.source == "甲乙丙丁"
    assert named.told == ("fields apart by commas",)
    bare = read("1,这是第一段没有表头的文字。\n2,这是第二段没有表头的文字。\n", "a.csv")
    assert [item.document.source[3] for item in bare] == ["一", "二"]
    assert any("column 2" in text for text in bare[0].told)


def test_ids_come_from_their_column_and_stay_apart() -> None:
    found = read("id,text\nx,甲乙。\nx,丙丁。\n,戊己。\n", "a.csv")
    assert [item.document.id for item in found] == ["a.csv#x", "a.csv#x@3", "a.csv#4"]


def test_a_csv_without_a_text_is_refused_never_read_as_prose() -> None:
    with pytest.raises(InputError, match="no column that holds Chinese text"):
        read("a,b\n1,2\n3,4\n", "a.csv")
    with pytest.raises(InputError, match=r"has no column 'body' \(there are: a, b\)"):
        read("a,b\n甲乙丙丁,2\n", "a.csv", text_field="body")
    with pytest.raises(InputError, match="has no text in column 'text'"):
        read("id,text\n1,\n", "a.csv")
    with pytest.raises(InputError, match="holds no rows"):
        read("id,text\n", "a.csv")
    with pytest.raises(InputError, match="row 3: has 3 columns, not 2"):
        read("id,text\n1,甲乙。\n2,丙,丁。\n", "a.csv")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_csv_without_a_name_is_known_by_its_first_row(encoding: str) -> None:
    data = "id,正文\n1,这是一段文字。\n".encode(encoding)
    (item,) = read_blob(Blob("-", "standard input", data=data), ReadOptions())
    assert isinstance(item, Source)
    assert (item.format, item.document.source) == ("csv", "这是一段文字。")


@pytest.mark.parametrize(
    "text",
    [
        "正文,内容如下\n这是一段文字。\n",
        "text\n这是一段文字。\n",
        "文本，内容\n甲，乙\n",
        "甲,乙\n丙,丁\n",
        "内容,正文。\n一,二\n",
    ],
)
def test_prose_without_a_name_is_no_csv(text: str) -> None:
    (item,) = read_blob(Blob("-", "standard input", data=text.encode()), ReadOptions())
    assert isinstance(item, Source)
    assert item.format == "text"


def test_records_know_where_their_fields_stand() -> None:
    text = 'a,"b,""c""\n",d\r\n"x",,"unclosed'
    found = [record.values(text) for record in records(text, ",")]
    assert found == [["a", 'b,"c"\n', "d"], ["x", "", '"unclosed']]
    assert find_delimiter("甲，乙\n丙，丁\n") == ","
    assert find_delimiter("a\tb\n甲,乙\t丙\n") == "\t"


@given(st.text(alphabet='甲,;"\n\r\t |a', max_size=60), st.sampled_from(DELIMITERS))
def test_records_are_all_of_a_text(text: str, delimiter: str) -> None:
    found = list(records(text, delimiter))
    assert "".join(text[record.fields[0].start : record.stop] for record in found) == text
    for record in found:
        for field, after in pairwise(record.fields):
            assert text[field.end : after.start] == delimiter


@given(
    st.lists(st.text(alphabet='甲,;"\n\r\t |a', max_size=9), min_size=2, max_size=4),
    st.sampled_from(DELIMITERS),
)
def test_a_written_field_is_read_as_it_was(values: list[str], delimiter: str) -> None:
    line = delimiter.join(written_field(value, delimiter, quoted=False) for value in values)
    (record,) = records(line, delimiter) if line else [None]
    if record is not None:
        assert record.values(line) == values


def book() -> bytes:
    made = openpyxl.Workbook()
    sheet = made.active
    sheet.title = "数据"
    sheet.append(["编号", "正文", "日期"])
    sheet.append([1, f"推进{WRONG}，成效明显。", 45000])
    sheet.append([2, "干净的一句话<&>。", None])
    sheet["B2"].font = openpyxl.styles.Font(bold=True)
    other = made.create_sheet("数字")
    other.append([1, 2])
    sink = io.BytesIO()
    made.save(sink)
    return sink.getvalue()


def members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_a_workbook_is_written_back_and_its_other_parts_stay() -> None:
    data = book()
    back = written(data, "a.xlsx", back=True)
    sheet = openpyxl.load_workbook(io.BytesIO(back))["数据"]
    assert sheet["B2"].value == f"推进{RIGHT}，成效明显。"
    assert sheet["B2"].font.bold
    assert sheet["B3"].value == "干净的一句话<&>。"
    assert sheet["C2"].value == 45000
    old, new = members(data), members(back)
    assert list(old) == list(new)
    assert [name for name in old if old[name] != new[name]] == ["xl/worksheets/sheet1.xml"]
    clean = written(back, "a.xlsx", back=True)
    assert members(clean) == new
    added = openpyxl.load_workbook(io.BytesIO(written(data, "a.xlsx", back=False)))["数据"]
    assert [cell.value for cell in added["D"]] == [
        "restored",
        f"推进{RIGHT}，成效明显。",
        "干净的一句话<&>。",
    ]
    (first, _) = read_blob(Blob("a.xlsx", "a.xlsx", data=data), ReadOptions())
    assert isinstance(first, Source)
    assert first.document.id == "a.xlsx#2"
    assert any("left out: 数字" in text for text in first.told)


ODS = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>
<table:table table:name="表"><table:table-row><table:table-cell office:value-type="string"><text:p>text</text:p></table:table-cell><table:table-cell><text:p>n</text:p></table:table-cell></table:table-row>
<table:table-row><table:table-cell table:style-name="ce1" office:value-type="string"><text:p>WORDS</text:p></table:table-cell><table:table-cell office:value-type="float" office:value="3"><text:p>3</text:p></table:table-cell></table:table-row>
<table:table-row><table:table-cell/><table:table-cell table:number-columns-repeated="16383"/></table:table-row>
<table:table-row table:number-rows-repeated="1048573"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>
</table:table></office:spreadsheet></office:body></office:document-content>"""


def ods(words: str) -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", ODS.replace("WORDS", words), zipfile.ZIP_DEFLATED)
        archive.writestr("styles.xml", "<x/>")
    return sink.getvalue()


def test_an_opendocument_sheet_is_written_back() -> None:
    back = written(ods(f"{WRONG} &lt;一"), "a.ods", back=True)
    assert members(back)["content.xml"].decode() == ODS.replace("WORDS", f"{RIGHT} &lt;一")
    assert members(written(back, "a.ods", back=True)) == members(back)
    added = written(ods(WRONG), "a.ods", back=False)
    (item,) = read_blob(Blob("a.ods", "a.ods", data=added), ReadOptions(text_field="restored"))
    assert isinstance(item, Source)
    assert item.document.source == RIGHT


def test_rows_of_json_lines_are_written_back() -> None:
    data = (
        '{"id": 1, "text": "'
        + WRONG
        + '\\/\\u4e2d", "n":  [1]}\r\n\n{"text": null}\n{"text":"干净。"}'
    )
    back = written(data.encode(), "a.jsonl", back=True).decode()
    assert back == data.replace(WRONG + "\\/\\u4e2d", RIGHT + "\\/中")
    clean = data.replace(WRONG, RIGHT).encode()
    assert written(clean, "a.jsonl", back=True) == clean


def test_cells_that_repeat_without_end_are_refused() -> None:
    row = (
        '<table:table-row table:number-rows-repeated="1000">'
        '<table:table-cell table:number-columns-repeated="999"><text:p>甲</text:p></table:table-cell>'
        "</table:table-row>"
    )
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "content.xml", ODS.replace("<table:table-row>", row * 9 + "<table:table-row>", 1)
        )
    (item,) = read_blob(Blob("a.ods", "a.ods", data=sink.getvalue()), ReadOptions())
    assert isinstance(item, InputError)
    assert "more than 5,000,000 cells" in str(item)


def test_hostile_spreadsheets_are_refused(tmp_path: Path) -> None:
    for name, data in {
        "a.xlsx": b"PK\x03\x04 xl/ damaged",
        "a.ods": ods("<!ENTITY a 'b'>"),
        "b.xlsx": ods("甲"),
    }.items():
        path = tmp_path / name
        path.write_bytes(data)
        (item,) = read_blob(file_blob(path), ReadOptions())
        assert isinstance(item, InputError), name
