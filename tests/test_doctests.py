"""The examples in docstrings do what they say."""

from __future__ import annotations

import doctest
from importlib import import_module

import pytest


@pytest.mark.parametrize(
    "name", ["restore", "restore.pipeline.corpus", "restore.pipeline.restorer"]
)
def test_examples(name: str) -> None:
    if name == "restore.pipeline.restorer":
        pytest.importorskip("pandas")
    result = doctest.testmod(import_module(name))
    assert result.attempted > 0
    assert result.failed == 0
