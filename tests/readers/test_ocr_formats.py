from __future__ import annotations

from itertools import pairwise

import pytest
from rapidfuzz.distance import Levenshtein

from restore.errors import InputError
from tests.readers.formats import WRITTEN, read, sample

HEADLINE = "坚定信心开拓进取谱写发展新篇"
FIRST = "民商事纠纷多元化解机制规范化、制度化"
SECOND = "政性常委会会议"


@pytest.mark.parametrize(
    ("name", "format"),
    [
        ("alto.xml", "alto"),
        ("page.hocr", "hocr"),
        ("choices.hocr.gz", "hocr"),
        ("page.xml", "page-xml"),
        ("lines.page.xml", "page-xml"),
        ("across.page.xml", "page-xml"),
        ("page.tsv", "tesseract-tsv"),
        ("rapidocr.json", "rapidocr"),
    ],
)
def test_engine_output_is_recognised_and_read_column_by_column(name: str, format: str) -> None:
    source = sample(name)
    assert source.format == format
    lines = source.document.source.split("\n")
    assert lines[0].startswith(HEADLINE)
    start = next(i for i, line in enumerate(lines) if FIRST in line)
    second = next(i for i, line in enumerate(lines) if SECOND in line)
    # Twelve lines stand in the first column, all above the second.
    assert start < second
    assert sum(bool(line) for line in lines[start:second]) == 12
    assert "份协商报告全部得到党政领导批示" in lines[-1]


def test_the_formats_of_one_engine_give_one_text() -> None:
    texts = {sample(name).document.source for name in ("alto.xml", "page.hocr", "page.tsv")}
    assert len(texts) == 1
    assert sample("choices.hocr.gz").document.source in texts
    (text,) = texts
    other = sample("page.xml").document.source
    assert Levenshtein.normalized_similarity(text, other) > 0.97


@pytest.mark.parametrize("name", WRITTEN)
def test_every_atom_stands_where_it_says(name: str) -> None:
    page = sample(name).page
    assert page is not None
    for atom, (start, end) in zip(page.atoms, page.spans, strict=True):
        assert page.text[start:end] == atom.text
    covered = sorted(page.spans)
    assert all(left[1] <= right[0] for left, right in pairwise(covered))
    outside = set(range(len(page.text))) - {i for a, b in covered for i in range(a, b)}
    assert all(page.text[i].isspace() for i in outside)


def test_confidences_come_by_character() -> None:
    source = sample("page.hocr")
    assert source.page is not None
    lattice = source.page.lattice()
    assert lattice is not None
    place = source.document.source.index("篇音") + 1
    wrong, right = lattice.readings[place], lattice.readings[0]
    assert wrong is not None
    assert right is not None
    assert (right.probability, wrong.probability) == (0.96, 0.39)


def test_the_choices_of_tesseract_are_candidates() -> None:
    source = sample("choices.hocr.gz")
    assert source.page is not None
    lattice = source.page.lattice()
    assert lattice is not None
    known = [reading for reading in lattice.readings if reading is not None]
    assert len(known) == sum(not item.isspace() for item in source.document.source)
    listed = [reading for reading in known if reading.candidates]
    assert len(listed) > 20
    assert all(0 < chance <= 1 for reading in listed for _, chance in reading.candidates)
    assert all(
        source.document.source[place] not in dict(reading.candidates)
        for place, reading in enumerate(lattice.readings)
        if reading is not None
    )


ALTO = """<?xml version="1.0" encoding="UTF-8"?>
<alto xmlns="http://www.loc.gov/standards/alto/ns-v{version}#"><Layout><Page ID="p" WIDTH="900"
 HEIGHT="900">{order}<PrintSpace>
<TextBlock ID="b1" HPOS="10" VPOS="10" WIDTH="300" HEIGHT="20">
 <TextLine HPOS="10" VPOS="10" WIDTH="300" HEIGHT="20">
  <String HPOS="10" VPOS="10" WIDTH="90" HEIGHT="20" WC="0.9" CC="0 9 5" CONTENT="记律委"/>
  <SP/><String HPOS="110" VPOS="10" WIDTH="40" HEIGHT="20" CONTENT="No"/>
  <SP/><String HPOS="160" VPOS="10" WIDTH="40" HEIGHT="20" CONTENT="7"/>
 </TextLine></TextBlock>
<TextBlock ID="b2" HPOS="10" VPOS="50" WIDTH="300" HEIGHT="20">
 <TextLine HPOS="10" VPOS="50" WIDTH="300" HEIGHT="20">
  <String HPOS="10" VPOS="50" WIDTH="90" HEIGHT="20" CONTENT="末来"><Glyph ID="g1" CONTENT="末"
   GC="0.6" HPOS="10" VPOS="50" WIDTH="45" HEIGHT="20"><Variant CONTENT="未" VC="0.35"/></Glyph><Glyph
   ID="g2" CONTENT="来" GC="0.99" HPOS="55" VPOS="50" WIDTH="45" HEIGHT="20"/></String>
 </TextLine></TextBlock></PrintSpace></Page></Layout></alto>"""


@pytest.mark.parametrize("version", [2, 3, 4])
def test_alto_gives_character_confidences_and_variants(version: int) -> None:
    (source,) = read(ALTO.format(version=version, order=""))
    assert source.document.source == "记律委No 7\n末来"
    assert source.page is not None
    lattice = source.page.lattice()
    assert lattice is not None
    assert [r and round(r.probability, 2) for r in lattice.readings[:3]] == [0.95, 0.05, 0.45]
    reading = lattice.readings[source.document.source.index("末")]
    assert reading is not None
    assert reading.probability == 0.6
    assert reading.candidates == (("未", 0.35),)


def test_a_stated_reading_order_is_kept() -> None:
    order = """<ReadingOrder><OrderedGroup ID="o"><ElementRef ID="r1" REF="b2"/><ElementRef
     ID="r2" REF="b1"/></OrderedGroup></ReadingOrder>"""
    (source,) = read(ALTO.format(version=4, order=order))
    assert source.document.source == "末来\n\n记律委No 7"


PAGE = """<?xml version="1.0" encoding="UTF-8"?>
<PcGts xmlns="http://schema.primaresearch.org/PAGE/gts/pagecontent/2019-07-15"><Page
 imageFilename="p" imageWidth="900" imageHeight="900"><TextRegion id="r"><Coords
 points="0,0 90,0 90,60 0,60"/>{lines}{whole}</TextRegion></Page></PcGts>"""
LINE = """<TextLine id="l{n}"><Coords points="0,{n}0 90,{n}0 90,{n}9 0,{n}9"/>{words}<TextEquiv
 index="1" conf="0.5"><Unicode>{text}</Unicode></TextEquiv></TextLine>"""


def test_page_text_of_a_region_without_lines() -> None:
    data = PAGE.format(lines="", whole="<TextEquiv><Unicode>第一行\n第二行</Unicode></TextEquiv>")
    (source,) = read(data)
    assert source.document.source == "第一行\n第二行"


def test_page_words_that_contradict_their_line_are_told() -> None:
    word = (
        "<Word id='w'><Coords points='0,0 9,9'/><TextEquiv><Unicode>甲</Unicode></TextEquiv></Word>"
    )
    (source,) = read(PAGE.format(lines=LINE.format(n=1, words=word, text="乙"), whole=""))
    assert source.document.source == "乙"
    assert source.page is not None
    assert "line l1" in source.page.notes[0]


def test_page_readings_are_ordered_by_index() -> None:
    line = LINE.format(n=1, words="", text="第二")
    line = line.replace("</TextLine>", "")
    line += "<TextEquiv index='0'><Unicode>第一</Unicode></TextEquiv></TextLine>"
    (source,) = read(PAGE.format(lines=line, whole=""))
    assert source.document.source == "第一"


def test_paddle_forms_give_the_same_text() -> None:
    forms = [
        '[{"box": [[0,0],[9,0],[9,9],[0,9]], "txt": "甲", "score": 0.9},'
        ' {"box": [[0,20],[9,20],[9,29],[0,29]], "txt": "乙", "score": 0.8}]',
        '[[[[0,0],[9,0],[9,9],[0,9]], "甲", 0.9], [[[0,20],[9,20],[9,29],[0,29]], "乙", 0.8]]',
        '[[[[[0,0],[9,0],[9,9],[0,9]], ["甲", 0.9]], [[[0,20],[9,20],[9,29],[0,29]], ["乙", 0.8]]]]',
        '{"res": {"rec_texts": ["甲", "乙"], "rec_scores": [0.9, 0.8],'
        ' "rec_boxes": [[0,0,9,9],[0,20,9,29]]}}',
    ]
    for form in forms:
        (source,) = read(form, "x.json")
        assert source.format == "rapidocr"
        assert source.document.source == "甲\n乙"
        assert source.page is not None
        lattice = source.page.lattice()
        assert lattice is not None
        assert lattice.readings[0] is not None
        assert lattice.readings[0].probability == 0.9


def test_a_native_page_keeps_its_lattice() -> None:
    page = (
        '{"format": "restore-page/1", "lines": ['
        '{"text": "乙上", "box": [100, 0, 140, 20], "probability": [0.9, null]},'
        '{"text": "甲下", "box": [100, 24, 140, 44], "probability": [0.5, 0.99],'
        ' "candidates": {"0": [["申", 0.4]]}}]}'
    )
    (source,) = read(page, "page.json")
    assert source.format == "native-page"
    assert source.document.source == "乙上\n甲下"
    assert source.page is not None
    lattice = source.page.lattice()
    assert lattice is not None
    assert lattice.readings[3] is not None
    assert lattice.readings[3].candidates == (("申", 0.4),)
    assert lattice.readings[1] is None


def test_a_row_of_tsv_with_too_few_columns_is_named() -> None:
    data = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n5\t1\n"
    with pytest.raises(InputError, match="line 2: has 2 columns, not 12"):
        read(data, "x.tsv")


def test_files_without_text_are_refused() -> None:
    for data in ("<alto/>", "<PcGts/>", "<html><p class='ocr_page'/></html>"):
        with pytest.raises(InputError):
            read(data)


def test_xml_of_another_kind_is_refused() -> None:
    with pytest.raises(InputError, match="is no XML that is read"):
        read("<feed/>")
    assert read("<feed/>", format="text")[0].document.source == "<feed/>"
