"""Let pycorrector's ConfusionCorrector and ProperCorrector propose as well (extra ``pycorrector``).

Only their matches are taken; the edits are ours. What is worked around (pycorrector 1.1.4):

* the package's ``__init__`` imports torch, which it does not declare: a bare package module with the
  right path is registered, and only the two sub-modules are imported;
* its corrected text is wrong wherever an entry changes the length, and overlapping matches are
  written one over the other: only ``errors``, whose positions index the source, is read;
* an empty dictionary leaves the automaton unbuilt: none is made then;
* ProperCorrector ignores terms of more than four characters unless told otherwise;
* its logger prints to stderr: silenced. Nothing is downloaded by these two classes.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

from restore.core.edits import Proposal
from restore.core.evidence import Evidence, LanguageMargin, LexiconEntry
from restore.correction.scoring import LanguageModelLike, Replacement, margins
from restore.errors import SettingsError
from restore.lexicon.lexicon import Lexicon

__all__ = ["PycorrectorMatchers", "propose_pycorrector"]

# Lengths of the names that are looked for.
_MAX_NAME_CHARACTERS = 12
_MIN_NAME_CHARACTERS = 4
# ProperCorrector finds a near name in nearly every clause (208 on the five reports in seeds/, none
# of them right), so a match is shown only where the language model prefers it clearly. Log10.
_MIN_SHOWN_MARGIN_LOG10 = 4.0
# Confidences that the gate applies, suggests and does not show.
_ENTRY_CONFIDENCE, _UNSURE_CONFIDENCE, _HIDDEN_CONFIDENCE = 0.92, 0.6, 0.2


class _Match(NamedTuple):
    start: int
    wrong: str
    right: str


def _load() -> tuple[type[Any], type[Any]]:
    """Import the two classes without the package's ``__init__``.

    Raises
    ------
    SettingsError
        If pycorrector or one of the modules it needs is missing; names the extra.
    """
    missing = [
        name
        for name in ("pycorrector", "pypinyin", "jieba", "ahocorasick", "loguru")
        if find_spec(name) is None
    ]
    if missing:
        raise SettingsError(
            f"the engine pycorrector needs {', '.join(missing)}; "
            "install it with: pip install 'restore-zh[pycorrector]'"
        )
    with _quietly(), _bare_package("pycorrector"):
        confusion = import_module("pycorrector.confusion_corrector")
        proper = import_module("pycorrector.proper_corrector")
    return confusion.ConfusionCorrector, proper.ProperCorrector


@contextmanager
def _bare_package(name: str) -> Iterator[None]:
    """Let sub-modules of a package be imported without running its ``__init__``."""
    if name in sys.modules:
        yield
        return
    spec = find_spec(name)
    package = ModuleType(name)
    package.__path__ = list(spec.submodule_search_locations or []) if spec else []
    sys.modules[name] = package
    try:
        yield
    finally:
        # A later plain import of the package shall meet its own errors, not our stand-in.
        del sys.modules[name]


@contextmanager
def _quietly() -> Iterator[None]:
    """Silence the package's logger and keep its data folder out of the user's home."""
    import_module("loguru").logger.disable("pycorrector")
    before = os.environ.get("PYCORRECTOR_DATA_DIR")
    os.environ["PYCORRECTOR_DATA_DIR"] = before or tempfile.gettempdir()
    try:
        yield
    finally:
        if before is None:
            del os.environ["PYCORRECTOR_DATA_DIR"]


class PycorrectorMatchers:
    """The two matchers, fed with our own dictionaries.

    Parameters
    ----------
    lexicon : its confusions without context become the confusion set, its terms of 4 to 12
        characters the proper names
    """

    def __init__(self, lexicon: Lexicon) -> None:
        confusion, proper = _load()
        pairs = {
            entry.wrong: entry.right
            for entry in lexicon.confusions
            if not entry.left and not entry.following and entry.right
        }
        self._confusion = confusion(pairs) if pairs else None
        names = sorted(
            term
            for term in lexicon.terms
            if _MIN_NAME_CHARACTERS <= len(term) <= _MAX_NAME_CHARACTERS
        )
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "names.txt"
            path.write_text("\n".join(names), encoding="utf-8")
            self._proper = proper(proper_name_path=str(path))

    def confusions(self, text: str) -> list[_Match]:
        """Return the exact matches of the confusion set."""
        if self._confusion is None:
            return []
        return [
            _Match(start, wrong, right)
            for wrong, right, start in self._confusion.correct(text)["errors"]
        ]

    def names(self, text: str) -> list[_Match]:
        """Return what ProperCorrector takes for a misspelt name."""
        found = self._proper.correct(
            text, max_word_length=_MAX_NAME_CHARACTERS, min_word_length=_MIN_NAME_CHARACTERS
        )
        return [_Match(start, wrong, right) for wrong, right, start in found["errors"]]


@lru_cache(maxsize=2)
def _matchers(lexicon: Lexicon) -> PycorrectorMatchers:
    return PycorrectorMatchers(lexicon)


def propose_pycorrector(
    text: str, lexicon: Lexicon, language_model: LanguageModelLike | None
) -> list[Proposal]:
    """Return pycorrector's matches as proposals, sorted by start.

    A match of the confusion set counts like our own entry; a near name is at most suggested.
    """
    matchers = _matchers(lexicon)
    matches = [
        *((item, True) for item in matchers.confusions(text)),
        *((item, False) for item in matchers.names(text)),
    ]
    matches = [(item, exact) for item, exact in matches if text.startswith(item.wrong, item.start)]
    values: list[float | None] = [None] * len(matches)
    if language_model is not None:
        changes = [
            Replacement(item.start, item.start + len(item.wrong), item.right) for item, _ in matches
        ]
        values = list(margins(language_model, text, changes))
    proposals = [
        _proposal(item, lexicon, margin, exact=exact)
        for (item, exact), margin in zip(matches, values, strict=True)
    ]
    return sorted(proposals, key=lambda proposal: (proposal.start, proposal.end))


def _proposal(item: _Match, lexicon: Lexicon, margin: float | None, *, exact: bool) -> Proposal:
    if exact:
        ground = next(entry for entry in lexicon.confusions if entry.wrong == item.wrong)
        evidence: list[Evidence] = [
            LexiconEntry(
                dictionary="confusions",
                entry=f"{item.wrong} → {item.right}",
                ground=ground.ground,
                certain=ground.certainty == "certain",
            )
        ]
        confidence = _ENTRY_CONFIDENCE if ground.certainty != "possible" else _UNSURE_CONFIDENCE
    else:
        term = lexicon.terms[item.right]
        different = sum(a != b for a, b in zip(item.wrong, item.right, strict=True))
        evidence = [
            LexiconEntry(
                dictionary=term.dictionary,
                entry=item.right,
                ground=term.ground,
                similarity=round(1 - different / len(item.right), 3),
            )
        ]
        shown = margin is not None and margin >= _MIN_SHOWN_MARGIN_LOG10
        confidence = _UNSURE_CONFIDENCE if shown else _HIDDEN_CONFIDENCE
    if margin is not None:
        evidence.append(LanguageMargin(margin=round(margin, 3)))
    return Proposal(
        stage="correction",
        rule="pycorrector_confusion" if exact else "pycorrector_name",
        start=item.start,
        end=item.start + len(item.wrong),
        after=item.right,
        confidence=confidence,
        evidence=tuple(evidence),
    )
