from __future__ import annotations

from itertools import permutations

from restore.core.decisions import Choice, ReviewDecision, amendable, context_of, standings


def line(
    id: str, choice: str = "accept", over: tuple[str, ...] = (), **more: str
) -> ReviewDecision:
    return ReviewDecision(
        id=id,
        edit="e",
        document="d",
        decision=Choice(choice),
        who=more.pop("who", "甲"),
        when=more.pop("when", id),
        stage="correction",
        rule="r",
        before="记",
        after="纪",
        source=(0, 1),
        context=("", ""),
        over=over,
        text=more.get("text"),
    )


def test_the_last_word_stands_whatever_the_order_of_lines() -> None:
    lines = [line("1"), line("2", "reject", ("1",)), line("3", "accept", ("2",))]
    for order in permutations(lines):
        standing = standings(order)["e"]
        assert standing.effective == lines[2]


def test_who_saw_the_other_overrules_and_who_did_not_disagrees() -> None:
    seen = standings([line("1"), line("2", "reject", ("1",), who="乙")])["e"]
    assert seen.effective is not None
    assert seen.effective.who == "乙"
    unseen = standings([line("1"), line("2", "reject", who="乙")])["e"]
    assert unseen.conflict
    assert unseen.effective is None


def test_reviewers_who_say_the_same_agree() -> None:
    standing = standings([line("1"), line("2", who="乙")])["e"]
    assert not standing.conflict
    amended = [line("1", "amend", text="级"), line("2", "amend", text="极", who="乙")]
    assert standings(amended)["e"].conflict


def test_what_is_taken_back_does_not_stand() -> None:
    assert standings([line("1"), line("2", "retract", ("1",))]) == {}
    other = standings([line("1"), line("2", who="乙"), line("3", "retract", ("1",))])["e"]
    assert other.effective is not None
    assert other.effective.who == "乙"


def test_context_leaves_out_white_space() -> None:
    assert context_of("甲 乙\n丙丁戊", (4, 5), 2) == ("甲乙", "丁戊")


def test_what_moves_lines_cannot_be_amended() -> None:
    assert amendable("correction", "记", "纪", "级", None)
    assert amendable("layout", "\n", "", "，", None)
    assert not amendable("layout", "一行\n", "", "别的\n", None)
    assert not amendable("layout", "一行\n", "", "", "move-1")
    assert not amendable("correction", "记", "纪", "两\n行", None)
