from __future__ import annotations

import pytest

from restore.characters.conversion import propose_conversion
from restore.settings import Conversion
from tests.tools import applied


@pytest.mark.parametrize(
    ("text", "conversion", "converted"),
    [
        ("政協委員會議", "t2s", "政协委员会议"),
        ("滑鼠與軟體的發展", "tw2sp", "鼠标与软件的发展"),
        ("政协委员会议", "s2t", "政協委員會議"),
    ],
)
def test_conversion_on_request(text: str, conversion: Conversion, converted: str) -> None:
    assert applied(text, propose_conversion(text, conversion)) == converted


def test_text_in_the_target_form_stays() -> None:
    text = "乾隆年间的著作，瞭望新时代，藉此发展。\n第二段讲乾坤。"
    assert propose_conversion(text, "t2s") == []


def test_paragraphs_are_judged_one_by_one() -> None:
    text = "乾坤与发展著作\n政協委員會議"
    assert applied(text, propose_conversion(text, "t2s")) == "乾坤与发展著作\n政协委员会议"
