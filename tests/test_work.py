"""A document on its way through the passes: what nothing is proposed for stays as it is."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from restore.core.document import Document
from restore.core.edits import Proposal
from restore.core.log import Pass
from restore.pipeline.state import State
from restore.pipeline.work import Work, load_tools
from restore.settings import Settings


def work_on(text: str) -> Work:
    settings = Settings()
    return Work(State(Document.from_text(text, id="a")), settings, load_tools(settings), {})


@given(st.text("甲乙| \n`0"), st.integers(1, 20))
def test_a_pass_without_proposals_changes_nothing(text: str, number: int) -> None:
    work = work_on(text)
    before = work.state
    assert work.run(number, "layout", iter(())) == Pass(number, "layout", ())
    assert work.state == before


def test_a_pass_with_one_is_kept() -> None:
    work = work_on("严明 纪律。")
    taken = Proposal("characters", "space", 2, 3, "", 1.0, ())
    work.run(7, "characters", iter([taken]))
    assert [layer.number for layer in work.passes] == [7]
    assert work.document.text == "严明纪律。"
