from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from restore.core.document import Document
from restore.core.edits import Decision, Edit, Reason
from restore.core.log import EditLog, Pass
from restore.writers.placed import PlacedText

LETTERS = "甲乙丙丁 \n"


def edit(number: int, stage: str, start: int, before: str, after: str, group: str | None) -> Edit:
    return Edit(
        f"{number}-{start}", "d", number, stage, "r", (start, start + len(before)), (0, 0), before,
        after, group, 1.0, Decision.APPLIED, Reason.FORM, (),
    )  # fmt: skip


@st.composite
def logs(draw: st.DrawFn, stages: tuple[str, ...]) -> tuple[Document, Document, EditLog]:
    source = Document.from_text(draw(st.text(LETTERS, min_size=1, max_size=30)), id="d")
    document = source
    passes = []
    for number in range(1, draw(st.integers(1, 4)) + 1):
        stage = draw(st.sampled_from(stages))
        cuts = draw(st.lists(st.integers(0, len(document.text)), max_size=6, unique=True))
        cuts.sort()
        edits = []
        for start, end in zip(cuts[::2], cuts[1::2], strict=False):
            before = document.text[start:end]
            after = draw(st.text(LETTERS + "戊己", max_size=5))
            if before != after:
                edits.append(edit(number, stage, start, before, after, None))
        layer = Pass(number, stage, tuple(edits))
        document = document.apply(layer.edits)
        passes.append(layer)
    return source, document, EditLog("d", tuple(passes))


@given(logs(("correction", "characters")))
def test_corrections_alone_give_the_clean_text(
    case: tuple[Document, Document, EditLog],
) -> None:
    source, document, log = case
    placed = PlacedText(source.source, log)
    size = len(source.source)
    homeless = placed.lost([(0, size)])
    got = placed.text(0, size)
    # What has no home (nothing of the source is left near it) is counted, not misplaced.
    assert Counter(document.text) - Counter(got) == Counter() or homeless
    if not homeless and not any(char in " \n" for char in source.source):
        assert got == document.text


@given(logs(("layout", "dedup")))
def test_layout_is_not_written(case: tuple[Document, Document, EditLog]) -> None:
    source, _, log = case
    placed = PlacedText(source.source, log)
    assert placed.text(0, len(source.source)) == source.source


@given(logs(("layout", "correction", "dedup")), st.data())
def test_pieces_make_up_the_whole(
    case: tuple[Document, Document, EditLog], data: st.DataObject
) -> None:
    source, _, log = case
    placed = PlacedText(source.source, log)
    size = len(source.source)
    cuts = sorted(data.draw(st.lists(st.integers(0, size), max_size=5)))
    ends = [*cuts, size]
    pieces = [placed.text(a, b) for a, b in zip([0, *cuts], ends, strict=True)]
    assert "".join(pieces) == placed.text(0, size)


def test_a_correction_across_a_joined_line_goes_to_both_lines() -> None:
    source = Document.from_text("加强水污染防\n治防治工作", id="d")
    join = Pass(1, "layout", (edit(1, "layout", 6, "\n", "", None),))
    mended = Pass(2, "correction", (edit(2, "correction", 5, "防治防治", "防治", None),))
    placed = PlacedText(source.source, EditLog("d", (join, mended)))
    assert placed.text(0, 6) + placed.text(7, 12) == "加强水污染防治工作"


def test_a_correction_after_a_move_finds_its_place() -> None:
    source = Document.from_text("末来可期。记律严明。", id="d")
    move = Pass(
        1,
        "layout",
        (edit(1, "layout", 0, "末来可期。", "", "g"), edit(1, "layout", 10, "", "末来可期。", "g")),
    )
    mended = Pass(2, "correction", (edit(2, "correction", 5, "末来", "未来", None),))
    placed = PlacedText(source.source, EditLog("d", (move, mended)))
    assert placed.text(0, 5) == "未来可期。"
    assert placed.text(5, 10) == "记律严明。"
