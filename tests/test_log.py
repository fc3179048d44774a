from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from restore.core.document import Document
from restore.core.edits import Decision, Edit, Proposal, Reason, edit_id, edit_ids
from restore.core.evidence import (
    CopyKept,
    LanguageMargin,
    LexiconEntry,
    Pattern,
    Repetition,
    Seam,
    Witness,
)
from restore.core.log import EditLog, decode_edits, encode_edits, logs_by_document
from restore.errors import LogMismatchError, RestoreError
from restore.gate.passes import Gate, run_pass
from restore.settings import GateSettings
from tests.strategies import layers, make_edit, texts


@given(st.data())
def test_replay_and_revert_are_exact(data: st.DataObject) -> None:
    source = data.draw(texts())
    text = source
    edits: list[Edit] = []
    for number in range(1, data.draw(st.integers(1, 4)) + 1):
        layer = data.draw(layers(text, number))
        text = Document.from_text(text).apply(layer).text
        edits += layer
        suggestion = make_edit(text, 0, 0, "x", number=number, decision=Decision.SUGGESTED)
        edits += [suggestion] if not layer else []
    log = EditLog.of("d", decode_edits(encode_edits(edits)))
    assert log.replay(source) == text
    assert log.revert(text) == source
    assert list(log.edits) == sorted(edits, key=lambda edit: (edit.pass_number, edit.span))


def test_a_log_that_does_not_fit_says_where() -> None:
    log = EditLog.of("d", [make_edit("防治防治工作", 0, 2, "")])
    with pytest.raises(LogMismatchError, match=r"pass 1, offset 0.*'防治'.*'防止'") as refusal:
        log.replay("防止防治工作")
    assert (refusal.value.expected, refusal.value.found) == ("防治", "防止")
    grown = EditLog.of("d", [make_edit("工作", 0, 2, "工作" * 60)])
    with pytest.raises(LogMismatchError, match="use the text and the log of the same run"):
        grown.revert("工作")


def test_records_survive_json() -> None:
    evidence = (
        LexiconEntry("terms.tsv", "领航掌舵", "policy", certain=True, similarity=0.75),
        Witness("a.txt", (3, 7), "领航掌舵", 2),
        LanguageMargin(3.5),
        Repetition("防治", 120, 0),
        Pattern("furniture: page number", "第3版"),
        Seam("深入开展委员", "履职“服务为民”", 1.2),
        CopyKept("a.txt", (0, 5), 1.0, "一年来"),
    )
    edit = make_edit("甲", 0, 1, "乙")
    edit = Edit(
        **{name: getattr(edit, name) for name in edit.__struct_fields__} | {"evidence": evidence}
    )
    data = encode_edits([edit])
    assert decode_edits(data) == [edit]
    assert b'"pass":1' in data
    assert data.endswith(b"\n")


@pytest.mark.parametrize("line", [b"{", b'{"id": 3}', b"\xff"])
def test_a_line_that_is_no_edit_is_named(line: bytes) -> None:
    good = encode_edits([make_edit("甲", 0, 1, "乙")])
    with pytest.raises(RestoreError, match=r"log\.jsonl: line 3"):
        decode_edits(good + b"\n" + line, "log.jsonl")


def test_logs_are_sorted_by_document() -> None:
    edit = make_edit("甲", 0, 1, "乙")
    logs = logs_by_document([edit])
    assert list(logs) == ["d"]
    assert logs["d"].replay("甲") == "乙"


def _proposals(text: str, words: list[str]) -> list[Proposal]:
    found = []
    for word in words:
        start = text.find(word)
        while start >= 0:
            found.append(Proposal("layout", "r", start, start + len(word), "", 1.0))
            start = text.find(word, start + 1)
    return found


def test_ids_do_not_depend_on_unrelated_edits_or_on_line_wraps() -> None:
    text = "全面推进推进工作，加强防治防治，优秀奖奖。推进工作到底。" * 2

    def ids(source: str, words: list[str]) -> dict[str, list[str]]:
        result = run_pass(
            Document.from_text(source),
            _proposals(source, words),
            Gate(GateSettings()),
            number=1,
            stage="layout",
        )
        found: dict[str, list[str]] = {}
        for edit in result.log.edits:
            found.setdefault(edit.before, []).append(edit.id)
        return found

    alone = ids(text, ["防治"])
    together = ids(text, ["防治", "奖", "推进"])
    assert alone["防治"] == together["防治"]
    assert len(set(alone["防治"])) == 4
    wrapped = ids(text.replace("加强", "加\n强"), ["防治"])
    assert wrapped["防治"] == alone["防治"]


def test_equal_edits_are_told_apart() -> None:
    taken: Counter[tuple[str, ...]] = Counter()
    items = [("r", "甲", "乙", (0, 0)), ("r", "甲", "乙", (0, 0))]
    first = edit_ids("d", "", items, taken)
    again = edit_ids("d", "", items, taken)
    assert len({*first, *again}) == 4


def test_the_stronger_of_two_overlapping_proposals_wins_and_groups_stand_together() -> None:
    text = "甲乙丙丁戊己"
    proposals = [
        Proposal("layout", "weak", 0, 3, "", 0.6),
        Proposal("layout", "strong", 1, 3, "", 0.95),
        Proposal("layout", "move", 2, 4, "", 0.91, group="g"),
        Proposal("layout", "move", 6, 6, "丙丁", 0.91, group="g"),
        Proposal("layout", "none", 4, 5, "", 0.1),
        Proposal("layout", "same", 4, 5, "戊", 1.0),
        Proposal("layout", "flag", 5, 6, "己", 1.0, flag=Reason.TRUNCATED),
    ]
    result = run_pass(
        Document.from_text(text),
        proposals,
        Gate(GateSettings()),
        number=1,
        stage="layout",
    )
    assert result.document.text == "甲丁戊己"
    assert [(edit.rule, edit.decision.value) for edit in result.log.edits] == [
        ("strong", "applied"),
        ("flag", "flagged"),
    ]
    assert result.refused == {"overlapped_by_stronger": 2, "no_evidence": 1, "no_change": 1}


@given(st.text("政协 \n\u3000", max_size=120), st.integers(0, 120), st.integers(0, 4))
def test_an_id_knows_eight_characters_on_both_sides_without_white_space(
    source: str, start: int, size: int
) -> None:
    start, end = min(start, len(source)), min(start + size, len(source))
    left = "".join(source[max(0, start - 40) : start].split())[-8:]
    right = "".join(source[end : end + 40].split())[:8]
    taken: Counter[tuple[str, ...]] = Counter()
    found = edit_ids("d", source, [("rule", "一", "二", (start, end))], taken)
    assert found == [edit_id("d", "rule", "一", "二", (left, right), 0)]
    assert taken == {("rule", "一", "二", left, right): 1}
