"""Which proposers run, by the settings and by what is known of the text."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import restore.correction as stage
from restore.core.edits import Proposal
from restore.correction import (
    CorpusStatistics,
    Ground,
    Recognition,
    look_ahead,
    propose,
    propose_misreadings,
)
from restore.correction import channel as channel_module
from restore.correction import plugins as plugins_module
from restore.correction import pycorrector as pycorrector_module
from restore.correction import witnesses as witnesses_module
from restore.settings import CorrectionSettings
from tests.correction.helpers import ScriptedModel, lexicon_of, model

TEXT = "推动全面从严冶党"
ALWAYS = {"propose_confusions", "propose_terms", "propose_repetitions", "propose_doubtful_figures"}
OF_THE_RUN = {"propose_names", "propose_fillers", "propose_witnessed"}


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Replace every proposer by one that notes its name and finds one change of its own."""
    names: list[str] = []

    def noting(name: str) -> Callable[..., list[Proposal]]:
        def run(*_args: Any, **_options: Any) -> list[Proposal]:
            names.append(name)
            return [Proposal("correction", name, 0, 1, name, 0.5)]

        return run

    places = {
        stage: sorted(ALWAYS | {"propose_names", "propose_fillers", "propose_expressions"}),
        channel_module: ["propose_channel"],
        plugins_module: ["propose_plugins"],
        pycorrector_module: ["propose_pycorrector"],
        witnesses_module: ["propose_witnessed"],
    }
    for module, functions in places.items():
        for name in functions:
            monkeypatch.setattr(module, name, noting(name))
    return names


def found(asked: list[str], language_model: Any, corpus: bool = False, **settings: Any) -> set[str]:
    statistics = CorpusStatistics({"page": TEXT, "other": TEXT}) if corpus else None
    result = propose(
        TEXT, lexicon_of(), language_model, CorrectionSettings(**settings), corpus=statistics
    )
    # What is asked is returned, and nothing twice.
    assert sorted(item.rule for item in result) == sorted(asked)
    names = set(asked)
    assert len(names) == len(asked)
    asked.clear()
    return names


def test_what_is_known_decides_who_is_asked(asked: list[str]) -> None:
    assert found(asked, None) == ALWAYS
    assert found(asked, None, corpus=True) == ALWAYS | {"propose_names"}
    assert found(asked, ScriptedModel()) == ALWAYS | {"propose_expressions"}
    both = ALWAYS | OF_THE_RUN | {"propose_expressions"}
    assert found(asked, ScriptedModel(), corpus=True) == both
    # The noisy channel needs the shipped kind of model.
    assert found(asked, model()) == ALWAYS | {"propose_expressions", "propose_channel"}


@pytest.mark.parametrize(
    ("engine", "own", "theirs"),
    [("own", True, False), ("pycorrector", False, True), ("both", True, True)],
)
def test_engines(engine: str, own: bool, theirs: bool, asked: list[str]) -> None:
    names = found(asked, model(), engine=engine)
    assert (names >= ALWAYS) is own
    assert ("propose_channel" in names) is own
    assert ("propose_pycorrector" in names) is theirs


def test_proposers_of_other_packages_run_where_they_are_named(asked: list[str]) -> None:
    assert "propose_plugins" not in found(asked, None)
    assert "propose_plugins" in found(asked, None, proposers=("hello",))
    assert found(asked, None, proposers=("hello",), engine="pycorrector") == {
        "propose_plugins", "propose_pycorrector",
    }  # fmt: skip


def test_switched_off_nothing_is_asked(asked: list[str]) -> None:
    assert found(asked, model(), enabled=False, proposers=("hello",)) == set()
    off = CorrectionSettings(enabled=False)
    assert propose_misreadings(TEXT, lexicon_of(), model(), off) == []
    assert asked == []


@pytest.mark.parametrize(
    ("setting", "given", "runs"),
    [
        ("general", None, True),
        ("", None, False),
        # What the recogniser's name told goes before the settings.
        ("", "general", True),
        ("general", "", False),
    ],
)
def test_profiles(setting: str, given: str | None, runs: bool, asked: list[str]) -> None:
    settings = CorrectionSettings(profile=setting)
    known = Recognition(profile=given)
    result = propose_misreadings(TEXT, lexicon_of(), model(), settings, recognition=known)
    assert bool(result) is bool(asked) is runs


@pytest.mark.parametrize(
    ("engine", "runs"), [("own", True), ("both", True), ("pycorrector", False)]
)
def test_misreadings_are_the_own_engines(engine: Any, runs: bool, asked: list[str]) -> None:
    settings = CorrectionSettings(engine=engine, profile="general")
    assert bool(propose_misreadings(TEXT, lexicon_of(), model(), settings)) is runs
    assert bool(asked) is runs
    assert propose_misreadings(TEXT, lexicon_of(), None, settings) == []
    assert propose_misreadings(TEXT, lexicon_of(), ScriptedModel(), settings) == []


@pytest.mark.parametrize(("size", "ahead"), [(2000, True), (2001, False)])
def test_short_texts_are_searched_together(size: int, ahead: bool) -> None:
    lexicon = lexicon_of("全面从严治党")
    texts = [TEXT + "。" * (size - len(TEXT)), TEXT * 2]
    grounds = [Ground(text, None) for text in texts]
    look_ahead(grounds, lexicon, None, CorrectionSettings())
    assert set(lexicon.near_misses._ahead) == (set(texts) if ahead else set())
    look_ahead(grounds, lexicon, None, CorrectionSettings(enabled=False))
    look_ahead(grounds, lexicon, None, CorrectionSettings(engine="pycorrector"))
    corrected = [
        Ground(f"{text}。", None, before=ground)
        for text, ground in zip(texts, grounds, strict=True)
    ]
    look_ahead(corrected, lexicon, None, CorrectionSettings())
    assert bool(lexicon.near_misses._ahead) == ahead
