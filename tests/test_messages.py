"""Everything that restore says can be said in Chinese, and what it writes does not depend on that."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from restore.messages import catalogue, language, translated
from tests.cli.helpers import put
from tests.messages import ELSEWHERE, MESSAGES, Module, commands, helped, modules

TEMPLATES = sorted(english for english in MESSAGES if "{" in english)
HAN = r"[\u4e00-\u9fff]"


@pytest.fixture(scope="module")
def source() -> list[Module]:
    return list(modules())


@pytest.fixture(scope="module")
def pages() -> set[str]:
    """Return every sentence of the help pages."""
    return {words for _, command in commands() for words in helped(command)}


def fields(text: str) -> list[str]:
    return sorted(name for _, name, _, _ in Formatter().parse(text) if name is not None)


def test_every_sentence_of_the_source_has_its_chinese(source: list[Module]) -> None:
    said = {words: module.name for module in source for words in module.found}
    assert {words: name for words, name in said.items() if words not in MESSAGES} == {}


def test_every_sentence_of_the_help_pages_has_its_chinese(pages: set[str]) -> None:
    assert sorted(pages - MESSAGES.keys()) == []


def test_the_catalogue_holds_nothing_that_is_said_no_more(
    source: list[Module], pages: set[str]
) -> None:
    said = {words for module in source for words in module.found} | pages | ELSEWHERE
    assert sorted(MESSAGES.keys() - said) == []


def test_both_languages_have_the_same_values() -> None:
    assert [key for key, told in MESSAGES.items() if fields(key) != fields(told)] == []


def test_every_word_of_the_pages_and_tables_is_in_both_languages() -> None:
    pairs = {
        f"{section}.{key}": pair
        for section, words in catalogue().items()
        if section != "message"
        for key, pair in words.items()
    }
    assert {key: pair for key, pair in pairs.items() if len(pair) != 2 or not all(pair)} == {}


def test_chinese_is_set_as_chinese() -> None:
    """Full-width marks beside Chinese characters, and spaces between them and Latin words."""
    wrong = rf"{HAN}[,;:!?]|[,;:!?] ?{HAN}|{HAN}[A-Za-z0-9{{]|[A-Za-z0-9}}]{HAN}|{HAN}\(|\){HAN}"
    assert [told for told in MESSAGES.values() if re.search(wrong, told)] == []


@pytest.mark.parametrize("english", TEMPLATES)
def test_a_sentence_with_values_is_known_again(english: str) -> None:
    values = [f"v{number}" for number in range(len(fields(english)))]
    assert translated(english.format(*values), "zh") == MESSAGES[english].format(*values)


@given(st.sampled_from(TEMPLATES), st.text(min_size=1, max_size=12))
def test_no_value_is_lost(english: str, value: str) -> None:
    """Whatever stands in a sentence stands in its Chinese too."""
    value = re.sub(r"[;:\s]", "_", value)
    told = translated(english.format(*[value] * 9), "zh")
    assert told.count(value) >= len(fields(english))


@given(st.text(max_size=40))
def test_what_is_not_ours_stays_as_it_is(text: str) -> None:
    known = translated(f"‹{text}›", "zh")
    assert known.startswith("‹")
    assert translated(text, "en") == text


@pytest.mark.parametrize(
    ("environment", "wanted"),
    [
        ({}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "zh_CN.UTF-8", "LC_MESSAGES": "en_GB.UTF-8"}, "en"),
        ({"LC_MESSAGES": "zh_TW", "LC_ALL": ""}, "zh"),
        ({"LC_ALL": "zh_CN.UTF-8", "RESTORE_LANGUAGE": "en"}, "en"),
        ({"LC_ALL": "C", "RESTORE_LANGUAGE": "zh"}, "zh"),
    ],
)
def test_the_language_is_that_of_the_first_variable_that_names_one(
    environment: dict[str, str], wanted: str
) -> None:
    assert language(environment) == wanted


def test_clauses_are_said_one_by_one() -> None:
    told = translated(
        "restore: a: b.pdf: is a PDF document, not text; extract its text, or run OCR on it, "
        "and give the text",
        "zh",
    )
    assert told == "restore：a: b.pdf：是 PDF 文档，不是文本；请提取文字或做 OCR，再给出文本"
    place = "x.txt: is binary: it holds a NUL at byte 7; give a text file"
    assert (
        translated(place, "zh")
        == "x.txt：是二进制文件：含有 NUL 字节（第 7 字节处）；请给出文本文件"
    )


def test_no_message_goes_by_the_catalogue(source: list[Module]) -> None:
    """A message is words, or was said by somebody else; what is printed as it is has none."""
    assert [place for module in source for place in module.put_together] == []


def test_what_goes_by_the_catalogue_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.messages.PACKAGE", tmp_path)
    put(
        tmp_path / "module.py",
        '''def function(n, name):
    """Say something."""
    emit(f"two words {n}")
    emit(translated(f"two words {n}"))
    note("two " + name)
    note("two words {}".format(n))
    raise RestoreError(f"{name}: three words {n}")
''',
    )
    module = Module(tmp_path / "module.py")
    assert module.found == {"two words {0}", "three words {0}"}
    assert [place.split(":")[1] for place in module.put_together] == ["3", "5", "6"]
