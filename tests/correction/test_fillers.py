"""When a counted list should hold a name: each condition, met and just missed."""

from __future__ import annotations

import pytest

from restore.core.evidence import LanguageMargin, LexiconEntry, Witness
from restore.correction.corpus import CorpusStatistics
from restore.correction.fillers import propose_fillers
from tests.correction.helpers import ScriptedModel, lexicon_of

NAME = "主席会议"
OTHER = "。".join(f"第{at}次{NAME}召开" for at in "甲乙丙")


def filled(
    read: str,
    *names: str,
    other: str = OTHER,
    margin: float = 9.0,
    kind: str = "body",
) -> list[tuple[str, str]]:
    corpus = CorpusStatistics({"page": read, "other": other})
    lexicon = lexicon_of(*(names or (NAME,)), kind=kind)
    found = propose_fillers(read, lexicon, ScriptedModel(margin), corpus)
    return [(read[item.start : item.end], item.after) for item in found]


LIST = "召开党组会议50次、{}24次、集体学习14次。"


def test_the_evidence_names_the_name_and_who_else_writes_it() -> None:
    read = LIST.format("内蒙会议")
    corpus = CorpusStatistics({"page": read, "other": OTHER})
    (found,) = propose_fillers(read, lexicon_of(NAME, kind="body"), ScriptedModel(3.4567), corpus)
    assert (found.stage, found.rule, found.confidence) == ("correction", "filler", 0.6)
    assert (found.start, found.end, found.after) == (10, 12, "主席")
    entry, margin = found.evidence
    assert entry == LexiconEntry("terms", NAME, "用法", similarity=0.5)
    assert margin == LanguageMargin(3.457)
    # A name of five characters is a witness by itself.
    long = "主席办公会议"
    corpus = CorpusStatistics(
        {"page": LIST.format("内蒙办公会议"), "other": OTHER.replace(NAME, long)}
    )
    (found,) = propose_fillers(
        LIST.format("内蒙办公会议"), lexicon_of(long, kind="body"), ScriptedModel(), corpus
    )
    assert [item.count for item in found.evidence if isinstance(item, Witness)] == [3]
    assert found.evidence[0] == LexiconEntry("terms", long, "用法", similarity=0.667)


@pytest.mark.parametrize(
    ("margin", "often", "names", "confidence"),
    [
        (5.0, 10, (NAME,), 0.93),
        (4.99, 10, (NAME,), 0.6),
        (5.0, 9, (NAME,), 0.6),
        (5.0, 10, (NAME, "常委会议"), 0.6),
    ],
)
def test_one_name_alone_that_the_run_often_writes_is_sure(
    margin: float, often: int, names: tuple[str, ...], confidence: float
) -> None:
    read = LIST.format("内蒙会议")
    corpus = CorpusStatistics({"page": read, "other": "。".join((*names,) * often)})
    lexicon = lexicon_of(*names, kind="body")
    (found,) = propose_fillers(read, lexicon, ScriptedModel(margin), corpus)
    assert found.confidence == confidence


@pytest.mark.parametrize(("margin", "found"), [(2.0, True), (1.99, False)])
def test_the_model_must_prefer_the_name(margin: float, found: bool) -> None:
    assert bool(filled(LIST.format("内蒙会议"), margin=margin)) is found


@pytest.mark.parametrize(
    "read",
    [
        "召开党组会议50次、内蒙会议24次。",
        "全年，共召开内蒙会议24次。",
        "去年，全年举办内蒙会议 24 场。",
        "去年，先后组织内蒙会议24期。",
        "去年，开展内蒙会议24届。",
        "去年，举行内蒙会议24轮。",
    ],
)
def test_counted_lists(read: str) -> None:
    assert filled(read) == [("内蒙", "主席")]


@pytest.mark.parametrize(
    "read",
    [
        "召开党组会议50次和内蒙会议24次。",
        "召开党组会议50次、内蒙会议24个。",
        "召开党组会议50次、内蒙会议多次。",
        "召开党组会议50次、蒙会议24次。",
    ],
)
def test_no_counted_lists(read: str) -> None:
    assert filled(read) == []


def test_a_name_fits_that_the_run_writes_often_and_the_list_does_not_hold() -> None:
    read = LIST.format("内蒙会议")
    twice = "。".join(OTHER.split("。")[:2])
    assert filled(read, other=twice) == []
    assert filled(read, kind="policy") == []
    # 主席会议 stands in the list already, within forty characters.
    near, far = "、" * 30, "、" * 31
    assert filled(f"{NAME}2次{near}、内蒙会议24次。") == []
    assert filled(f"{NAME}2次{near[:28]}召开、内蒙会议24次。") == []
    assert filled(f"{NAME}{far}召开党组会、内蒙会议24次。") == [("内蒙", "主席")]
    # Of two that fit the one that is written more often.
    again = f"{OTHER}{'专题会议。' * 4}"
    assert filled(read, NAME, "专题会议", other=again) == [("内蒙", "专题")]


@pytest.mark.parametrize(("more", "found"), [(0, False), (1, True)])
def test_a_list_reaches_forty_characters_on_both_sides(more: int, found: bool) -> None:
    """The name stands forty characters away at its far end, or one more."""
    item = "内蒙会议24次"
    assert bool(filled(f"，{NAME}{'某' * (35 + more)}、{item}。")) is found
    assert bool(filled(f"，{item}{'某' * (36 + more)}{NAME}。")) is found


def test_what_stands_elsewhere_or_is_a_term_is_meant() -> None:
    read = LIST.format("内蒙会议")
    assert filled(read, other=OTHER + "内蒙会议") == []
    assert filled(read, NAME, "内蒙会议") == []


def test_only_what_differs_is_changed() -> None:
    assert filled(LIST.format("主持会议")) == [("主持", "主席")]
    assert filled(LIST.format("内席会议")) == [("内", "主")]
    # Two characters at the end are shared, one is too few.
    assert filled(LIST.format("内蒙协议")) == []
