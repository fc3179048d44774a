from __future__ import annotations

import sys

import pytest

from restore.correction import propose
from restore.correction import pycorrector as adapter
from restore.errors import SettingsError
from restore.lexicon.entries import Confusion, Term
from restore.lexicon.lexicon import Lexicon
from restore.settings import CorrectionSettings

INSTALLED = all(
    adapter.find_spec(name)
    for name in ("pycorrector", "pypinyin", "jieba", "ahocorasick", "loguru")
)
needs_extra = pytest.mark.skipif(not INSTALLED, reason="the extra pycorrector is not installed")
LEXICON = Lexicon(
    [
        Confusion("防治防治", "防治", "certain", "", "", "g"),
        Confusion("铸铸牢", "铸牢", "likely", "", "", "g"),
    ],
    [Term("主席会议成员带头", "x", "g", "terms")],
    [],
)


def test_a_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(adapter, "find_spec", lambda name: None)
    with pytest.raises(SettingsError, match=r"restore-zh\[pycorrector\]"):
        adapter.PycorrectorMatchers(LEXICON)


@needs_extra
def test_matches_become_proposals_at_their_places() -> None:
    text = "防治防治工作，铸铸牢中华，防治防治法，主席会义成员带头"
    found = adapter.propose_pycorrector(text, LEXICON, None)
    assert [(text[item.start : item.end], item.after) for item in found] == [
        ("防治防治", "防治"),
        ("铸铸牢", "铸牢"),
        ("防治防治", "防治"),
        ("主席会义成员带头", "主席会议成员带头"),
    ]
    assert found[-1].confidence < 0.5
    assert "torch" not in sys.modules
    assert "pycorrector" not in sys.modules


@needs_extra
def test_it_is_chosen_by_the_engine_setting() -> None:
    theirs = propose("防治防治工作", LEXICON, None, CorrectionSettings(engine="pycorrector"))
    assert {item.rule for item in theirs} == {"pycorrector_confusion"}
    # What both find is one change.
    both = propose("防治防治工作", LEXICON, None, CorrectionSettings(engine="both"))
    assert {item.rule for item in both} == {"confusion", "repetition"}


@needs_extra
def test_an_empty_lexicon_is_no_error() -> None:
    empty = Lexicon([], [Term("主席会议", "x", "g", "terms")], [])
    assert adapter.propose_pycorrector("防治防治", empty, None) == []
