"""One folder of many formats, one command, and a table of what became of them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from tests.cli.helpers import CLEAN, NOISY, Runner, put
from tests.readers.formats import SAMPLES
from tests.readers.test_json_formats import FILES


def test_a_folder_of_many_formats(restore: Runner, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    others = ("alto.xml", "page.hocr", "page.tsv", "lines.page.xml", "page.pdf", "olmocr.jsonl")
    for name in (*FILES, *others):
        shutil.copy(SAMPLES / name, folder)
    put(folder / "a.csv", f"id,正文\n1,{NOISY}\n")
    put(folder / "b.txt")
    put(folder / "unknown.json", '{"rows": [{"zi": "中文文字"}]}')
    put(folder / "c.pptx", "x")
    put(folder / "numbers.csv", "a,b\n1,2\n")
    done = restore("clean", "in", "-o", "out", "--write-back", "--no-report")
    assert done.code == 0, done.err
    table = done.err[done.err.index("read:\n") :]
    for line in (
        "Tencent OCR JSON (TextDetections)",
        "MinerU content_list.json",
        "AWS Textract JSON (Blocks)",
        "hOCR",
        "column '正文' is taken for the text",
        ".json, JSON of no format that is known; --fields says where its texts are",
        ".pptx, of no format that is read",
        ".csv, without a column of Chinese texts",
    ):
        assert line in table, line
    manifest = json.loads((tmp_path / "out/manifest.json").read_bytes())
    read = {item["document"]: item["format"] for item in manifest["inputs"]}
    assert len(read) == len(FILES) + len(others) + 2
    assert read["baidu.json"] == "Baidu OCR JSON (words_result)"
    assert [item["kind"] for item in manifest["skipped"]] == [".pptx", ".csv", ".json"]
    assert len({*FILES, *others} - {"page.pdf", "olmocr.jsonl"}) == len(
        list((tmp_path / "out/pages").iterdir())
    )
    assert (tmp_path / "out/rows/a.csv").read_text("utf-8") == f"id,正文\n1,{CLEAN}\n"
    log = tmp_path / "out/edits.jsonl"
    for name in ("tencent.json", "mineru_content_list.json", "google-vision.json"):
        back = restore("replay", folder / name, log)
        assert back.code == 0, back.err
        assert back.out == (tmp_path / f"out/text/{name}.txt").read_bytes()
        first = restore("revert", tmp_path / f"out/text/{name}.txt", log)
        assert first.code == 0
        assert NOISY[:6] in first.text


def test_json_of_a_kind_of_its_own(restore: Runner, tmp_path: Path) -> None:
    data = json.dumps({"rows": [{"zi": NOISY, "n": 1}]}, ensure_ascii=False)
    put(tmp_path / "in/a.json", data)
    refused = restore("clean", "in/a.json")
    assert refused.code == 2
    assert "--fields 'text=rows[].zi'" in refused.err
    done = restore("clean", "in", "--fields", "text=rows[].zi", "--write-back")
    assert done.text == data.replace(NOISY, CLEAN)
    put(
        tmp_path / "my.toml",
        'name = "mine"\ntitle = "My JSON"\nitems = ["rows[]"]\ntext = ["zi"]\n',
    )
    done = restore("clean", "in/a.json", "--fields", "my.toml")
    assert done.text.strip() == CLEAN
    assert "a.json: is read as My JSON" in done.err
    for wrong in ("rows", "none.toml"):
        assert restore("clean", "in/a.json", "--fields", wrong).code == 2


def test_rows_and_fields_are_replayed(restore: Runner, tmp_path: Path) -> None:
    put(tmp_path / "in/a.csv", f"编号,正文\n1,{NOISY}\n", "gb18030")
    put(tmp_path / "in/b.json", json.dumps({"rows": [{"zi": NOISY}]}))
    done = restore("clean", "in", "-o", "out", "--fields", "text=rows[].zi", "--no-report")
    assert done.code == 0, done.err
    log = tmp_path / "out/edits.jsonl"
    row = restore("replay", "in/a.csv", log, "--document", "a.csv#2")
    assert row.text.strip() == CLEAN, row.err
    page = restore("replay", "in/b.json", log, "--fields", "text=rows[].zi")
    assert page.text.strip() == CLEAN, page.err


def test_what_a_single_file_is_read_as_is_told(restore: Runner, tmp_path: Path) -> None:
    done = restore("clean", SAMPLES / "tencent.json")
    assert "tencent.json: is read as Tencent OCR JSON (TextDetections)" in done.err
    put(tmp_path / "a.csv", f"编号,内容\n7,{NOISY}\n")
    done = restore("clean", "a.csv", "--write-back", "--id-field", "编号")
    assert done.text == f"编号,内容\n7,{CLEAN}\n"
    assert "a.csv#7: column '内容' is taken for the text" in done.err


def test_the_doctor_names_the_extras_and_the_formats(restore: Runner) -> None:
    text = restore("doctor").text
    assert "format xlsx" in text
    assert "tencent" in text
