from __future__ import annotations

import codecs
from hashlib import sha256
from pathlib import Path

import opencc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from restore.core.document import Encoding
from restore.errors import InputError
from restore.readers.encoding import decode, encode, known_encoding

SEED = next(Path("seeds").glob("002*.txt")).read_text(encoding="utf-8")
TRADITIONAL = opencc.OpenCC("s2t").convert(SEED)
HEADLINE = "政协委员视察乌兰察布市"
# Where the text is cut does not matter to a reader.
cuts = st.tuples(st.integers(0, len(SEED) - 400), st.integers(12, 400))


def passage(text: str, cut: tuple[int, int], encoding: str) -> str:
    start, length = cut
    piece = text[start : start + length]
    return f"协商{piece.encode(encoding, 'ignore').decode(encoding)}工作"


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16-le", "utf-16-be"])
@given(cut=cuts)
@settings(max_examples=60, deadline=None)
def test_every_passage_is_read_back_as_it_was(encoding: str, cut: tuple[int, int]) -> None:
    text = passage(SEED, cut, encoding)
    data = text.encode(encoding)
    found = decode(data, source="x")
    assert found.text == text
    assert found.encoding == Encoding(encoding)
    assert found.exact
    assert encode(found.text, found.encoding) == data


@pytest.mark.parametrize("encoding", ["big5", "gb18030"])
@given(cut=cuts)
@settings(max_examples=60, deadline=None)
def test_traditional_passages_are_read_back(encoding: str, cut: tuple[int, int]) -> None:
    text = "協商" + passage(TRADITIONAL, cut, encoding)[2:]
    text = text.encode(encoding, "ignore").decode(encoding)
    data = text.encode(encoding)
    found = decode(data, source="x")
    assert encode(found.text, found.encoding) == data
    assert found.text == text
    assert found.exact


@pytest.mark.parametrize(
    ("mark", "name"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
@given(text=st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40))
def test_a_byte_order_mark_decides_for_any_text(mark: bytes, name: str, text: str) -> None:
    # FF FE 00 00 is the mark of UTF-32: no text begins with a NUL.
    data = mark + f"中{text}".encode(name)
    found = decode(data, source="x")
    assert found.text == f"中{text}"
    assert found.encoding == Encoding(name, bom=True)
    assert found.exact
    assert encode(found.text, found.encoding) == data


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("联通", "gb18030"),  # the classic: its bytes look like UTF-8 to a careless reader
        ("纪律", "gb18030"),
        ("全国政协", "gb18030"),
        ("協商民主", "big5"),
        ("內蒙古自治區", "big5"),
        (HEADLINE, "utf-16-le"),
        (HEADLINE, "utf-16-be"),
        ("plain text", "utf-8"),
        ("naïve café", "utf-8"),
        ("中", "utf-8"),
    ],
)
def test_short_texts(text: str, encoding: str) -> None:
    found = decode(text.encode(encoding), source="x")
    assert (found.text, found.encoding.name) == (text, encoding)


def test_latin_text_in_utf_16_without_a_mark() -> None:
    assert decode("ASCII only\n".encode("utf-16-le"), source="x").text == "ASCII only\n"


def test_a_long_latin_beginning_does_not_hide_the_encoding() -> None:
    text = "x" * 3_000_000 + HEADLINE
    assert decode(text.encode("gb18030"), source="x").text == text


def test_windows_big5_keeps_the_middle_dot_of_names() -> None:
    data = "協商民主歐洲人\u2027林肯說內蒙古自治區".encode("cp950")
    found = decode(data, source="x")
    assert found.encoding.name == "cp950"
    assert "\u2027" in found.text
    assert found.exact


def test_hong_kong_characters() -> None:
    text = "香港特別行政區政府今日公布嘅數據，市民唔使擔心，佢哋話𨋢已經修好"
    found = decode(text.encode("big5hkscs"), source="x")
    assert found.text == text
    assert found.encoding.name == "big5hkscs"


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "big5"])
def test_a_damaged_byte_is_an_error_with_its_offset(encoding: str) -> None:
    text = TRADITIONAL if encoding == "big5" else SEED
    data = text[:200].encode(encoding, "ignore")
    # FF stands nowhere in these encodings.
    place = len(text[:100].encode(encoding, "ignore"))
    damaged = data[:place] + b"\xff" + data[place:]
    with pytest.raises(InputError) as caught:
        decode(damaged, source="page.txt")
    assert caught.value.offset == place
    message = str(caught.value)
    assert "page.txt" in message
    assert encoding in message
    assert "(ff) at byte" in message
    assert "--errors replace" in message


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_replaced_bytes_are_counted_apart_from_replacement_characters_of_the_source(
    encoding: str,
) -> None:
    data = f"{SEED[:99]}\ufffd".encode(encoding) + b"\xff\xff" + SEED[99:200].encode(encoding)
    found = decode(data, source="x", errors="replace")
    assert found.text == f"{SEED[:99]}\ufffd\ufffd\ufffd{SEED[99:200]}"
    assert found.encoding == Encoding(encoding, replaced=2)
    assert not found.exact


def test_offsets_count_the_byte_order_mark() -> None:
    with pytest.raises(InputError) as caught:
        decode(codecs.BOM_UTF8 + "中".encode() + b"\xff", source="x")
    assert caught.value.offset == 6


def test_half_a_character_at_the_end_of_utf_16() -> None:
    data = codecs.BOM_UTF16_LE + HEADLINE.encode("utf-16-le") + b"\x4e"
    with pytest.raises(InputError, match="at byte 24"):
        decode(data, source="x")


@pytest.mark.parametrize(
    "data",
    [
        "日本語のテキストです。これはシフトJISです。".encode("shift_jis"),
        sha256(b"noise").digest() * 40,
    ],
)
def test_what_reads_like_no_chinese_is_refused(data: bytes) -> None:
    with pytest.raises(InputError, match="--encoding"):
        decode(data, source="x")


def test_a_named_encoding_is_used() -> None:
    data = "日本語のテキスト".encode("shift_jis")
    found = decode(data, source="x", encoding="shift_jis")
    assert found.text == "日本語のテキスト"
    assert found.exact


@pytest.mark.parametrize("order", ["utf-16-le", "utf-16-be"])
def test_a_mark_gives_the_byte_order_of_a_named_family(order: str) -> None:
    mark = codecs.BOM_UTF16_LE if order == "utf-16-le" else codecs.BOM_UTF16_BE
    found = decode(mark + HEADLINE.encode(order), source="x", encoding="utf-16")
    assert found.text == HEADLINE
    assert found.encoding == Encoding(order, bom=True)


def test_known_encodings() -> None:
    assert known_encoding("UTF8") == "utf-8"
    assert known_encoding("utf-8-sig") == "utf-8"
    assert known_encoding("GBK") == "gbk"
    assert known_encoding("nonsense") is None
    assert known_encoding("base64") is None


def test_text_that_an_encoding_lacks_cannot_be_written_in_it() -> None:
    assert encode("嘅𨋢", Encoding("big5")) is None
