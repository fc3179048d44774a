"""Expressions that are compiled when they are first used."""

import re

import pytest

from restore.text import patterns
from restore.text.patterns import compile_patterns, lazy_pattern, pairs_among


def test_it_searches_as_a_compiled_expression_does() -> None:
    text = "第3条和第12条"
    lazy, compiled = lazy_pattern("第([0-9]+)条"), re.compile("第([0-9]+)条")
    for _ in range(2):
        assert lazy.findall(text) == compiled.findall(text)
        assert lazy.sub("", text) == compiled.sub("", text) == "和"
        assert [found.span() for found in lazy.finditer(text)] == [(0, 3), (4, 8)]
        assert lazy.fullmatch(text) is None
        assert lazy.groups == 1
    assert lazy.pattern == compiled.pattern


def test_flags_are_kept() -> None:
    assert lazy_pattern("a", re.IGNORECASE).match("A") is not None
    assert lazy_pattern("a").match("A") is None


def test_nothing_is_compiled_before_the_first_use(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patterns, "_waiting", [])
    broken = lazy_pattern("[")
    with pytest.raises(re.error):
        broken.search("")


def test_all_that_wait_are_compiled_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patterns, "_waiting", [])
    one, two = lazy_pattern("一"), lazy_pattern("二")
    assert two.search("二") is not None
    compile_patterns()
    asked: list[str] = []
    monkeypatch.setattr("re.compile", lambda pattern, flags: asked.append(pattern))
    compile_patterns()
    assert one.search("一") is not None
    assert not asked


def test_pairs_of_characters_are_found_and_some_others() -> None:
    pattern = pairs_among(["ab", "c]", "^-"])
    assert [match.start() for match in pattern.finditer("abc]^-cb xb")] == [0, 2, 4, 6]
    assert pairs_among([]).search("ab") is None
