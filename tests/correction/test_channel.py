from __future__ import annotations

import pytest

from restore.channel.base import ChannelBase
from restore.channel.search import Searcher
from restore.channel.wraps import read_on
from restore.core.document import Document
from restore.core.edits import Decision, Proposal, Reason
from restore.core.evidence import Channel, LanguageMargin
from restore.core.native_page import Lattice, Reading
from restore.core.ocr_metadata import Hints
from restore.correction.channel import propose_channel, search_ahead
from restore.gate.judge import judge
from restore.language.model import LanguageModel
from restore.lexicon.lexicon import Lexicon
from restore.pipeline import restore_corpus, restore_text
from restore.settings import GateSettings
from tests.tools import SEEDS

MODEL = LanguageModel.load()
LEXICON = Lexicon.load()


def proposals(text: str, profile: str = "general") -> list[Proposal]:
    return [item for item in propose_channel(text, LEXICON, MODEL, profile) if item.veto is None]


@pytest.mark.parametrize("profile", ["auto", "typed"])
def test_texts_searched_together_are_not_searched_again(
    monkeypatch: pytest.MonkeyPatch, profile: str
) -> None:
    """Neither is one whose lines are read on."""
    texts = ["推动全面从严冶党向纵深发展。", "推动全面从严冶党\n向纵深发展，今年。", "一切正常。"]
    assert read_on(texts[1], MODEL) != texts[1]
    alone = [propose_channel(text, LEXICON, MODEL, profile) for text in texts]
    assert alone[0]
    assert alone[1]
    search_ahead(texts, [MODEL.char_scores(text) for text in texts], MODEL, profile)
    monkeypatch.setattr(Searcher, "_search", None)
    assert [propose_channel(text, LEXICON, MODEL, profile) for text in texts] == alone


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("推动全面从严冶党向纵深发展。", "推动全面从严治党向纵深发展。"),
        ("结合形势和实际工作须要，坚持法治。", "结合形势和实际工作需要，坚持法治。"),
    ],
)
def test_a_misreading_is_found(wrong: str, right: str) -> None:
    (proposal,) = proposals(wrong)
    assert wrong[: proposal.start] + proposal.after + wrong[proposal.end :] == right
    assert any(isinstance(item, Channel) for item in proposal.evidence)
    assert judge(proposal, wrong, GateSettings()).decision is not None


def test_clean_text_is_left_alone() -> None:
    text = (
        "坚持稳中求进工作总基调，完整、准确、全面贯彻新发展理念。\n"
        "习近平指出，中国式现代化是人与自然和谐共生的现代化。"
    )
    assert proposals(text) == []


def test_what_the_document_repeats_is_its_own_usage() -> None:
    once = "建设和美湘村。"
    assert proposals(f"{once}推进和美湘村建设。发展和美湘村旅游。") == []


def test_what_is_none_is_counted() -> None:
    text = "建设和美湘村。推进和美湘村建设。发展和美湘村旅游。"
    found = propose_channel(text, LEXICON, MODEL)
    assert {item.veto for item in found} == {Reason.OWN_USAGE}
    assert {judge(item, text, GateSettings()).decision for item in found} == {None}


def test_two_errors_side_by_side_are_mended_together() -> None:
    (found,) = proposals("报全国人大肠胃会批准。")
    assert (found.start, found.end, found.after) == (5, 7, "常委")


def test_a_sure_character_is_locked() -> None:
    text = "推动全面从严冶党向纵深发展。"
    sure = Lattice(tuple(Reading(0.999) for _ in text))
    unsure = Lattice(tuple(Reading(0.4 if item == "冶" else 0.999) for item in text))
    vetoes = [item.veto for item in propose_channel(text, LEXICON, MODEL, lattice=sure)]
    assert vetoes == [Reason.READ_SURELY]
    found = propose_channel(text, LEXICON, MODEL, lattice=unsure)
    assert [item.after for item in found if item.veto is None] == ["治"]


def test_a_page_with_probabilities_is_decoded() -> None:
    text = "推动全面从严冶党向纵深发展，坚持稳中求进工作总基调。"
    candidates = (("治", 0.45),)
    lattice = Lattice(
        tuple(Reading(0.5, candidates) if item == "冶" else Reading(0.999) for item in text)
    )
    document = Document.from_text(text, id="page")
    result = restore_corpus(
        [document], hints=lambda _: Hints(lattice=lattice, engine="PP-OCRv6"), check_figures=False
    )
    (edit,) = [item for item in result.restored[0].edits if item.stage == "correction"]
    assert (edit.before, edit.after) == ("冶", "治")
    assert any(
        isinstance(item, Channel) and item.profile.startswith("ppocr") for item in edit.evidence
    )


def test_no_mark_is_left_without_its_partner() -> None:
    text = "深刻领悟两个确立、做到两个维护的思想根基，坚定拥护两个确立、做到两个维护。"
    assert not any("”" in item.after for item in proposals(text))


def test_the_gate_asks_for_a_high_probability() -> None:
    text = "推动全面从严冶党向纵深发展。"
    sure = Proposal(
        "correction", "channel", 6, 7, "治", 0.99,
        (LanguageMargin(9.0), Channel("general", "han", -2.0, 0.99)),
    )  # fmt: skip
    unsure = Proposal(
        "correction", "channel", 6, 7, "治", 0.9,
        (LanguageMargin(9.0), Channel("general", "han", -2.0, 0.6)),
    )  # fmt: skip
    assert judge(sure, text, GateSettings()) == (Decision.APPLIED, Reason.CHANNEL_AND_LANGUAGE)
    assert judge(unsure, text, GateSettings()).decision is Decision.SUGGESTED


def test_what_is_unlikely_is_not_shown_even_where_it_is_locked() -> None:
    text = "团委书记娄磊告诉记者，加强五观教育。"
    for start, after in ((4, "要"), (12, "一")):
        proposal = Proposal(
            "correction", "channel", start, start + 1, after, 0.1,
            (LanguageMargin(4.0), Channel("general", "han", -2.0, 0.1)),
        )  # fmt: skip
        assert judge(proposal, text, GateSettings()) == (None, Reason.NO_EVIDENCE)


def test_no_figure_date_or_name_is_changed_in_the_seeds() -> None:
    for seed in sorted(SEEDS.glob("*.txt")):
        text = seed.read_text(encoding="utf-8")
        for proposal in proposals(text):
            verdict = judge(proposal, text, GateSettings(), LEXICON.protector)
            if verdict.decision is Decision.APPLIED:
                before = text[proposal.start : proposal.end]
                assert not any(item.isdigit() for item in before + proposal.after)


@pytest.mark.parametrize(
    "text",
    [
        "坚持一张蓝图干到底，久久为功。",
        "在中爱共同努力下，两国关系不断发展。",
        "正是呢，只盼个人来说话解解闷。",
    ],
)
def test_a_rarer_word_is_not_beaten_by_a_commoner_one(text: str) -> None:
    assert restore_text(text).text == text


def test_what_looks_or_sounds_alike_is_told_from_what_does_not() -> None:
    base = ChannelBase.load()
    assert base.alike("末", "未")
    assert base.alike("记", "纪")
    assert not base.alike("干", "绘")
    assert not base.alike("盼", "有")


def test_a_mark_beside_a_figure_is_not_taken_away_unasked() -> None:
    text = "农村居民收入增长3.4%、，5.2%，农村居民收入增长较快。"
    gone = [item for item in proposals(text, "tesseract") if not item.after]
    assert gone
    assert all(judge(item, text, GateSettings()).decision is not Decision.APPLIED for item in gone)
    assert all(item.confidence <= 0.6 for item in gone)
