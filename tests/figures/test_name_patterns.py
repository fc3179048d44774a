"""Patterns of names are written to be found fast: they find what their plain forms find."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from restore.figures.dictionary import NamePattern, load_dictionary
from restore.figures.names import Begun, Name, begun_of, names_of

_PATTERNS = load_dictionary().name_patterns
_GATED = [name for name in _PATTERNS if name.words]
#: The plain forms of patterns that the dictionary begins with their first character: by a piece of the
#: latter, which only one has.
_PLAIN = {
    "123[0-9]{2}": "(?<![0-9])123[0-9]{2}(?=[”]?(?:热线|平台|政务|“|便民|服务|网|专线|举报))",
    "[一二三四五六七八九十]*、": r"(?<![^\n。；：])[一二三四五六七八九十]+、",
    "(?<=十)[九八七])届": "(?<!第)(?:二十|十九|十八|十七)届(?=中央|历次|[一二三四五六七]中)",
    "[0-9]?[.．、]": r"(?<![^\n])[0-9]{1,2}[.．、](?![0-9])",
    "[条章节编]": r"(?<![^\n\f。；：　 ])第[零一二三四五六七八九十百0-9]+[条章节编](?![件例])",
    "[0-9]{0,3}[ 　": r"(?<![^\n])[0-9]{1,4}[ 　\t]+(?:[0-9]{1,4}(?=[^0-9.%％万亿余多]))?",
    "(?:\\.[0-9]{1,2}){1,3}": r"(?<![^\n])[0-9]{1,2}(?:\.[0-9]{1,2}){1,3}[ 　]*(?=[一-鿿])"
    "(?![万亿倍个项家件名位人米元吨年月日天公千百平立户亩套台])",
    "[图表](?<!": r"(?<![^\n])[图表][ ]?[0-9]+(?:[-—.][0-9]+)*",
    "(?<=时[至到": "(?<=时[至到—－-])(?:1?[0-9]|2[0-4])时",
    "[)）](?![0-9])": r"(?<![^\n。；])[0-9]{1,2}[)）](?![0-9])",
    "[12](?<![0-9].) ": "(?<![0-9])[12] [0-9] [0-9] [0-9](?= ?年)",
    "(?:后|工作制)": "(?<![0-9])(?:[0-9]{2}|996)(?:后|工作制)(?![0-9年])",
    "[IAR]": "(?<![A-Za-z])(?:ISO|IEC|IEEE|ITU|ASTM|RFC)[/ ]?[A-Z.]{0,4}[ -]?[0-9.]+"
    "(?:[-—－:：][0-9]+)?",
    "机制|产业体系": "[0-9]{3,4}(?=工程|战略|工作思路|发展思路|行动|模式|计划|政策|体系|机制|产业体系|现代化产业体系|布局)",
    "[0-9]*G(": "[0-9]+G(?![A-Za-z])",
    "[0-9]*[×xX]": "[0-9]+[×xX][0-9]+(?![0-9^⁻⁰¹²³⁴⁵⁶⁷⁸⁹])",
    "·•・‧": "[0-9]{1,2}[·•・‧][0-9]{1,2}",
    "*＊×xX]{3,8}": "[0-9]{3}[*＊×xX]{3,8}[0-9]{2,4}",
    "[#＃]": "[0-9]+[#＃]",
    "|日)期": "[0-9一二三四五六七八九十两]+(?:年|天|个?月|日)期(?![满间限内的至止])",
    "[号码]": "码[:：为 ]*[0-9]{3,}(?:[-—－][0-9]+)*|[号码][:：]?[0-9]{3,}(?:[-—－][0-9]+)+",
    "[单（(]": "单位[:：][ ]?[十百千万亿]+(?=[一-龥])|[（(][十百千万亿]+(?=[一-龥]{1,4}[）)])",
    "[东西南北]": "[东西]经[0-9.]+(?:度(?:[0-9.]+分(?:[0-9.]+秒)?)?)?"
    "|[南北]纬[0-9.]+(?:度(?:[0-9.]+分(?:[0-9.]+秒)?)?)?",
    "千百万万": "成百上千|成千上万|上百上千|千千万万|数以[百千万]计|[千百]百万万",
    "麟": "(?:建元|元狩|元鼎|太初|建武|永平|建安|黄初|太康|永嘉|太和|太平真君|"
    "开皇|仁寿|大业|武德|贞观|显庆|永徽|麟德|咸亨|开元|天宝|至德|"
    "乾元|大历|建中|贞元|元和(?<![0-9十百千万亿]元和)|长庆|宝历|"
    "开成|会昌|大中|咸通|乾符|天祐|显德|建隆|乾德|开宝|太平兴国|雍熙|"
    "端拱|淳化|至道|咸平|景德|大中祥符|天禧|天圣|景祐|庆历|皇祐|嘉祐|"
    "治平|熙宁|元丰|元祐|绍圣|元符|崇宁|大观|政和|宣和|靖康|建炎|"
    "绍兴|隆兴|乾道|淳熙|绍熙|庆元|嘉泰|开禧|嘉定|宝庆|绍定|端平|"
    "嘉熙|淳祐|宝祐|景定|咸淳|中统|至元|元贞|大德|至大|延祐|至治|"
    "泰定|至顺|至正|洪武|建文|永乐|洪熙|宣德|正统|景泰|天顺|成化|"
    "弘治|正德|隆庆|泰昌|天启|崇祯|顺治|雍正|嘉庆|明治|"
    "大正)[0-9〇零元一二三四五六七八九十]+年",
}
_WORDS = "工程 现代化产业体系 5G 3×4 5·18 138****65 3# 7天 个月期 日期 号码： 码 单位：百万元 （亿 东经 北纬 成百上千 百百万万 太平真君 元和 大中祥符 贞观十 123 12345热线 十九届 二十届中央 时至 10时 1 9 9 7 年 996 工作制 ISO 9001 图1 第三条 一、 3.2 二级"
_PIECES = st.sampled_from(
    [
        *"0123456789一二十第届图表时至到后年中条章件、.．)） 　\t。；：\n\fAISOx，人",
        *_WORDS.split(),
        "1 9 9 7",
    ]
)


def _fast(piece: str) -> re.Pattern[str]:
    (found,) = [name for name in _PATTERNS if piece in name.form]
    return re.compile(found.form)


@pytest.mark.parametrize(("piece", "plain"), _PLAIN.items(), ids=range(len(_PLAIN)))
def test_a_fast_form_finds_what_the_plain_one_finds(piece: str, plain: str) -> None:
    fast, slow = _fast(piece), re.compile(plain)

    @settings(max_examples=150, deadline=None)
    @given(
        st.one_of(
            st.lists(_PIECES, max_size=30).map("".join),
            st.lists(st.one_of(st.from_regex(slow, fullmatch=True), _PIECES), max_size=6).map(
                "".join
            ),
        )
    )
    def alike(text: str) -> None:
        assert [m.span() for m in fast.finditer(text)] == [m.span() for m in slow.finditer(text)]

    alike()


@pytest.mark.parametrize("name", _GATED, ids=range(len(_GATED)))
def test_every_name_holds_one_of_its_words(name: NamePattern) -> None:
    @settings(max_examples=100, deadline=None)
    @given(st.from_regex(name.form))
    def holds(text: str) -> None:
        assert any(word in text for word in name.words)

    holds()


def test_a_text_without_the_words_is_not_searched() -> None:
    assert list(Name(re.compile("[0-9]"), ("号",)).spans("5")) == []
    assert list(Name(re.compile("[0-9]"), ("版", "号")).spans("5号")) == [(0, 1)]


def _numbered(names: Begun) -> set[tuple[int, re.Pattern[str]]]:
    return {item for begun in names.patterns.values() for item in begun}


def test_most_patterns_are_looked_for_together() -> None:
    joined = [names for names in names_of(load_dictionary()) if isinstance(names, Begun)]
    assert len(joined) == 3
    assert sum(len(_numbered(names)) for names in joined) > len(_PATTERNS) / 2


@pytest.mark.parametrize(
    ("forms", "together"),
    [
        (["[a-c]x", "[\\[b]y?", "[b](?:x|z)"], 3),
        (["[a]x|y"], 0),
        (["[^a]x", "[a]+x", "a"], 0),
        (["ax", "(?:ab|cde)[0-9]", "ab(?:x|(?:y|z))|cd", "(?:ab|cd)?"], 3),
        (
            [
                "ab?",
                "a+b",
                "ab|c",
                "(?:ab|c)x",
                "(?:ab|cd)x|y",
                "(?:ab|cd)xx|yz",
                "(?:ab){2}",
                "a\\d",
            ],
            0,
        ),
    ],
)
def test_patterns_that_begin_with_a_class_or_two_characters_are_joined(
    forms: list[str], together: int
) -> None:
    patterns = tuple(NamePattern(form, ()) for form in forms)
    names = names_of(replace(load_dictionary(), name_patterns=patterns))
    assert sum(len(_numbered(item)) for item in names if isinstance(item, Begun)) == together


@given(st.text("abcxy[", max_size=30))
def test_joined_patterns_find_what_each_finds_alone(text: str) -> None:
    forms = ["[a-c][a-c]*x", "[\\[b](?<!ab)y?", "[b](?:x|cb)", "[xy]"]
    alone = [match.span() for form in forms for match in re.finditer(form, text)]
    assert sorted(begun_of(forms).spans(text)) == sorted(alone)


@given(st.text("abcx1", max_size=30))
def test_patterns_joined_by_two_characters_find_what_each_finds_alone(text: str) -> None:
    forms = ["ab[abc]*x", "(?:ca|bcx?)1", "ax(?<=aax)|bb"]
    patterns = tuple(NamePattern(form, ()) for form in forms)
    (names, _) = names_of(replace(load_dictionary(), name_patterns=patterns))
    alone = [match.span() for form in forms for match in re.finditer(form, text)]
    assert sorted(names.spans(text)) == sorted(alone)
