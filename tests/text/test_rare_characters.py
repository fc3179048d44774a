"""Characters outside the basic block are Han in every stage: names, places, elements."""

from __future__ import annotations

import pytest

from restore import restore_text
from restore.channel.profile import Profile
from restore.channel.search import Searcher
from restore.channel.selection import choose_profile
from restore.core.edits import Reason
from restore.correction.repetition import propose_repetitions
from restore.dedup.guards import differences, regions
from restore.dedup.loops import MIN_COPIES, propose_loops
from restore.figures.dictionary import load_dictionary
from restore.figures.quantities import scan_quantities
from restore.gate.locks import Change, locked
from restore.language.model import LanguageModel
from restore.layout.issues import identity_of
from restore.lexicon.lexicon import Lexicon
from restore.settings import LayoutSettings, Settings
from restore.text.doubles import doubles

# Extension A, B, C, E, F, and a unified ideograph of the compatibility block.
RARE = ["㙦", "䶮", "𠮷", "𫖯", "𬭚", "𬬻", "﨎"]


@pytest.mark.parametrize("rare", RARE)
def test_spaces_between_han_go(rare: str) -> None:
    assert restore_text(f"北 京 {rare} 口 镇 的 村 民 很 多 。").text.strip() == (
        f"北京{rare}口镇的村民很多。"
    )


@pytest.mark.parametrize("rare", [*RARE, "々", "〇"])
def test_lines_are_joined_without_a_space(rare: str) -> None:
    lines = [
        "全会听取和讨论了受中央政治局委托作的工作",
        "报告，充分肯定一年来各地各部门的工作成绩",
        f"和进展。会议由来自基层一线的代表陈{rare}",
        f"{rare}宣读，与会同志一致认为，必须坚持稳中求",
        "进的工作总基调，扎实推动高质量发展。",
    ]
    settings = Settings(layout=LayoutSettings())
    assert f"陈{rare}{rare}宣读" in restore_text("\n".join(lines), settings=settings).text


@pytest.mark.parametrize("rare", RARE)
@pytest.mark.parametrize("pattern", ["市委书记刘{}讲话。", "刘{}同志讲话。", "刘晓{}书记讲话。"])
def test_names_are_locked(rare: str, pattern: str) -> None:
    text = pattern.format(rare)
    place = text.index(rare)
    change = Change(text, place, place + 1, "奇")
    assert locked(change, language_model_alone=False) is Reason.LOCKED_NAME


@pytest.mark.parametrize("rare", RARE)
@pytest.mark.parametrize(
    "text",
    [
        "记者王{}报道，市委书记陈家{}出席会议并讲话。",
        "元素周期表第112号元素的中文名为{}，由全国科学技术名词审定委员会公布。",
        "据了解，该企业生产的{}甘石产品畅销海内外，受到消费者的欢迎。",
    ],
)
def test_correction_leaves_what_is_meant(rare: str, text: str) -> None:
    text = text.format(rare, rare)
    restored = restore_text(text)
    assert restored.text.strip() == text
    assert not [edit for edit in restored.edits if rare in edit.before]


@pytest.mark.parametrize("rare", RARE)
def test_the_channel_puts_nothing_in_the_place_of_a_rare_character(rare: str) -> None:
    searcher = Searcher(LanguageModel.load(), Profile.load("ppocr"))
    findings, *_ = searcher.search(f"全面从严冶党，{rare}口镇{rare}，全面深化改革，坚持依法冶国。")
    assert {item.after for item in findings} >= {"治"}
    assert not [item for item in findings if rare in item.before]


def test_a_text_in_rare_characters_is_long_enough_to_choose_a_profile() -> None:
    assert choose_profile("auto", "𫖯,䶮." * 200) == choose_profile("auto", "中,文." * 200)


@pytest.mark.parametrize("rare", RARE)
def test_doubled_words_are_seen(rare: str) -> None:
    assert [item[:2] for item in doubles(f"他在{rare}口{rare}口镇。")] == [(2, 2)]


def test_noughts_and_marks_that_repeat_are_no_doubles() -> None:
    text = "二〇〇八年，张〇〇与佐々々木。"
    assert not list(doubles(text))
    assert not propose_repetitions(text, Lexicon.load(), None)


@pytest.mark.parametrize("rare", RARE)
def test_copies_that_differ_in_a_name_are_kept(rare: str) -> None:
    first = f"会上，记者刘{rare}向代表们介绍了去年全市经济社会发展的情况。"
    second = "会上，记者刘文向代表们介绍了去年全市经济社会发展的情况。"
    assert "name" in {item.kind for item in differences(first, second, regions(first, second))}


@pytest.mark.parametrize("rare", RARE)
def test_loops_of_sentences_in_rare_characters_are_cut(rare: str) -> None:
    line = f"{rare}口镇的村民生活很好。\n"
    assert propose_loops(line * (MIN_COPIES + 2))


@pytest.mark.parametrize("rare", RARE)
def test_figures_beside_rare_characters(rare: str) -> None:
    book = load_dictionary()
    (tons,) = scan_quantities(f"{rare}-5吨", book, [])
    assert tons.value == 5, "a dash behind a word is no sign"
    assert not scan_quantities(f"全国第一{rare}厂", book, []), "a name, not a rank"


@pytest.mark.parametrize("rare", RARE)
def test_a_newspaper_may_have_a_rare_name(rare: str) -> None:
    assert identity_of("a.txt", [f"{rare}城日报2025年1月9日"]).paper == f"{rare}城日报"


def test_a_date_in_digits_and_numerals_is_read() -> None:
    assert identity_of("a.txt", ["2〇25年1月9日"]).date == (2025, 1, 9)
