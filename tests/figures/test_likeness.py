"""How alike the wording of two figures is: what each part of it weighs."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from restore.core.claims import FigureSource
from restore.figures.dictionary import FigureDictionary
from restore.figures.extraction import extract
from restore.figures.homes import home_region
from restore.figures.index import Postings, TokenIndex, comparable_group, token_digests
from restore.figures.likeness import (
    Context,
    contexts,
    likeness,
    nearness,
    normalise,
    subject_likeness,
)
from tests.figures.made_claims import alike, context

#: Of each part of the wording, one that has nothing in common with the default.
OTHER = {"subject": "日月", "clause": "星辰", "left": "江河", "right": "湖海"}


def other(**same: str) -> Context:
    return context("b", **{**OTHER, "predicate": "", **same})


@pytest.mark.parametrize(
    ("part", "weight"), [("subject", 40), ("clause", 30), ("left", 30), ("right", 30)]
)
def test_what_the_parts_of_the_wording_weigh(part: str, weight: float) -> None:
    one = context(predicate="")
    assert likeness(one, other()) == 0
    assert likeness(one, other(**{part: getattr(one, part)})) == pytest.approx(weight)


@pytest.mark.parametrize(
    ("first", "second", "change"),
    [
        ("参与", "参与", 3),
        ("参与", "办结", -6),
        ("参与", "参与了", 0),
        ("参与", "", 0),
        ("增长", "增长到", -8),
        ("增长", "达到", -14),
        ("", "达到", -8),
        ("增长到", "增长到", 3),
    ],
)
def test_what_verbs_change(first: str, second: str, change: float) -> None:
    one, two = context(predicate=first), other(subject="特邀调解员调解案件", predicate=second)
    assert likeness(one, two) == likeness(two, one) == pytest.approx(40 + change)


def test_no_likeness_is_more_than_a_hundred() -> None:
    assert likeness(context(), context("b")) == 100


def test_the_better_side_or_both_count() -> None:
    one = context()
    assert nearness(one, other(left=one.left)) == 100
    left, right = alike(6, 10, 10), alike(6, 10, 10)
    both = context(left=left[0], right=right[0]), context(left=left[1], right=right[1])
    assert nearness(*both) == 60


@pytest.mark.parametrize(
    ("first", "second", "score"),
    [
        ("案件", "案件", 100),
        ("案件", "调解民商事案件", 88),
        ("件", "调解案件", 40),
        ("参与调解案件", "调解案件", 88),
        ("推进调解民商事案件", "进调解民商事案件", 16 / 17 * 100),
        ("特邀调解", "特邀调解员参与人次", 80),
        ("特邀调", "特邀调解员参与", 60),
        ("", "案件", 0),
        ("案件", "", 0),
        ("日月", "星辰", 0),
    ],
)
def test_subjects(first: str, second: str, score: float) -> None:
    assert subject_likeness(first, second) == pytest.approx(score)
    assert subject_likeness(second, first) == pytest.approx(score)


def test_numbers_marks_and_synonyms_do_not_tell_wordings_apart(
    dictionary: FigureDictionary,
) -> None:
    assert normalise("（全年）参与，调解 1,234余件！", dictionary) == normalise(
        "全年参与调解56件", dictionary
    )
    form, canonical = next(iter(dictionary.same.items()))
    assert normalise(form, dictionary) == normalise(canonical, dictionary)


def test_twenty_eight_characters_on_each_side_of_a_line(dictionary: FigureDictionary) -> None:
    def sides(text: str) -> tuple[str, str]:
        source = FigureSource("a", text)
        (made,) = contexts(source, extract(source, dictionary).claims, dictionary)
        return made.left, made.right

    words = "天地人和日月星辰江河湖海山川草木风云雨雪花鸟虫鱼春夏秋冬金"
    assert len(words) == 29
    assert sides(f"{words}56件{words}") == (words[1:], words[:28])
    assert sides("天地\n人和56件日月\n星辰") == ("人和", "日月")
    assert sides("天地\f人和56件日月\f星辰") == ("人和", "日月")


@pytest.mark.parametrize(
    ("title", "text", "home"),
    [
        ("山东省政府工作报告", "江西江西江西", "山东"),
        ("山东和江西的合作", "江西江西江西", "江西"),
        (None, "山东省的报告\n江西江西江西", "山东"),
        (None, "今" * 59 + "山东\n江西江西江西", "江西"),
        ("报告", "江西江西江西", "江西"),
        ("报告", "江西江西", ""),
        # Three of five mentions, and three at least.
        ("报告", "江西江西江西山东山东", "江西"),
        ("报告", "江西江西江西山东山东山西", ""),
        ("报告", "江西江西山东", ""),
        ("报告", "我国" * 5, "全国"),
        ("报告", "我国" * 4, ""),
        # A report of a smaller place is of this place, whatever provinces it names.
        (None, "焦作市政府工作报告\n河南河南河南", "焦作市"),
        (None, "2021年海北州政府工作报告\n山东山东山东", "海北州"),
        (None, "天津市政府工作报告\n河北河北河北", "天津"),
        (None, "政府工作报告\n——2月5日在海北藏族自治州第十四届人民代表大会上", "海北藏族自治州"),
        (None, "厦门市第十三届人民代表大会第三次会议\n台湾台湾台湾", "厦门市"),
        ("报告", "我代表深圳市人民政府，向大会报告\n广东广东广东", "深圳市"),
        ("报告", "我代表市人民政府，向大会报告\n江苏江苏江苏", "某地"),
        (None, "中华人民共和国1999年统计公报\n河北河北河北", "全国"),
        (None, "统计公报\n国家统计局\n河北河北河北", "全国"),
    ],
)
def test_the_province_a_document_speaks_of(
    title: str | None, text: str, home: str, dictionary: FigureDictionary
) -> None:
    assert home_region(FigureSource("a", text, title=title), dictionary) == home


# --- the index


def shared(one: Context, two: Context) -> int:
    return len(set(token_digests(one)) & set(token_digests(two)))


def test_tokens_that_two_claims_share() -> None:
    one = context(value="5633", predicate="")
    none = other(value="78", region="")
    assert shared(one, none) == 0
    assert shared(one, other(value="78", region="", clause=one.clause)) == 1
    # Eight characters on each side of the figure.
    for side, words in (("left", one.left[-8:]), ("right", one.right[:8])):
        assert shared(one, other(value="78", region="", **{side: words})) == 1
    assert (
        shared(
            context(left="天地" + OTHER["left"] * 4),
            other(value="78", region="", left=OTHER["left"] * 4),
        )
        == 1
    )
    assert shared(context(left="地" + "人" * 7), context("b", "78", region="", subject="日月",
                  clause="星辰", left="天" + "人" * 7, right="湖海")) == 0  # fmt: skip
    # A value of three digits, alone and with the end of what it counts.
    assert shared(one, other(value="5633", region="")) == 1
    assert shared(one, other(value="5633", region="", subject="日案件")) == 3
    assert shared(context(value="560"), other(value="560", region="")) == 0
    assert shared(context(value="561"), other(value="561", region="")) == 1
    # Bigrams of the last twelve characters of the subject; with the province, of four at least.
    words = "天地人和日月星辰江河湖海山"
    assert shared(context(subject=words), other(value="78", region="", subject=words[:2])) == 0
    assert shared(context(subject=words), other(value="78", region="", subject=words[1:3])) == 1
    assert shared(context(subject="天地人"), other(value="78", subject="天地人")) == 2
    assert shared(context(subject="天地人和"), other(value="78", subject="天地人和")) == 4


def test_measure_words_of_counting_are_one_class() -> None:
    assert comparable_group(context()) == comparable_group(context(unit_group="event")) == "count"
    assert comparable_group(context(unit_group="person")) == "person"
    assert comparable_group(context(kind="ordinal", unit="第名")) == "ordinal第名"


def partners(folder: Path, tokens: dict[int, list[int]], claim: int = 0) -> list[int]:
    """Return the partners of a claim, of claims that are filed under some digests each."""
    index = TokenIndex(folder, batch=1000)
    for number, digests in tokens.items():
        own = np.array(digests, np.uint64)
        index.add(own, np.full(len(digests), number, np.uint32))
    index.build()
    rows = index.shared(0)
    postings = Postings(index.members_path)
    found = postings.pairs(rows[rows["claim"] == claim], len(tokens))
    postings.close()
    return sorted(int(row["second"]) for row in found)


@pytest.mark.parametrize(("count", "found"), [(400, 16), (401, 0)])
def test_what_more_than_four_hundred_claims_share_says_nothing(
    count: int, found: int, tmp_path: Path
) -> None:
    assert partners(tmp_path, {number: [2] for number in range(count)}) == list(range(1, found + 1))


@pytest.mark.parametrize(("weak", "strong_first", "best"), [(2, True, "clause"), (3, True, "clause"),
                         (3, False, "words"), (2, False, "clause"), (4, True, "words")])  # fmt: skip
def test_a_shared_clause_weighs_three_times_as_much(
    weak: int, strong_first: bool, best: str, tmp_path: Path
) -> None:
    # The lowest bit marks the token of a clause. All tokens are shared by two claims; of partners
    # that weigh the same the first is taken.
    digests = [2 * number for number in range(1, weak + 1)]
    names = ["clause", "words"] if strong_first else ["words", "clause"]
    tokens = {"clause": [1], "words": digests}
    index = TokenIndex(tmp_path, batch=1000)
    for number, own in enumerate([[1, *digests], *(tokens[name] for name in names)]):
        index.add(np.array(own, np.uint64), np.full(len(own), number, np.uint32))
    index.build()
    rows = index.shared(0)
    postings = Postings(index.members_path)
    (found,) = postings.pairs(rows[rows["claim"] == 0], 3, width=1)
    postings.close()
    assert names[int(found["second"]) - 1] == best


def test_every_digest_is_filed(tmp_path: Path) -> None:
    digests = [(number << 58) + 2 for number in range(64)]
    assert partners(tmp_path, {0: digests, **{n + 1: [d] for n, d in enumerate(digests)}}) != []
    for number, digest in ((0, digests[0]), (63, digests[63])):
        folder = tmp_path / str(number)
        folder.mkdir()
        assert partners(folder, {0: [digest], 1: [digest]}) == [1]
