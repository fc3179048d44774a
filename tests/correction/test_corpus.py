from __future__ import annotations

import numpy as np
import pytest

from restore.correction.corpus import MOST_CHARACTERS, CorpusStatistics, leading_texts
from restore.lexicon.kinds import NAMES
from restore.text import occurrences
from tests.correction.helpers import ScriptedModel, lexicon_of

READ = "加快推进水污染防治工作，筑牢屏障"
AT = READ.index("防治")


def witnessed(other: str, *, start: int = AT, read: str = READ, **options: bool) -> bool:
    corpus = CorpusStatistics({"other": other})
    return bool(corpus.witnesses(read, start, start + 2, "防制", **options))


@pytest.mark.parametrize(
    ("other", "found"),
    [
        # Two equal characters on both sides, or five on one.
        ("大气污染防制工作", True),
        ("气染防制工作", False),
        ("水污染防制工序", False),
        ("推进水污染防制", True),
        ("进水污染防制", False),
        ("防制工作，筑牢", True),
        ("防制工作，筑", False),
    ],
)
def test_what_a_witness_must_share(other: str, found: bool) -> None:
    assert witnessed(other) is found
    both = "染防制工作" in other and "污染" in other
    assert witnessed(other, both_sides=True) is both


@pytest.mark.parametrize("cut", [0, 1])
def test_at_the_ends_of_a_text_one_side_must_do(cut: int) -> None:
    read = READ[AT - cut :]
    assert not witnessed(f"污染{READ[AT:].replace('防治', '防制')[:4]}", start=cut, read=read)
    assert witnessed("防制工作，筑牢", start=cut, read=read)
    read = READ[: AT + 2 + cut]
    assert witnessed("推进水污染防制", read=read)
    assert not witnessed("水污染防制工作", read=read)
    two = READ[AT - 2 : AT + 4]
    assert witnessed("污染防制工作", start=2, read=two)


def test_a_line_end_is_no_neighbour() -> None:
    assert not witnessed("进\n污染防制", read=READ.replace("水", "\n"))
    assert not witnessed("防制工\n，筑牢", read=READ.replace("作", "\n"))


def test_a_reading_of_five_characters_is_its_own_witness_where_the_slip_is_known() -> None:
    corpus = CorpusStatistics({"other": "长期坚持扛稳粮食安全"})
    for after, found in (("扛稳粮食安", True), ("扛稳粮食", False)):
        assert bool(corpus.witnesses("甲", 0, 1, after, known_slip=True)) is found
        assert not corpus.witnesses("甲", 0, 1, after)


def test_a_witness_says_where_it_stands_how_often_and_what_is_around() -> None:
    around = "一二三四五六七八九十百千"
    other = f"甲{around[:11]}\n水污染防制工作{around}乙，大气污染防制工作"
    (found,) = CorpusStatistics({"a": "无关", "b": other}).witnesses(READ, AT, AT + 2, "防制")
    at = other.index("污染防制工作")
    assert (found.document, found.span, found.count) == ("b", (at, at + 6), 2)
    assert found.text == f"{around[1:11]} 水污染防制工作{around}"


def test_one_witness_a_document_in_their_order() -> None:
    text = "水污染防制工作，大气污染防制工作"
    found = CorpusStatistics({"b": text, "a": text}).witnesses(READ, AT, AT + 2, "防制")
    assert [item.document for item in found] == ["b", "a"]
    # At the very beginning of a text, too.
    assert CorpusStatistics({"a": text[1:]}).witnesses(READ, AT, AT + 2, "防制")


@pytest.mark.parametrize("texts", [2, 3])
def test_many_texts_are_counted_as_few_are(texts: int) -> None:
    corpus = CorpusStatistics({str(at): "防治防治防治，防治" for at in range(texts)})
    assert corpus.count("防治防治") == texts
    assert corpus.count("防治") == 4 * texts
    assert len(corpus.witnesses("水污染防止", 3, 5, "防治防治防", known_slip=True)) == texts


@pytest.mark.parametrize(
    ("read", "after", "other", "found"),
    [
        # What holds the reading is no witness of it where it is what is read here.
        ("民主党派区委会", "民主党派区委", "邀请各民主党派区委会负责同志", False),
        ("民主党派区委会", "民主党派区委", "邀请各民主党派区委负责同志", True),
        ("理论中心组学习", "中心组学习", "召开理论中心组学习会", False),
        ("理论中心组学习", "中心组学习", "召开中心组学习会", True),
    ],
)
def test_what_is_read_is_no_witness(read: str, after: str, other: str, found: bool) -> None:
    text = f"要{read}。"
    for texts in ({"other": other}, {"other": other, "page": text}):
        corpus = CorpusStatistics(texts)
        assert bool(corpus.witnesses(text, 1, 1 + len(read), after, known_slip=True)) is found


def test_a_place_is_no_witness_of_itself() -> None:
    text = "扎实推进推进党史学习教育，扎实推进党建"
    corpus = CorpusStatistics({"page": text})
    # To delete, both sides must be equal elsewhere, not the one that stands here.
    assert corpus.witnesses(text, 4, 6, "") == []
    twice = CorpusStatistics({"page": text, "other": "扎实推进党史学习"})
    assert [item.document for item in twice.witnesses(text, 4, 6, "")] == ["other"]
    # 主席会议 is read here; what is asked about is the other one.
    page = "召开主席会议，又召开主席会义"
    (found,) = CorpusStatistics({"page": page}).witnesses(page, 13, 14, "议")
    assert (found.span, found.count) == ((0, 0), 1) or found.span[1] <= 13


def test_one_question_reads_no_text_of_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(occurrences, "_MIN_TABLED_CODE_POINTS", 0)
    texts = {str(at): f"第{at}页，水污染防制工作有序推进" for at in range(50)}
    corpus = CorpusStatistics(texts)
    assert len(corpus.witnesses(READ, AT, AT + 2, "防制")) == 50
    assert corpus.count("第7页") == 1


@pytest.mark.parametrize("kind", sorted(NAMES))
def test_names_of_a_length_and_an_end(kind: str) -> None:
    texts = {
        "a": "主席会议。专题会议。主席会议。专题会议",
        "b": "主席会议，专题会议，专题会议，党组会",
    }
    corpus = CorpusStatistics(texts)
    lexicon = lexicon_of("主席会议", "专题会议", "党组会", "全体会议", "主席会同", kind=kind)
    assert corpus.names(lexicon, "会议", 4) == ("专题会议", "主席会议")
    assert corpus.names(lexicon, "会议", 3) == corpus.names(lexicon, "会", 3) == ()
    assert corpus.names(lexicon, "会同", 4) == ()
    # Two times are too few, and other terms are no names.
    fewer = CorpusStatistics({"a": texts["a"]})
    assert fewer.names(lexicon, "会议", 4) == ()
    other = lexicon_of("主席会议", kind="policy")
    assert CorpusStatistics(texts).names(other, "会议", 4) == ()


def test_names_as_often_stand_in_their_order() -> None:
    corpus = CorpusStatistics({"a": "主席会议专题会议" * 3})
    lexicon = lexicon_of("主席会议", "专题会议", kind="body")
    assert corpus.names(lexicon, "会议", 4) == ("专题会议", "主席会议")


def test_what_is_no_kind_of_name() -> None:
    assert {"body", "office", "party", "cppcc", "state"} == NAMES


def test_the_first_texts_up_to_a_length() -> None:
    texts = [("a", "甲乙"), ("b", "丙丁"), ("c", "戊")]
    assert list(leading_texts(texts, most=4)) == ["a", "b"]
    assert list(leading_texts(texts, most=3)) == ["a"]
    assert list(leading_texts(texts, most=1)) == ["a"]
    assert list(leading_texts(texts, most=5)) == ["a", "b", "c"]
    # What comes behind one that is too long is not taken in its place.
    assert list(leading_texts([("a", "甲"), ("b", "丙" * 9), ("c", "戊")], most=3)) == ["a"]
    assert leading_texts([]) == {}


def test_no_more_texts_are_asked_for_than_needed() -> None:
    def texts() -> object:
        yield "a", "甲乙"
        yield "b", "丙丁"
        raise AssertionError

    assert list(leading_texts(texts(), most=3)) == ["a"]  # type: ignore[arg-type]


def test_four_million_characters_are_asked() -> None:
    """The thousandth witness says no more than the tenth, and asking costs time in proportion."""
    assert MOST_CHARACTERS == 4_000_000
    assert CorpusStatistics({"a": "甲乙", "b": "甲乙"}, most=3).count("甲乙") == 1


def test_scores_of_the_run_are_asked_once() -> None:
    asked: list[str] = []

    class Counting(ScriptedModel):
        def char_scores(self, text: str) -> list[float]:
            asked.append(text)
            return [-1.0] * len(text)

    corpus = CorpusStatistics({"a": "甲乙"})
    for text in ("甲乙", "甲乙", "丙", "丙", "丁", "甲乙", "丙"):
        scores = corpus.char_scores(text, Counting())
        assert scores.dtype == np.float32
        assert scores.tolist() == [-1.0] * len(text)
    # Of the texts that are not the run's the last one is kept.
    assert asked == ["甲乙", "丙", "丁", "丙"]


def test_places_that_are_known_are_not_looked_for() -> None:
    model = ScriptedModel()
    known = CorpusStatistics({"a": READ}, places={"a": ()})
    assert known.places(model) == {"a": ()}
    assert known.propose(READ, lexicon_of(), model) == []
    assert known.propose("另一篇", lexicon_of(), model) == []


def test_of_equal_texts_the_first_is_the_one_that_is_asked_about() -> None:
    clause = "推进水污染防制工作，筑牢"
    corpus = CorpusStatistics({"a": clause, "b": clause, "c": clause.replace("防制", "防治")})
    found = corpus.witnesses(clause, 6, 7, "治")
    assert [item.document for item in found] == ["c"]


def test_scores_that_are_known_are_not_asked_for() -> None:
    corpus = CorpusStatistics({"a": "甲乙", "b": "丙", "c": "甲乙"})
    first = corpus.char_scores("甲乙", ScriptedModel())
    assert {name: scores.tolist() for name, scores in corpus.scores.items()} == {
        "a": first.tolist()
    }
    kept = {name: scores.tobytes() for name, scores in corpus.scores.items()}

    class Silent(ScriptedModel):
        def char_scores(self, text: str) -> list[float]:
            raise AssertionError(text)

    again = CorpusStatistics(corpus.texts, scores=kept)
    assert again.char_scores("甲乙", Silent()).tolist() == first.tolist()
    assert again.char_scores("甲乙", Silent()).dtype == np.float32
