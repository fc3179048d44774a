from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from restore.text.line_scripts import LineScripts
from restore.text.script import (
    Script,
    changed_script,
    count_scripts,
    count_scripts_of_lines,
    script_of,
)

SENTENCES = {
    "县里决定把这笔经费全部用于修缮乡村学校的屋顶和围墙。": Script.SIMPLIFIED,
    "今年雨水多，山上的茶叶要晚几天才能采。": Script.SIMPLIFIED,
    "縣府決定把這筆經費全數用於修繕鄉間學校的屋頂與圍牆。": Script.TRADITIONAL,
    "圖書館週一休館，還書請投入門口的還書箱。": Script.TRADITIONAL,
    "廠方回覆說貨已經發出，我們的工人却说仓库里还没有收到东西。": Script.MIXED,
    "佢哋尋日喺碼頭等咗成個鐘，都冇見到隻船。": Script.CANTONESE,
    "佢哋寻日喺码头等咗成个钟，都冇见到只船。": Script.CANTONESE,
    "来週の会議は午後三時から二階の会議室で行います。": Script.JAPANESE,
    "カタログの表紙を新しくしました。": Script.JAPANESE,
    "The minutes of the last meeting were approved.": Script.LATIN,
    "３，１４ — 2025": Script.NONE,
    "": Script.NONE,
}


@pytest.mark.parametrize(("sentence", "script"), SENTENCES.items())
def test_a_sentence_is_enough(sentence: str, script: Script) -> None:
    assert script_of(sentence) is script


@pytest.mark.parametrize(
    ("sentence", "script"),
    [
        # One character of the other script is a slip, one kana a name.
        ("这個月的产量比去年同期增长了一成。", Script.SIMPLIFIED),
        ("這個月的产量比去年同期增長了一成，業績頗佳。", Script.TRADITIONAL),
        ("新开的优の品商店就在车站对面。", Script.SIMPLIFIED),
        # A cry is not yet Cantonese.
        ("唔，这样说来倒也有几分道理。", Script.SIMPLIFIED),
    ],
)
def test_a_few_characters_do_not_turn_a_sentence(sentence: str, script: Script) -> None:
    assert script_of(sentence) is script


def test_the_document_decides_where_a_stretch_tells_little() -> None:
    simplified = count_scripts("县里决定把这笔经费全部用于修缮乡村学校的屋顶和围墙。")
    traditional = count_scripts("縣府決定把這筆經費全數用於修繕鄉間學校的屋頂與圍牆。")
    japanese = count_scripts("来週の会議は午後三時から二階の会議室で行います。")
    cantonese = count_scripts("佢哋尋日喺碼頭等咗成個鐘，都冇見到隻船。")
    assert script_of("土地改良", simplified) is Script.SIMPLIFIED
    assert script_of("土地改良", traditional) is Script.TRADITIONAL
    assert script_of("日程", japanese) is Script.JAPANESE
    assert script_of("早晨", cantonese) is Script.CANTONESE
    # A misread character in a heading is the document's slip, not another script.
    assert script_of("工作後记", simplified) is Script.SIMPLIFIED
    assert script_of("圖書與館员", traditional) is Script.TRADITIONAL
    # A line that tells by itself is what it is, whatever stands around it.
    line = "圖書館週一休館，還書請投入門口的還書箱。"
    assert script_of(line, simplified) is Script.TRADITIONAL


def test_what_both_scripts_have_is_no_change_of_script() -> None:
    assert changed_script("內會", "内会") is Script.SIMPLIFIED
    assert changed_script("裏", "里") is Script.SIMPLIFIED
    assert changed_script("于", "於") is Script.TRADITIONAL
    # A longer or shorter text hides nothing.
    assert changed_script("發展發展", "发展") is Script.SIMPLIFIED
    for before, after in (("着", "著"), ("乾", "干"), ("记", "纪"), ("裏", "裡"), ("內", "肉")):
        assert changed_script(before, after) is None


@given(st.text(), st.text())
def test_counts_add_up(first: str, second: str) -> None:
    both = zip(count_scripts(first), count_scripts(second), strict=True)
    assert tuple(count_scripts(first + second)) == tuple(map(sum, both))


@given(st.text(alphabet="國家会議的のA， 佢嘅喺\n"))
def test_every_text_has_a_script(text: str) -> None:
    script = script_of(text)
    assert (script in (Script.LATIN, Script.NONE)) >= (
        not count_scripts(text).han + text.count("の")
    )


@given(st.text(min_size=1), st.text(min_size=1))
def test_a_change_back_goes_the_other_way(before: str, after: str) -> None:
    there, back = changed_script(before, after), changed_script(after, before)
    assert (there is None) == (back is None)


def test_lines_are_told_apart() -> None:
    simplified, traditional = "县里决定修缮乡村学校的围墙。", "圖書館週一休館，還書請投入還書箱。"
    text = f"{simplified}\n{traditional}\n{simplified}"
    scripts = LineScripts(text)
    foreign = [text[slice(*span)].strip() for span in scripts.foreign_lines()]
    assert foreign == [traditional]
    assert scripts.is_foreign(text.index("館"), text.index("館") + 1)
    assert not scripts.is_foreign(0, 1)
    assert not scripts.is_foreign(len(text), len(text))
    assert not list(LineScripts(simplified).foreign_lines())
    # A line without Han is what its document is.
    assert LineScripts(f"{traditional}\nf(x)").is_foreign(
        len(traditional) + 1, len(traditional) + 2
    )


@given(st.lists(st.text(alphabet="国國的의の嘅喺a🀀", max_size=9)))
def test_lines_are_counted_together_as_one_by_one(lines: list[str]) -> None:
    text = "\n".join(lines)
    starts = [0, *(at + 1 for at, sign in enumerate(text) if sign == "\n"), len(text)]
    found = count_scripts_of_lines(text, starts)
    assert found == [count_scripts(text[slice(*span)]) for span in pairwise(starts)]


@given(st.text(alphabet="国國的의の嘅喺a\n"), st.integers(0, 40))
def test_every_place_has_a_script(text: str, place: int) -> None:
    scripts = LineScripts(text)
    place = min(place, len(text))
    assert scripts.script_at(place) in Script
    inside = any(first <= place < behind for first, behind in scripts.foreign_lines())
    assert scripts.is_foreign(place, place) >= inside


@given(st.sampled_from(["国國\n", "国会强这优國 a\n", "嘅国会\n", "のの国会話\n"]), st.data())
def test_lines_in_which_nothing_tells_are_no_foreign_ones_of_a_simplified_text(
    alphabet: str, data: st.DataObject
) -> None:
    text = data.draw(st.text(alphabet, max_size=60))
    scripts, slow = LineScripts(text), LineScripts(text)
    starts = [0, *(at + 1 for at, sign in enumerate(text) if sign == "\n"), len(text) + 1]
    foreign = {Script.TRADITIONAL, Script.CANTONESE, Script.JAPANESE, Script.MIXED}
    found = [span for span in pairwise(starts) if slow.script_at(span[0]) in foreign]
    if count_scripts(text).is_plain:
        found = []
    assert list(scripts.foreign_lines()) == found


@pytest.mark.parametrize(("simplified", "asked"), [(4, True), (5, False)])
def test_a_line_in_which_nothing_tells_is_asked_where_a_quarter_is_traditional(
    simplified: int, asked: bool
) -> None:
    scripts = LineScripts("山\n國" + "国" * simplified)
    list(scripts.foreign_lines())
    assert (0 in scripts._known) is asked
