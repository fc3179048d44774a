from __future__ import annotations

from importlib.util import find_spec

import pytest

from restore.errors import SettingsError
from restore.evaluation.engines import ENGINES, make_engine
from restore.settings import Settings

NEEDY = [name for name in ENGINES if name.startswith("stock-")]


def test_an_unknown_engine_is_answered_with_what_there_is() -> None:
    with pytest.raises(SettingsError, match="stock-margin"):
        make_engine("magic", Settings())


@pytest.mark.parametrize("name", NEEDY)
@pytest.mark.skipif(find_spec("pycorrector") is not None, reason="pycorrector is installed")
def test_a_missing_extra_is_named(name: str) -> None:
    with pytest.raises(SettingsError, match=r"restore-zh\[pycorrector\]"):
        make_engine(name, Settings())


@pytest.mark.parametrize("name", ["stock-confusion", "stock-proper"])
def test_stock_matchers_correct(name: str) -> None:
    pytest.importorskip("ahocorasick")
    outcome = make_engine(name, Settings())("持续推进。")
    assert outcome.text == outcome.suggested == "持续推进。"
    assert outcome.edits == ()
