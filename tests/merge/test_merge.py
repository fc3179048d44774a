from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from restore.channel.punctuation import HASH_BITS, PunctuationModel, clause_features
from restore.core.edits import Decision, Reason
from restore.core.evidence import Witness
from restore.core.native_page import Lattice
from restore.core.native_page import Reading as Sounding
from restore.merge import Merged, Reading, merge_readings
from restore.merge.align import Finder, compact
from restore.merge.choices import Choice
from restore.merge.families import shipped_families
from restore.merge.network import build_network
from restore.merge.records import Option, Slot

LINES = [
    "坚持稳中求进工作总基调，完整准确",
    "全面贯彻新发展理念，加快构建新发",
    "展格局，着力推动高质量发展。全年",
    "地区生产总值增长5.2%，城镇新增就",
    "业126万人，居民收入稳步增长。",
    "加强生态环境保护，持续推进污染防",
    "治，空气质量优良天数比例明显提高。",
]
PAGE = "\n".join(LINES)


def merge(*texts: str, base: int | None = None) -> Merged:
    return merge_readings([Reading(f"r{n}", text) for n, text in enumerate(texts)], base=base)


def test_each_reading_mends_the_other() -> None:
    first = PAGE.replace("理念", "埋念").replace("污染", "污柒")
    second = PAGE.replace("格局", "恪局").replace("居民", "居氏").replace("基调", "基凋")
    assert merge(first, second).text == PAGE
    assert merge(first, second, base=1).text == PAGE


def test_the_log_names_the_reading_and_leads_back() -> None:
    first = PAGE.replace("理念", "埋念")
    merged = merge(first, PAGE, base=0)
    (edit,) = [item for item in merged.edits if item.applied]
    assert (edit.before, edit.after, edit.stage) == ("埋", "理", "merge")
    witness = next(item for item in edit.evidence if isinstance(item, Witness))
    assert witness.document == "r1"
    assert PAGE[slice(*witness.span)] == "理"
    assert merged.log.replay(first) == merged.text
    assert merged.log.revert(merged.text) == first


def test_other_line_ends_and_another_order() -> None:
    text = "".join(LINES)
    blocks = [text[60:], text[:60]]
    other = "\n".join(block[at : at + 11] for block in blocks for at in range(0, len(block), 11))
    first = PAGE.replace("理念", "埋念").replace("污染", "污柒").replace("着力推动", "看力推动")
    merged = merge(first, other, base=0)
    assert merged.text == PAGE
    assert merged.shares[1] > 0.9


def test_a_figure_is_never_settled_by_the_language_model() -> None:
    merged = merge(PAGE.replace("5.2%", "52%").replace("126", "128"), PAGE, base=0)
    assert merged.text == PAGE.replace("5.2%", "52%").replace("126", "128")
    flagged = [item for item in merged.edits if item.decision is Decision.FLAGGED]
    assert [item.reason for item in flagged] == [Reason.LOCKED_FIGURE] * 2


def test_two_readings_outvote_a_third_but_for_figures() -> None:
    wrong = PAGE.replace("126", "128").replace("污染", "污柒")
    merged = merge(wrong, PAGE, PAGE.replace("理念", "埋念"), base=0)
    assert merged.text == PAGE.replace("126", "128")
    (edit,) = [item for item in merged.edits if item.applied]
    assert edit.reason is Reason.WITNESSES
    (offered,) = [item for item in merged.edits if item.decision is Decision.SUGGESTED]
    assert (offered.before, offered.after) == ("8", "6")
    assert offered.reason is Reason.LOCKED_FIGURE


def test_equal_readings() -> None:
    merged = merge(PAGE, PAGE)
    assert merged.text == PAGE
    assert merged.edits == ()


def test_white_space_and_width_are_no_difference() -> None:
    assert merge(PAGE.replace("，", ", "), PAGE, base=0).edits == ()


def test_lines_that_the_base_lacks_are_pointed_at() -> None:
    merged = merge("\n".join(LINES[:5]), PAGE, base=0)
    unseen = [item for item in merged.edits if item.rule == "merge.unseen"]
    assert len(unseen) == 2
    assert {item.decision for item in unseen} == {Decision.FLAGGED}


def test_one_reading_is_not_enough() -> None:
    with pytest.raises(ValueError, match="two readings"):
        merge(PAGE)


def test_a_sure_character_is_kept_and_a_doubtful_one_given_up() -> None:
    first = PAGE.replace("加强生态", "加张生态")
    doubt = [0.3 if character == "张" else 0.999 for character in first]
    second = Reading("b", PAGE, [0.99] * len(PAGE))
    assert merge_readings([Reading("a", first, doubt), second], base=0).text == PAGE


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 10_000))
def test_the_log_always_leads_back(seed: int) -> None:
    rng = random.Random(seed)

    def noisy() -> str:
        kept = [
            rng.choice("口日目木") if rng.random() < 0.05 else character
            for character in PAGE
            if rng.random() > 0.03
        ]
        return "".join(kept)

    first, second, third = noisy(), noisy(), noisy()
    merged = merge(first, second, third)
    source = (first, second, third)[merged.base]
    assert merged.log.replay(source) == merged.text
    assert merged.log.revert(merged.text) == source


@given(st.text(alphabet="甲乙丙丁，", max_size=40), st.text(alphabet="甲乙丙丁，", max_size=40))
def test_matches_lie_inside_and_do_not_overlap(base: str, other: str) -> None:
    position = 0
    for match in Finder(other).find(base, 0, len(base)):
        assert position <= match.start < match.end <= len(base)
        assert 0 <= match.begin < match.finish <= len(other)
        position = match.end


@given(
    st.text(alphabet="甲乙丙 ，(（\n", max_size=30), st.text(alphabet="甲乙丙 ，\n", max_size=30)
)
def test_slots_are_sorted_and_hold_what_the_readings_have(first: str, second: str) -> None:
    network = build_network([Reading("a", first), Reading("b", second)], 0)
    position = -1
    for slot in network.slots:
        assert slot.start >= position
        position = slot.start
        assert first[slot.start : slot.end] == slot.options[0].text
        for option in slot.options[1:]:
            for _, start, end in option.readers:
                assert "".join(second[start:end].split()) == option.text


def test_compact_form() -> None:
    form = compact("第 1\n（章）")
    assert form.text == "第1(章)"
    assert form.offsets == (0, 2, 4, 5, 6)


def test_marks_are_misread_one_way() -> None:
    for family in shipped_families():
        marks = family.marks
        assert marks.wrong("。", 1.0) > marks.wrong("，", 1.0)
        assert marks.share("。", "，") > marks.share("，", "。")
    (ppocr,) = [family.marks for family in shipped_families() if family.name == "ppocr"]
    assert ppocr.wrong("；", 1.0) * ppocr.share("；", "：") > ppocr.share("：", "；") / 10


def test_what_no_reading_has_is_thought_of() -> None:
    first, second = PAGE.replace("持续推进", "持续推迸"), PAGE.replace("持续推进", "持续推井")
    merged = merge(first, second, base=0)
    assert merged.text == PAGE
    (edit,) = merged.edits
    assert edit.rule == "merge.channel"
    assert [item.text[-2:] for item in edit.evidence if isinstance(item, Witness)]


def test_a_lost_mark_comes_back_at_the_end_of_its_line() -> None:
    first = PAGE.replace("步增长。\n", "步增长\n")
    assert merge(first, PAGE, base=0).text == PAGE


def test_the_ends_of_lines_are_compared_though_nothing_there_is_alike() -> None:
    first = PAGE.replace("完整准确\n全面", "完整淮碓\n仝面")
    assert merge(first, PAGE, base=0).text == PAGE


def test_words_of_a_neighbouring_line_do_not_come_in() -> None:
    other = PAGE.replace("生态环境", "生态工业技改投环境")
    assert merge(PAGE, other, base=0).text == PAGE


def test_the_clauses_tell_marks_apart() -> None:
    model = PunctuationModel.load()
    scores = model.scores("加强教育、科技", "人才工作，推动高质量发展。")
    assert max(scores, key=scores.__getitem__) == "、"
    assert sum(10**value for value in scores.values()) == pytest.approx(1.0)


@given(st.text(max_size=90), st.text(max_size=90))
def test_any_text_has_features(left: str, right: str) -> None:
    found = clause_features(left, right)
    assert len(found) == len(clause_features("", ""))
    assert all(0 <= number < 1 << HASH_BITS for number in found)


def test_another_page_is_left_out() -> None:
    other = "荷塘的四面，远远近近，高高低低都是树，而杨柳最多。\n" * 3
    merged = merge(PAGE, other, base=0)
    assert merged.strangers == (1,)
    assert merged.text == PAGE
    assert merged.edits == ()
    third = merge(PAGE.replace("理念", "埋念"), PAGE, other, base=0)
    assert third.strangers == (2,)
    assert third.text == PAGE


def test_a_reading_of_one_column_is_of_the_page() -> None:
    merged = merge(PAGE.replace("污染", "污柒"), "\n".join(LINES[5:]), base=0)
    assert merged.strangers == ()
    assert merged.text == PAGE


def test_a_line_begins_as_the_other_reading_goes_on() -> None:
    # Read across columns the line stands behind one that it does not go on from.
    first = "二要完善农村\n全年粮食产量\n仪。推动各项\n社会消费稳定"
    other = "各项事业迈出坚实步\n伐。推动各项\n二要完善农村\n全年粮食产量\n社会消费稳定"
    network = build_network([Reading("a", first), Reading("b", other)], 0)
    assert network.surroundings.before(first.index("推动"), 3) == ["步伐。"]
    assert merge(first, other, base=0).text == first.replace("仪", "伐")


def test_what_the_recogniser_thought_of_is_heard() -> None:
    first = PAGE.replace("持续推进", "持续推迸")
    place = first.index("迸")
    readings = [Sounding(0.99) if character != "\n" else None for character in first]
    readings[place] = Sounding(0.5, (("进", 0.45),))
    unsure = Reading("a", first, lattice=Lattice(tuple(readings)))
    other = Reading("b", PAGE.replace("持续推进", "持续推井"))
    assert merge_readings([unsure, other], base=0).text == PAGE


def test_a_sure_recogniser_keeps_its_rare_character() -> None:
    line = "创新平台引来鹭岛英才，全面贯彻新发展理念。"
    sure = Lattice(tuple(Sounding(0.99) for _ in line))
    reading = Reading("a", line, lattice=sure)
    other = Reading("b", line.replace("鹭", "全"))
    assert merge_readings([reading, other], base=0).text == line


def test_the_ends_of_a_line_are_one_place_if_both_readings_end_there() -> None:
    finder = Finder("节志、现代化新重庆建设，贺多网", (0,))
    (match,) = finder.find("节点，现代化新重庆建设，贺易网", 0, 15)
    assert match == (0, 15, 0, 15)
    # In the middle of a line of the other reading nothing says so.
    finder = Finder("甲乙丙丁戊节志、现代化新重庆建设", (0,))
    (match,) = finder.find("节点，现代化新重庆建设", 0, 11)
    assert match.start > 0


def test_letters_are_no_cheap_way_out() -> None:
    assert merge("第5版\n时政\n" + PAGE, "第5版\nzi\n" + PAGE, base=0).text.startswith(
        "第5版\n时政"
    )


def test_a_mark_of_half_width_comes_in_as_the_base_writes_marks() -> None:
    other = PAGE.replace("。全年", ";全年").replace("，", ",").replace("。", ".")
    merged = merge(PAGE.replace("高质量发展。全年", "高质量发展：全年"), other, base=0)
    assert not any(item.after in {",", ";", ":"} for item in merged.edits if item.applied)


def test_an_open_place_names_what_another_reading_has() -> None:
    first = PAGE.replace("治，空气", "治、空气")
    merged = merge(first, PAGE.replace("治，空气", "治；空气"), base=0)
    for item in merged.edits:
        if item.rule == "merge.open":
            assert any(isinstance(found, Witness) for found in item.evidence)


def mark_confidence(after: str, noise: float, *, odds: float = 1.0, **known: bool) -> float:
    """The confidence of a mark in the place of another, that reading 1 has but where ``unread``."""
    readers = () if known.pop("unread", False) else ((1, 0, 1),)
    slot = Slot(
        0, 1, (Option("，" if after != "，" else "、", ((0, 0, 1),)), Option(after, readers))
    )
    choice = Choice(slot, slot.options[1], slot.options[0], odds, False, True, noise, **known)
    return choice.confidence


def test_a_mark_of_a_nearly_clean_reading_stays_where_the_odds_are_small() -> None:
    assert mark_confidence("、", 0.0005) < 0.7 < mark_confidence("、", 0.002)


def test_a_comma_for_another_mark_needs_more() -> None:
    assert mark_confidence("，", 0.01, odds=2.5) < 0.7 < mark_confidence("，", 0.01, odds=2.7)
    assert mark_confidence("；", 0.01, odds=-0.25) > 0.7


def test_a_mark_needs_more_where_no_engine_of_another_kind_read_it() -> None:
    assert mark_confidence("；", 0.01, odds=0.7, akin=True) < 0.7
    assert mark_confidence("；", 0.01, odds=0.9, akin=True) > 0.7
    assert mark_confidence("；", 0.01, odds=0.5, unread=True) < 0.7
    assert mark_confidence("；", 0.01, odds=0.7, unread=True) > 0.7


def test_the_noise_of_a_reading_is_nothing_to_its_characters() -> None:
    slot = Slot(0, 1, (Option("冶", ((0, 0, 1),)), Option("治", ((1, 0, 1),))))
    choices = (
        Choice(slot, slot.options[1], slot.options[0], 1.0, False, False, noise)
        for noise in (0.0005, 0.002)
    )
    assert len({choice.confidence for choice in choices}) == 1


@pytest.mark.parametrize(("count", "taken"), [(5, True), (6, False)])
def test_another_line_is_not_taken_for_a_misread_one(count: int, taken: bool) -> None:
    right, misread = "生态环境保护"[:count], "甡恣坏竟俘沪"[:count]
    merged = merge(PAGE.replace(right, misread), PAGE, base=0)
    (edit,) = [item for item in merged.edits if item.before == misread]
    assert (edit.after, edit.applied) == (right, taken)


def test_what_one_reading_has_and_the_other_not_needs_more_than_another_character() -> None:
    def confidence(before: str, after: str) -> float:
        slot = Slot(0, len(before), (Option(before, ((0, 0, 1),)), Option(after, ((1, 0, 1),))))
        return Choice(slot, slot.options[1], slot.options[0], 0.85, False).confidence

    assert confidence("冶", "治") > 0.7 > confidence("", "治")
    assert confidence("·", "") < 0.7
