"""Which proposal a decision is about, where the source has changed since it was made."""

from __future__ import annotations

from collections import Counter

import msgspec
import pytest

from restore.core.decisions import OWN_RULE, OWN_STAGE, Choice, ReviewDecision, Standing, context_of
from restore.core.document import Document
from restore.core.edits import Decision, Proposal, Reason, edit_id
from restore.core.evidence import LexiconEntry
from restore.gate.decision_matching import OpenDecisions, open_decisions
from restore.gate.judge import judge
from restore.gate.overrides import Judged
from restore.settings import GateSettings

CERTAIN = LexiconEntry("confusions", "冶 → 治", "用法", certain=True)
TEXT = "会议强调，要推动全面从严冶党向纵深发展，不断巩固主题教育成果，以好作风促进事业发展。"
AT = TEXT.index("冶")


def decision(
    source: str = TEXT,
    at: int = AT,
    choice: Choice = Choice.REJECT,
    *,
    edit: str = "stale",
    stage: str = "correction",
    rule: str = "confusion",
    context: tuple[str, str] | None = None,
    document: str = "a.txt",
    after: str = "治",
) -> ReviewDecision:
    span = (at, at + 1)
    return ReviewDecision(
        id=f"{edit}-{choice.value}-{at}",
        edit=edit,
        document=document,
        decision=choice,
        who="甲",
        when="2026-01-01T00:00:00Z",
        stage=stage,
        rule=rule,
        before=source[at],
        after=after,
        source=span,
        context=context_of(source, span) if context is None else context,
    )


def opened(*decisions: ReviewDecision) -> OpenDecisions:
    return OpenDecisions({item.edit: Standing((item,)) for item in decisions})


def proposed(
    text: str = TEXT, *starts: int, rule: str = "confusion", stage: str = "correction"
) -> list[Judged]:
    found = []
    for start in starts or (text.index("冶"),):
        item = Proposal(stage, rule, start, start + 1, "治", 0.95, (CERTAIN,))
        found.append(Judged(item, judge(item, text, GateSettings()), item.after))
    return found


def rejected(open_: OpenDecisions, text: str, judged: list[Judged]) -> list[int]:
    document = Document.from_text(text, id="a.txt")
    return [
        item.proposal.start
        for item in open_.override(document, judged, Counter())
        if item.verdict.decision is Decision.REJECTED
    ]


def test_the_id_finds_its_edit_whatever_the_words_around() -> None:
    left, right = context_of(TEXT, (AT, AT + 1))
    identity = edit_id("a.txt", "confusion", "冶", "治", (left[-8:], right[:8]), 0)
    found = opened(decision(edit=identity, context=("另一处", "别的话")))
    assert rejected(found, TEXT, proposed()) == [AT]
    assert found.report() == ({"reject": 1}, (), ())
    # Another rule has another id: there only the words around would tell.
    found = opened(decision(edit=identity, context=("另一处", "别的话")))
    assert rejected(found, TEXT, proposed(rule="near_term")) == []
    assert [item.heads[0].edit for item in found.report().orphans] == [identity]


def test_an_id_knows_eight_characters_on_both_sides() -> None:
    text = "从严冶党。" * 3
    starts = [index for index, character in enumerate(text) if character == "冶"]
    for start in starts:
        left, right = context_of(text, (start, start + 1))
        identity = edit_id("a.txt", "confusion", "冶", "治", (left[-8:], right[:8]), 0)
        found = opened(decision(text, start, edit=identity, context=("无", "关")))
        assert rejected(found, text, proposed(text, *starts)) == [start]


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        # Up to a fifth of the characters around may be others.
        (
            "会议强调，要推动全面从严冶党向纵深发展，不断巩固主题教育成果，以好作风促进事业发展。",
            True,
        ),
        (
            "会议指出，要推动全面从严冶党向基层发展，不断巩固主题教育成果，以好作风促进事业发展。",
            True,
        ),
        (
            "大家谈到，必须坚定全面从严冶党往基层走去，持续用好学习成果，以好作风促进事业发展。",
            False,
        ),
        ("另有一篇文章写到从严冶党的历史经验和现实启示。", False),
    ],
)
def test_the_words_around_find_the_edit_in_a_source_that_changed(changed: str, found: bool) -> None:
    expected = [changed.index("冶")] if found else []
    assert rejected(opened(decision()), changed, proposed(changed)) == expected


@pytest.mark.parametrize(("others", "found"), [(6, True), (7, False)])
def test_of_sixty_four_characters_around_so_many_may_be_others(others: int, found: bool) -> None:
    left, right = "甲乙丙丁戊己庚辛壬癸" * 3 + "子丑", "寅卯辰巳午未申酉戌亥" * 3 + "天地"
    text = f"{left}冶{right}"
    # Replaced characters count on both sides: each is one that is lost and one that is new.
    changed = "某" * others + left[others:]
    context = (changed, "某" * others + right[others:])
    open_ = opened(decision(text, 32, context=context))
    assert rejected(open_, text, proposed(text)) == ([32] if found else [])


def test_of_several_places_the_most_alike_is_meant_of_equals_the_nearest() -> None:
    near = "全面从严冶党向纵深发展。"
    text = f"{near}全面从严冶党向基层延伸。{near}"
    starts = [index for index, character in enumerate(text) if character == "冶"]
    for at in starts:
        open_ = opened(decision(text, at))
        assert rejected(open_, text, proposed(text, *starts)) == [at]
    same = "从严冶党\n" * 3
    starts = [index for index, character in enumerate(same) if character == "冶"]
    empty = ("", "")
    for at in starts:
        open_ = opened(decision(same, at, context=empty))
        # Nothing was around there, so nothing is like it.
        assert rejected(open_, same, proposed(same, *starts)) == []


def test_one_decision_is_about_one_edit_and_one_edit_has_one_decision() -> None:
    text = f"{TEXT}\n{TEXT}"
    first, second = (index for index, character in enumerate(text) if character == "冶")
    one = opened(decision(text, first))
    assert rejected(one, text, proposed(text, first, second)) == [first]
    assert one.progress == ((), ("stale",))
    both = opened(decision(text, first, edit="one"), decision(text, first, edit="two"))
    assert rejected(both, text, proposed(text, first)) == [first]
    assert both.progress == (("two",), ("one",))


@pytest.mark.parametrize(
    ("stage", "rule", "theirs", "found"),
    [
        ("correction", "confusion", "near_term", True),
        ("characters", "width", "width", False),
        # In the layout a word on a joint is none on a move, but any joint is as good as another.
        ("layout", "join.wrap", "join.page", True),
        ("layout", "join.wrap", "move", False),
        ("layout", "join.wrap", "move.up", False),
    ],
)
def test_stage_and_kind_must_agree(stage: str, rule: str, theirs: str, found: bool) -> None:
    open_ = opened(decision(stage=stage, rule=rule))
    judged = proposed(TEXT, AT, rule=theirs, stage="layout" if stage == "layout" else "correction")
    assert rejected(open_, TEXT, judged) == ([AT] if found else [])


def test_another_change_at_the_place_is_not_meant() -> None:
    assert rejected(opened(decision(after="洽")), TEXT, proposed()) == []


def test_matching_goes_on_where_it_left_off() -> None:
    other = decision(at=TEXT.index("党"), edit="other", after="堂")
    open_ = opened(decision(), other)
    rejected(open_, TEXT, proposed())
    assert open_.progress == (("other",), ("stale",))
    again = OpenDecisions(open_.standing, open_.progress)
    assert again.progress == open_.progress
    # What was found is not found again.
    assert rejected(again, TEXT, proposed()) == []
    assert again.report().honoured == {"reject": 1}
    assert [item.heads[0].edit for item in again.report().orphans] == ["other"]


def test_the_edit_of_an_earlier_pass_is_counted() -> None:
    left, right = context_of(TEXT, (AT, AT + 1))
    sides = (left[-8:], right[:8])
    second = edit_id("a.txt", "confusion", "冶", "治", sides, 1)
    document = Document.from_text(TEXT, id="a.txt")
    for taken, found in ((Counter({("confusion", "冶", "治", *sides): 1}), 1), (Counter(), 0)):
        open_ = opened(decision(edit=second, context=("无", "关")))
        judged = open_.override(document, proposed(), taken)
        assert sum(item.reviewed for item in judged) == found


def test_what_is_not_shown_takes_no_number() -> None:
    text = "甲乙丙丁戊己庚辛冶甲乙丙丁戊己庚辛\n" * 2
    starts = [index for index, character in enumerate(text) if character == "冶"]
    sides = [context_of(text, (start, start + 1)) for start in starts]
    left, right = ((side[0][-8:], side[1][:8]) for side in sides)
    assert left == right
    hidden = Proposal("correction", "confusion", starts[0], starts[0] + 1, "治", 0.1)
    judged = [
        Judged(hidden, judge(hidden, text, GateSettings()), "治"),
        *proposed(text, starts[1]),
    ]
    first = edit_id("a.txt", "confusion", "冶", "治", left, 0)
    # The first that is shown has the number 0, though the hidden one stands before it; it is found
    # by its id all the same, and so the decision goes to it.
    open_ = opened(decision(text, starts[1], edit=first, context=("无", "关")))
    assert rejected(open_, text, judged) == [starts[0]]
    second = edit_id("a.txt", "confusion", "冶", "治", left, 1)
    open_ = opened(decision(text, starts[1], edit=second, context=("无", "关")))
    assert rejected(open_, text, judged) == []


def own(source: str, at: int, *, choice: Choice = Choice.ACCEPT) -> OpenDecisions:
    return opened(decision(source, at, choice, stage=OWN_STAGE, rule=OWN_RULE))


def test_a_reviewers_own_change_is_looked_for_by_its_words() -> None:
    document = Document.from_text(TEXT, id="a.txt")
    (found,) = own(TEXT, AT).own_proposals(document)
    assert found == Proposal(OWN_STAGE, OWN_RULE, AT, AT + 1, "治", 1.0)
    # Of two places the one whose surroundings are the like, of equals the nearer.
    text = f"从严冶党是全面的，长期的。{TEXT}"
    (found,) = own(text, text.rindex("冶")).own_proposals(Document.from_text(text, id="a.txt"))
    assert found.start == text.rindex("冶")
    twice = f"{TEXT}\n\n{TEXT}\n\n{TEXT}"
    for at in (AT, twice.rindex("冶")):
        (found,) = own(twice, at).own_proposals(Document.from_text(twice, id="a.txt"))
        assert found.start == at


@pytest.mark.parametrize("choice", [Choice.REJECT, Choice.AMEND])
def test_only_an_accepted_change_of_ones_own_is_proposed(choice: Choice) -> None:
    document = Document.from_text(TEXT, id="a.txt")
    assert own(TEXT, AT, choice=choice).own_proposals(document) == []
    assert opened(decision(choice=Choice.ACCEPT)).own_proposals(document) == []
    elsewhere = Document.from_text("没有那个字。", id="a.txt")
    assert own(TEXT, AT).own_proposals(elsewhere) == []
    far = Document.from_text("另有一篇文章写到从严冶党的历史经验。", id="a.txt")
    assert own(TEXT, AT).own_proposals(far) == []


def test_reviewers_who_disagree_propose_nothing() -> None:
    pair = tuple(
        decision(TEXT, AT, choice, stage=OWN_STAGE, rule=OWN_RULE)
        for choice in (Choice.ACCEPT, Choice.REJECT)
    )
    open_ = OpenDecisions({"stale": Standing(pair)})
    assert open_.own_proposals(Document.from_text(TEXT, id="a.txt")) == []
    open_.override(Document.from_text(TEXT, id="a.txt"), proposed(), Counter())
    assert open_.report() == ({}, (), (Standing(pair),))


def test_a_conflict_is_reported_where_its_edit_was_found() -> None:
    pair = tuple(decision(choice=choice) for choice in (Choice.ACCEPT, Choice.REJECT))
    open_ = OpenDecisions({"stale": Standing(pair)})
    (judged,) = open_.override(Document.from_text(TEXT, id="a.txt"), proposed(), Counter())
    assert judged.verdict == (Decision.SUGGESTED, Reason.REVIEWERS_DISAGREE)
    assert open_.report() == ({"conflict": 1}, (Standing(pair),), ())


def test_decisions_follow_the_file_name_where_only_one_bears_it() -> None:
    one = decision(document="2024/a.txt", edit="1")
    decisions = [one, decision(document="gone.txt", edit="2")]
    found, absent = open_decisions(decisions, ["new/a.txt", "b.txt"])
    assert list(found) == ["new/a.txt"]
    assert list(found["new/a.txt"].standing) == ["1"]
    assert [item.heads[0].edit for item in absent] == ["2"]
    found, absent = open_decisions([one], ["x/a.txt", "y/a.txt"])
    assert (found, len(absent)) == ({}, 1)
    found, absent = open_decisions([one], ["2024/a.txt", "y/a.txt"])
    assert (list(found), absent) == (["2024/a.txt"], ())


def own_word(source: str, before: str, at: int) -> OpenDecisions:
    span = (at, at + len(before))
    word = msgspec.structs.replace(
        decision(source, min(at, len(source) - 1), Choice.ACCEPT, stage=OWN_STAGE, rule=OWN_RULE),
        before=before,
        source=span,
        context=context_of(source, span),
    )
    return opened(word)


@pytest.mark.parametrize(
    ("source", "before", "at"),
    [
        (f"冶党{TEXT}", "冶党", 0),
        (f"{TEXT}从严冶党", "严冶党", len(TEXT) + 1),
        ("不断冶冶冶发展", "冶冶", 3),
        ("不断冶冶冶发展", "冶冶", 2),
    ],
)
def test_a_change_of_ones_own_may_stand_anywhere(source: str, before: str, at: int) -> None:
    (found,) = own_word(source, before, at).own_proposals(Document.from_text(source, id="a.txt"))
    assert (found.start, found.end) == (at, at + len(before))


def test_what_takes_nothing_away_is_not_looked_for() -> None:
    document = Document.from_text(TEXT, id="a.txt")
    assert own_word(TEXT, "", 3).own_proposals(document) == []


@pytest.mark.parametrize(("others", "found"), [(2, True), (3, False)])
def test_four_fifths_of_the_characters_around_must_be_the_same(others: int, found: bool) -> None:
    left, right = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉"
    text = f"{left}冶{right}"
    context = ("某" * others + left[others:], "某" * others + right[others:])
    assert (
        bool(rejected(opened(decision(text, 10, context=context)), text, proposed(text))) is found
    )
    word = decision(text, 10, Choice.ACCEPT, stage=OWN_STAGE, rule=OWN_RULE, context=context)
    assert bool(opened(word).own_proposals(Document.from_text(text, id="a.txt"))) is found


@pytest.mark.parametrize(
    ("made", "now", "found"),
    [
        # Where a document begins or ends there is less around: it is compared as far as it goes.
        ("从严冶党向纵深发展大局", "推动全面从严冶党向纵深发展大局", True),
        ("推动全面从严冶党", "推动全面从严冶党向纵深发展大局", True),
        ("推动全面从严冶党向纵深发展大局", "从严冶党", True),
        ("甲乙冶党向纵深发展大局", "推动全面从严冶党向纵深发展大局", True),
        ("甲乙丙冶党向纵深发展大局", "推动全面从严冶党向纵深发展大局", False),
        ("推动全面从严冶甲乙", "推动全面从严冶党向纵深发展大局", False),
        # One that consists of the word alone is like none but itself.
        ("冶", "冶", True),
        ("冶", "推动全面从严冶党", False),
        ("冶甲", "乙冶", False),
    ],
)
def test_the_ends_of_a_document(made: str, now: str, found: bool) -> None:
    # Each side counts by its length: nine equal characters outweigh two others, but not three.
    open_ = opened(decision(made, made.index("冶")))
    assert bool(rejected(open_, now, proposed(now))) is found


def test_equal_edits_of_one_pass_are_numbered() -> None:
    text = "甲乙丙丁戊己庚辛冶甲乙丙丁戊己庚辛\n" * 3
    starts = [index for index, character in enumerate(text) if character == "冶"]
    sides = ("甲乙丙丁戊己庚辛", "甲乙丙丁戊己庚辛")
    for ordinal, start in enumerate(starts):
        edit = edit_id("a.txt", "confusion", "冶", "治", sides, ordinal)
        open_ = opened(decision(text, start, edit=edit, context=("无", "关")))
        assert rejected(open_, text, proposed(text, *starts)) == [start]


def test_what_its_id_found_is_not_found_by_its_words() -> None:
    text = "甲乙丙丁戊己庚辛冶甲乙丙丁戊己庚辛\n" * 2
    first, second = (index for index, character in enumerate(text) if character == "冶")
    sides = ("甲乙丙丁戊己庚辛", "甲乙丙丁戊己庚辛")
    known = edit_id("a.txt", "confusion", "冶", "治", sides, 0)
    decisions = (
        decision(text, first, edit=known, context=("无", "关")),
        decision(text, first, edit="stale"),
    )
    open_ = opened(*decisions)
    assert rejected(open_, text, proposed(text, first, second)) == [first, second]
    assert open_.progress == ((), (known, "stale"))
