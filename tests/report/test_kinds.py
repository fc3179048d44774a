from __future__ import annotations

from typing import Any

import pytest

from restore.core.edits import Decision, Edit, Reason
from restore.report.kinds import Kind, kind_of


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"stage": "correction", "decision": Decision.APPLIED}, Kind.CORRECTION),
        ({"stage": "correction", "decision": Decision.SUGGESTED}, Kind.SUGGESTION),
        ({"stage": "correction", "decision": Decision.FLAGGED}, Kind.FLAG),
        ({"stage": "correction", "decision": Decision.REJECTED}, Kind.REJECTED),
        ({"stage": "layout", "before": "\n", "after": ""}, Kind.SPACE),
        ({"stage": "layout", "before": "\n", "after": "", "rule": "join.seam"}, Kind.MOVE),
        ({"stage": "layout", "after": "", "reason": Reason.FURNITURE}, Kind.REMOVAL),
        ({"stage": "layout", "after": "", "group": "move-1"}, Kind.MOVE),
        ({"stage": "dedup", "after": "", "reason": Reason.COVERED_BY_COPY}, Kind.REMOVAL),
        ({"stage": "characters", "before": ",", "after": "，"}, Kind.FORM),
        ({"stage": "characters", "before": "村 晚", "after": "村晚"}, Kind.SPACE),
    ],
)
def test_kind(fields: dict[str, Any], kind: Kind) -> None:
    base: dict[str, Any] = {
        "id": "x",
        "document": "d",
        "pass_number": 1,
        "rule": "r",
        "span": (0, 2),
        "source": (0, 2),
        "before": "记律",
        "after": "纪律",
        "group": None,
        "confidence": 1.0,
        "decision": Decision.APPLIED,
        "reason": Reason.FORM,
        "evidence": (),
    }
    assert kind_of(Edit(**{**base, **fields})) is kind
