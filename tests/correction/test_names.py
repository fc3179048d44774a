"""When a fluent word stands for a name: each condition, met and just missed."""

from __future__ import annotations

import pytest

from restore.core.edits import Proposal
from restore.core.evidence import LanguageMargin, LexiconEntry, Witness
from restore.correction.corpus import CorpusStatistics
from restore.correction.names import propose_names
from tests.correction.helpers import ScriptedModel, lexicon_of

NAME = "主席会议成员"
READ = "政协党组成员、出席会议成员深入基层。"


def others(count: int, name: str = NAME) -> str:
    return "。".join(f"第{at}组{name}调研" for at in "甲乙丙丁戊"[:count])


def proposed(
    read: str,
    *names: str,
    other: str = "",
    kind: str = "body",
    margin: float | None = 9.0,
    protected: str = "",
) -> list[Proposal]:
    corpus = CorpusStatistics({"page": read, "other": other})
    model = None if margin is None else ScriptedModel(margin)
    return propose_names(read, lexicon_of(*names, kind=kind, protected=protected), model, corpus)


def changed(*args: str, **options: object) -> list[tuple[str, str]]:
    read = args[0]
    return [
        (read[item.start : item.end], item.after)
        for item in proposed(*args, **options)  # type: ignore[arg-type]
    ]


def test_the_evidence_names_the_name_and_who_else_writes_it() -> None:
    (found,) = proposed(READ, NAME, other=others(3), margin=-1.23456)
    assert (found.stage, found.rule, found.confidence) == ("correction", "name", 0.6)
    assert (READ[found.start : found.end], found.after) == ("出", "主")
    entry, witness, margin = found.evidence
    assert entry == LexiconEntry("terms", NAME, "用法", similarity=0.833)
    assert isinstance(witness, Witness)
    assert (witness.document, witness.count) == ("other", 3)
    assert margin == LanguageMargin(-1.235)
    (unknown,) = proposed(READ, NAME, other=others(3), margin=None)
    assert not any(isinstance(item, LanguageMargin) for item in unknown.evidence)


@pytest.mark.parametrize(("count", "found"), [(3, True), (2, False)])
def test_the_run_writes_the_name_three_times(count: int, found: bool) -> None:
    assert bool(changed(READ, NAME, other=others(count))) is found


def test_its_near_miss_stands_once() -> None:
    assert changed(READ, NAME, other=others(3))
    assert not changed(READ, NAME, other=others(3) + READ)


@pytest.mark.parametrize(
    ("margin", "found"), [(-3.0, True), (-3.01, False), (9.0, True), (None, True)]
)
def test_the_model_may_like_the_fluent_word_better(margin: float | None, found: bool) -> None:
    assert bool(changed(READ, NAME, other=others(3), margin=margin)) is found


@pytest.mark.parametrize(
    ("name", "read", "kind", "found"),
    [
        ("主席会议成员", "出席会议成员", "body", True),
        ("主席会议成员", "出席会议成员", "office", True),
        # What is no name has other right words in its place.
        ("主席会议成员", "出席会议成员", "policy", False),
        # Five characters are too few, the end of a name may be another word, figures are no words.
        ("主席会议组", "出席会议组", "body", False),
        ("自治区政协主席", "自治区政协主动", "body", False),
        ("第一届政协委员", "第二届政协委员", "body", False),
        ("中共政协党组会", "中共政协A组会", "body", False),
    ],
)
def test_a_word_for_a_name(name: str, read: str, kind: str, found: bool) -> None:
    text = f"会上，{read}发言。"
    assert bool(changed(text, name, other=others(3, name), kind=kind)) is found


@pytest.mark.parametrize(
    ("explaining", "protected", "found"),
    [
        ("", "", True),
        ("出席会议", "", False),
        ("席会议", "", True),
        # A term of three characters is a word by accident.
        ("出席会", "", True),
        ("", "出席", False),
    ],
)
def test_what_a_right_expression_explains_is_no_slip(
    explaining: str, protected: str, found: bool
) -> None:
    names = [NAME, explaining] if explaining else [NAME]
    result = changed(READ, *names, other=others(3), protected=protected)
    assert bool(result) is found


def test_a_term_explains_what_it_exceeds() -> None:
    read = "会上，主会席议成员发言。"
    assert changed(read, NAME, other=others(3)) == [("会席", "席会")]
    assert changed(read, NAME, "主会席议", other=others(3)) == []


EXPRESSION = "推动文旅融合发展"


@pytest.mark.parametrize(("margin", "found"), [(2.0, True), (1.99, False), (None, False)])
def test_a_character_too_many(margin: float | None, found: bool) -> None:
    read = "大力推动文旅融合化发展，成效明显。"
    result = changed(read, EXPRESSION, kind="policy", margin=margin)
    assert result == ([("化", "")] if found else [])


@pytest.mark.parametrize("intruder", ["的", "A", "，", "化化"])
def test_a_small_word_a_mark_or_two_characters_are_not_too_many(intruder: str) -> None:
    read = f"大力推动文旅融合{intruder}发展，成效明显。"
    assert changed(read, EXPRESSION, kind="policy") == []
    assert changed(read.replace(intruder, "化"), EXPRESSION, kind="mined") == []


@pytest.mark.parametrize(
    ("margin", "other", "kind", "found"),
    [
        (2.0, "委员年度履职任务", "policy", True),
        (1.99, "委员年度履职任务", "policy", False),
        (9.0, "", "policy", False),
        (9.0, "委员年度履职任务", "mined", False),
        (None, "委员年度履职任务", "policy", False),
    ],
)
def test_a_character_too_few_where_the_run_has_the_whole(
    margin: float | None, other: str, kind: str, found: bool
) -> None:
    read = "不完成年履职任务的委员请辞。"
    result = changed(read, "年度履职任务", other=other, kind=kind, margin=margin)
    assert result == ([("", "度")] if found else [])


def test_a_small_word_or_two_characters_are_not_missed() -> None:
    term = "政治的履职任务"
    assert changed("完成政治履职任务。", term, other=term, kind="policy") == []
    term = "委员年度履职任务"
    assert changed("完成委员履职任务。", term, other=term, kind="policy") == []


def test_of_two_names_at_one_place_the_longer_is_meant() -> None:
    longer = "政协主席会议成员"
    read = "会上，政协出席会议成员发言。"
    for names in ((NAME, longer), (longer, NAME)):
        (found,) = proposed(read, *names, other=others(3, longer))
        assert isinstance(found.evidence[0], LexiconEntry)
        assert found.evidence[0].entry == longer


WRONG = "今年召开协商和党风廉政建设会议，提出部署。"
LONG = "党建和党风廉政建设会议"
CLAUSE = "全区召开党建和党风廉政建设会议，提出要求。"


def test_another_first_word_of_a_long_name() -> None:
    assert changed(WRONG, LONG, other=CLAUSE) == [("协商", "党建")]
    # It asks for a clause elsewhere with the same characters on both sides ...
    assert changed(WRONG, LONG, other=CLAUSE.replace("召开", "举行")) == []
    assert changed(WRONG, LONG, other=CLAUSE.replace("，提出", "作出")) == []
    assert changed(WRONG, LONG) == []
    one_side = "全区举行党建和党风廉政建设会议，提出部署。"
    assert changed(WRONG, LONG, other=one_side) == []
    # ... and the wrong one must stand once and be no expression of its own.
    assert changed(WRONG, LONG, other=CLAUSE + WRONG) == []
    assert changed(WRONG, LONG, other=CLAUSE, protected="协商") == []
    assert changed(WRONG, LONG, other=CLAUSE, margin=-3.01) == []
    assert changed(WRONG, LONG, other=CLAUSE, margin=-3.0) == [("协商", "党建")]


@pytest.mark.parametrize(
    ("name", "first", "found"),
    [
        ("党建廉政建设会议", "协商", True),
        ("党建廉政工作会", "协商", False),
        ("党建廉政建设会议", "三大", False),
        ("党建廉政建设会议", "A商", False),
        ("党建廉政建设会议", "党建", False),
    ],
)
def test_a_long_name_has_eight_characters_two_of_them_its_first_word(
    name: str, first: str, found: bool
) -> None:
    read = f"今年召开{first}{name[2:]}，提出部署。"
    clause = f"全区召开{name}，提出要求。"
    assert changed(read, name, other=clause) == ([(first, name[:2])] if found else [])


def test_a_name_without_its_first_word_begins_the_text() -> None:
    read = f"{LONG[2:]}，提出部署。"
    assert changed(read, LONG, other=CLAUSE) == []
    assert changed(f"商{read}", LONG, other=CLAUSE) == []
