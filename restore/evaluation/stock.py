"""pycorrector as it comes, to compare with (extra ``pycorrector``).

``confusion`` and ``proper`` are its two matchers with our dictionaries, writing what they find.
``perplexity`` is its ``Corrector`` with its own decision - the perplexity of the clause must fall
by 57 - on our language model, its own being a download of 2.8 GB. ``margin`` is the same with one
method replaced: the candidate must be likelier by a factor of 1,000 in its clause.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

from restore.correction.pycorrector import PycorrectorMatchers, _bare_package, _quietly
from restore.errors import SettingsError
from restore.language.model import LanguageModel
from restore.lexicon.lexicon import Lexicon

__all__ = ["stock_corrector"]

# What a change must gain under the language model.
_MIN_MARGIN_LOG10 = 3.0


def stock_corrector(name: str, lexicon: Lexicon, model: LanguageModel) -> Callable[[str], str]:
    """Return a stock corrector: confusion, proper, perplexity or margin."""
    if name in ("confusion", "proper"):
        matchers = PycorrectorMatchers(lexicon)
        find = matchers.confusions if name == "confusion" else matchers.names

        def replace(text: str) -> str:
            # Its own result is corrupt where an entry changes the length, so its matches are
            # written from left to right, the first of two that overlap winning.
            parts: list[str] = []
            position = 0
            for start, wrong, right in sorted(find(text)):
                if start >= position:
                    parts += [text[position:start], right]
                    position = start + len(wrong)
            return "".join([*parts, text[position:]])

        return replace
    return _full(model, margin=name == "margin")


def _full(model: LanguageModel, *, margin: bool) -> Callable[[str], str]:
    try:
        with _quietly(), _bare_package("pycorrector"):
            base: type[Any] = import_module("pycorrector.corrector").Corrector
            kind = _with_margin(base, model) if margin else base
            corrector = kind(language_model_path=str(model.path))
            # It loads its dictionaries on first use.
            corrector.correct("无")
    except ImportError as error:
        raise SettingsError(
            f"pycorrector's Corrector cannot be loaded ({error}); "
            "install it with: pip install 'restore-zh[pycorrector]' six"
        ) from error

    def correct(text: str) -> str:
        return str(corrector.correct(text)["target"])

    return correct


def _with_margin(base: type[Any], model: LanguageModel) -> type[Any]:
    class MarginCorrector(base):  # type: ignore[misc]
        """Its Corrector, deciding by log10 probability instead of perplexity."""

        def get_lm_correct_item(
            self,
            cur_item: str,
            candidates: list[str],
            before_sent: str,
            after_sent: str,
            threshold: float = 0.0,
            cut_type: str = "char",
        ) -> str:
            """Return the likeliest candidate if it beats what stands there by the margin."""
            others = [item for item in candidates if item != cur_item]
            if not others:
                return cur_item
            values = model.margins([(before_sent, cur_item, item, after_sent) for item in others])
            best = max(range(len(others)), key=values.__getitem__)
            return others[best] if values[best] >= _MIN_MARGIN_LOG10 else cur_item

    return MarginCorrector
