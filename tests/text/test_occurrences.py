from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from restore.text import occurrences
from restore.text.occurrences import Occurrences, count_of, first_of


@given(st.text(alphabet="甲乙\n\U00020000", max_size=60), st.text(alphabet="甲乙", max_size=5))
def test_tables_say_what_reading_says(text: str, passage: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(occurrences, "_MIN_TABLED_CODE_POINTS", 0)
        assert count_of(text, passage) == text.count(passage)
        assert first_of(text, passage) == text.find(passage)
        assert (passage in Occurrences(text)) is (passage in text)


def test_usual_beginnings_are_read() -> None:
    text = "甲" * 30_000 + "甲甲乙"
    assert count_of(text, "甲甲乙") == 1
    assert count_of(text, "甲甲") == 15_001
    assert first_of(text, "甲甲乙") == 30_000
