from __future__ import annotations

import os
import sys

import pytest

from restore.core.evidence import LanguageMargin, LexiconEntry
from restore.correction import propose
from restore.correction import pycorrector as adapter
from restore.errors import SettingsError
from restore.lexicon.entries import Certainty, Confusion, Term
from restore.lexicon.lexicon import Lexicon
from restore.settings import CorrectionSettings
from tests.correction.helpers import ScriptedModel

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


@needs_extra
@pytest.mark.parametrize(("margin", "confidence"), [(4.0, 0.6), (3.99, 0.2), (None, 0.2)])
def test_a_near_name_is_shown_where_the_model_clearly_prefers_it(
    margin: float | None, confidence: float
) -> None:
    text = "主席会义成员带头"
    model = None if margin is None else ScriptedModel(margin)
    (found,) = adapter.propose_pycorrector(text, LEXICON, model)
    assert (found.stage, found.rule) == ("correction", "pycorrector_name")
    assert (found.start, found.end, found.after) == (0, 8, "主席会议成员带头")
    assert found.confidence == confidence
    shown = () if margin is None else (LanguageMargin(margin),)
    entry = LexiconEntry("terms", "主席会议成员带头", "g", similarity=0.875)
    assert found.evidence == (entry, *shown)


@needs_extra
@pytest.mark.parametrize(
    ("certainty", "confidence"), [("certain", 0.92), ("likely", 0.92), ("possible", 0.6)]
)
def test_an_exact_match_counts_as_an_entry(certainty: Certainty, confidence: float) -> None:
    lexicon = Lexicon(
        [
            Confusion("铸铸牢", "铸牢", "certain", "", "", "g"),
            Confusion("记律", "纪律", certainty, "", "", "ground"),
        ],
        [Term("主席会议", "x", "g", "terms")],
        [],
    )
    (found,) = adapter.propose_pycorrector("政治记律", lexicon, ScriptedModel(2.34567))
    assert (found.rule, found.start, found.end, found.after) == (
        "pycorrector_confusion", 2, 4, "纪律",
    )  # fmt: skip
    assert found.confidence == confidence
    assert found.evidence == (
        LexiconEntry("confusions", "记律 → 纪律", "ground", certain=certainty == "certain"),
        LanguageMargin(2.346),
    )


@needs_extra
def test_entries_with_a_context_or_without_a_right_form_are_not_theirs() -> None:
    lexicon = Lexicon(
        [
            Confusion("记律", "纪律", "certain", "政治", "", "g"),
            Confusion("末来", "未来", "certain", "", "的", "g"),
            Confusion("某某某", "", "certain", "", "", "g"),
        ],
        [Term("主席会议", "x", "g", "terms")],
        [],
    )
    assert adapter.propose_pycorrector("政治记律，末来的某某某", lexicon, None) == []


@needs_extra
@pytest.mark.parametrize(
    ("name", "read", "found"),
    [
        ("治国理政", "治国理正", True),
        ("治国理", "治国里", False),
        ("全国人民代表大会常务委员", "全国人民代表大会常务委圆", True),
        ("全国人民代表大会常务委员会", "全国人民代表大会常务委员汇", False),
    ],
)
def test_names_of_four_to_twelve_characters(name: str, read: str, found: bool) -> None:
    lexicon = Lexicon([], [Term(name, "x", "g", "terms")], [])
    assert bool(adapter.propose_pycorrector(read, lexicon, None)) is found


@needs_extra
def test_the_package_leaves_no_trace(monkeypatch: pytest.MonkeyPatch) -> None:
    for folder in (None, "/somewhere"):
        if folder is None:
            monkeypatch.delenv("PYCORRECTOR_DATA_DIR", raising=False)
        else:
            monkeypatch.setenv("PYCORRECTOR_DATA_DIR", folder)
        adapter.PycorrectorMatchers(LEXICON)
        assert os.environ.get("PYCORRECTOR_DATA_DIR") == folder
        assert "pycorrector" not in sys.modules
