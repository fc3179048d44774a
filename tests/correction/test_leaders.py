"""A leader whose name the run writes in two ways."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from restore.core.document import Document
from restore.core.edits import Decision
from restore.correction import CorpusStatistics
from restore.correction.leaders import _HELD, _held, propose_leaders
from restore.pipeline import restore_corpus


def flagged(*texts: str) -> list[tuple[int, str, str]]:
    run = {str(number): text for number, text in enumerate(texts)}
    corpus = CorpusStatistics(run)
    return [
        (number, text[item.start : item.end], item.after)
        for number, text in enumerate(texts)
        for item in propose_leaders(text, corpus)
    ]


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        ("王伟", "王伟中", True),
        ("王卫中", "王伟中", True),
        ("王中", "王伟中", True),
        # Another person: two characters differ, another surname, one of two characters.
        ("王建国", "王伟中", False),
        ("李伟中", "王伟中", False),
        ("王伟", "王强", False),
        # Of two characters one that looks or sounds like the other.
        ("李刚", "李钢", True),
    ],
)
def test_names_that_are_nearly_one(one: str, other: str, found: bool) -> None:
    texts = (f"自治区党委书记{one}同志到会", f"党委书记{other}同志讲话，书记{other}同志指出")
    assert flagged(*texts) == ([(0, one, other)] if found else [])


def test_behind_another_office_it_is_another_person() -> None:
    assert flagged("党委书记王伟同志到会", "政协主席王伟中同志到会") == []
    # Where both are as frequent both are pointed at.
    assert len(flagged("党委书记王伟同志到会", "党委书记王伟中同志到会")) == 2


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("副主席李刚出席会议。副主席李钢、王强到会。", ["李刚", "李钢"]),
        ("政协副主席张延昆主持。政协主席张延坤主持，主席张延坤作报告。", ["张延昆"]),
        # Deputy and head of a body are one person's titles, and no name is written otherwise.
        ("政协副主席张延昆主持。政协主席张延昆作报告。", []),
        # What stands behind a name is no part of it.
        ("副主席邵鸿在京出席。副主席邵鸿出席。", []),
        ("国务院总理李克强出席。国务院总理李强出席。", []),
        ("书记强调要落实。书记强调，要落实。", []),
    ],
)
def test_names_without_an_address(text: str, names: list[str]) -> None:
    assert [read for _, read, _ in flagged(text)] == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "自治区党委书记王伟中出席。自治区党委书记孙绍骋出席，自治区党委书记孙绍骋讲话。",
            ["王伟中"],
        ),
        ("自治区党委书记孙绍骋出席。自治区政协主席张延昆出席。", []),
        ("广东省委书记黄坤明出席。福建省委书记周祖翼出席。", []),
        ("时任自治区党委书记王伟中出席。自治区党委书记孙绍骋出席。", []),
        ("自治区党委副书记王伟中出席。自治区党委书记孙绍骋出席。", []),
    ],
)
def test_an_office_with_two_holders(text: str, names: list[str]) -> None:
    assert [read for _, read, _ in flagged(text)] == names


PARTS = "自治区 呼和浩特市 市 县 全国 原 副 党委 政协 人大常委会 委 人民政府 书记 主席 市长 王伟 李刚 同志 出席 在"


@given(st.lists(st.sampled_from([*PARTS.split(), "，", "\n", "中"]), max_size=40).map("".join))
def test_only_lines_with_a_seat_have_an_office_that_one_holds(text: str) -> None:
    assert [match.span() for match in _held(text)] == [
        match.span() for match in _HELD.finditer(text)
    ]


def test_nothing_is_changed() -> None:
    texts = ("自治区党委书记王伟同志到会并讲话。", "自治区党委书记王伟中同志到会并讲话。")
    documents = [Document.from_text(text, id=str(at)) for at, text in enumerate(texts)]
    result = restore_corpus(documents, check_figures=False)
    for item, text in zip(result.restored, texts, strict=True):
        assert item.text == item.with_suggestions() == text
        assert [edit.decision for edit in item.edits if edit.rule == "leader"] == [Decision.FLAGGED]
