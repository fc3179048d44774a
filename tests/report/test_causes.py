from __future__ import annotations

from restore.core.edits import Decision, Edit, Reason, decided_once
from restore.report.causes import OFTEN, Sort, causes
from restore.report.context import build_context
from restore.report.kinds import needs_person
from restore.report.model import CorpusView, DocumentView
from tests.review.helpers import run

SLIP = "严守政治记律和政治规矩，坚决维护团结稳定的良好局面。\n"


def views(*texts: str) -> list[DocumentView]:
    return [
        DocumentView(id=item.document.id, source=item.document.source, text=item.text, log=item.log)
        for item in run(*texts).restored
    ]


def sorts(*texts: str) -> list[tuple[Sort, int]]:
    """Return the sorts of the causes of corrections, and how many places each has."""
    shown = views(*texts)
    found = causes([list(view.log.edits) for view in shown])
    places: dict[object, int] = {}
    for view in shown:
        for edit in decided_once(view.log.edits):
            if edit.stage == "correction":
                places[found[edit.id]] = places.get(found[edit.id], 0) + 1
    return sorted((cause.sort, number) for cause, number in places.items())  # type: ignore[attr-defined]


def test_one_slip_is_one_cause_wherever_it_stands() -> None:
    assert OFTEN == 3
    others = ["必须严明政治记律，决不允许各行其是。\n", "他们违反政治记律，受到了处分。\n"]
    assert sorts(SLIP, *others) == [(Sort.SLIP, 3)]
    assert sorts(*others) == [(Sort.RULE, 1), (Sort.RULE, 1)]


def test_a_rule_is_a_cause_of_each_document() -> None:
    text = SLIP + "全面推进乡村振兴兴工作，促进农牧民持续稳定增收致富。\n"
    assert {sort for sort, _ in sorts(text)} == {Sort.RULE}


def test_the_joins_of_a_document_are_one_cause() -> None:
    words = "推动各项工作取得新的进展和成效，为全区经济社会发展作出新的更大贡献，" * 4 + "完。"
    lines = "\n".join(words[at : at + 22] for at in range(0, len(words), 22)) + "\n"
    (view,) = views(lines)
    joins = [edit for edit in view.log.edits if edit.rule.startswith("join.")]
    found = causes([list(view.log.edits)])
    assert len(joins) > 2
    assert {found[edit.id].sort for edit in joins} == {Sort.JOINS}
    assert len({found[edit.id] for edit in joins}) == 1


def test_the_queue_holds_what_the_gate_left_one_cause_after_the_other() -> None:
    shown = views(
        "他说（全年工作要点如下，要抓好落实。\n" + SLIP,
        "全年工业投资增长5.36，其中外商投资增长较快，税收平稳增长。\n",
    )
    context = build_context(shown, CorpusView(version="1", settings_digest="0"))
    left = {e.id for view in shown for e in decided_once(view.log.edits) if needs_person(e)}
    assert {name for _, name, _ in context.queue} == left
    order = [cause for _, _, cause in context.queue]
    assert len(set(order)) == sum(a != b for a, b in zip(order, [None, *order], strict=False))
    for number, name, cause in context.queue:
        edit = next(e for e in context.documents[number].edits if e.id == name)
        assert edit.cause == cause
        assert number in context.causes[cause].documents
        assert edit.decision in (Decision.FLAGGED.value, Decision.SUGGESTED.value)
    # A figure in doubt costs more than a lone bracket.
    assert context.queue[0][0] == 1


def edit(id: str, before: str, after: str, reason: Reason) -> Edit:
    return Edit(
        id=id, document="d", pass_number=1, stage="correction", rule="channel", span=(0, 1),
        source=(0, 1), before=before, after=after, group=None, confidence=0.5,
        decision=Decision.SUGGESTED, reason=reason, evidence=(),
    )  # fmt: skip


def test_what_is_locked_and_what_is_a_mark_is_decided_apart() -> None:
    weak = edit("1", "末", "未", Reason.EVIDENCE_WEAK)
    also = edit("2", "堆", "增", Reason.EVIDENCE_WEAK)
    name = edit("3", "居", "届", Reason.LOCKED_NAME)
    mark = edit("4", "：", "、", Reason.EVIDENCE_WEAK)
    found = causes([[weak, also, name, mark]])
    assert found["1"] == found["2"]
    assert len(set(found.values())) == 3
