"""Hypothesis strategies shared by the tests: texts, and passes of edits over them."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import strategies as st

from restore.core.edits import Decision, Edit, Reason

ALPHABET = "政协会议防治纪律一二三0123，。“”《》\n \f𠮷ab\u200b"


def texts(max_size: int = 40) -> st.SearchStrategy[str]:
    return st.text(alphabet=ALPHABET, max_size=max_size) | st.text(max_size=max_size).filter(
        lambda text: not any("\ud800" <= char <= "\udfff" for char in text)
    )


def make_edit(
    text: str,
    start: int,
    end: int,
    after: str,
    *,
    number: int = 1,
    identity: str = "e",
    group: str | None = None,
    decision: Decision = Decision.APPLIED,
    stage: str = "correction",
    rule: str = "test",
) -> Edit:
    return Edit(
        id=identity,
        document="d",
        pass_number=number,
        stage=stage,
        rule=rule,
        span=(start, end),
        source=(0, 0),
        before=text[start:end],
        after=after,
        group=group,
        confidence=1.0,
        decision=decision,
        reason=Reason.FORM,
        evidence=(),
    )


@st.composite
def layers(draw: st.DrawFn, text: str, number: int) -> Sequence[Edit]:
    """Draw sorted, disjoint edits over ``text``; some of them the two halves of a move."""
    count = draw(st.integers(0, 6))
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), min_size=count * 2, max_size=count * 2)))
    spans = list(zip(cuts[::2], cuts[1::2], strict=True))
    edits = [
        make_edit(text, start, end, draw(texts(6)), number=number, identity=f"{number}.{index}")
        for index, (start, end) in enumerate(spans)
    ]
    if len(spans) >= 2 and draw(st.booleans()):
        source, target = draw(st.permutations(range(len(spans))))[:2]
        removed = text[spans[source][0] : spans[source][1]]
        point = spans[target][0]
        group = f"g{number}"
        edits[source] = make_edit(
            text, *spans[source], "", number=number, identity=f"{number}.{source}", group=group
        )
        edits[target] = make_edit(
            text, point, point, removed, number=number, identity=f"{number}.{target}", group=group
        )
    return edits
