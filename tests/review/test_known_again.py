"""A finding is known again by its figures, never by its words alone."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from restore.core.decisions import Choice, Made, Standing, standings
from restore.review.findings import Finding, Spot, decision_on_finding
from restore.review.known_again import known_again

CLAUSE = "参与调解案件{}件得到最高人民法院充分肯定"


def finding(name: str, *texts: str, clause: str = CLAUSE, rule: str = "conflict") -> Finding:
    spots = tuple(
        Spot(f"{place}.txt", (0, 5), text, clause.format(text)) for place, text in enumerate(texts)
    )
    return Finding(name, rule, rule, spots)


def said(*findings: Finding) -> dict[str, Standing]:
    made = Made("1", "王", "2024-01-01T00:00:00.000Z")
    return standings(
        decision_on_finding(item, Choice.REJECT, made._replace(id=item.id)) for item in findings
    )


def test_words_may_be_mended_around_the_same_figures() -> None:
    old = finding("g1", "5633", "5638")
    # Two of twenty characters differ, then five: no longer the same sentence.
    mended = finding("g2", "5633", "5638", clause=CLAUSE.replace("最高", "盖高"))
    other = finding("g3", "5633", "5638", clause="走访慰问困难群众{}件")
    assert known_again([mended], said(old)) == {"g2": "g1"}
    assert known_again([other], said(old)) == {}


def test_a_clause_may_go_on_otherwise() -> None:
    # Joined to it was what stood out of place. Ten characters tell a fact, nine do not.
    for clause, known in (("引进营业演出{}场", {"g2": "g1"}), ("引进业演出{}场", {})):
        old = finding("g1", "120", "520", clause=clause + "、带动综合消费的揭榜攻关实施企业找技术")
        assert known_again([finding("g2", "120", "520", clause=clause)], said(old)) == known


def test_another_rule_or_place_is_another_finding() -> None:
    old = finding("g1", "5633", "5638")
    assert known_again([finding("g2", "5633", "5638", rule="sum")], said(old)) == {}
    moved = finding("g2", "5633", "5638")
    moved = moved._replace(spots=tuple(s._replace(document="x.txt") for s in moved.spots))
    assert known_again([moved], said(old)) == {}
    computed = finding("g2", "5633", "5638")._replace(values=("5", "6"))
    assert known_again([computed], said(old)) == {}


def test_a_decision_goes_to_one_finding_and_never_from_one_that_is_there() -> None:
    old = finding("g1", "5633", "5638")
    twins = [finding("g2", "5633", "5638"), finding("g3", "5633", "5638")]
    assert known_again(twins, said(old)) == {"g2": "g1"}
    assert known_again([old, *twins], said(old)) == {}
    assert known_again(twins[:1], said(old, twins[0])) == {}


@given(st.lists(st.integers(10, 9999).map(str), min_size=2, max_size=4), st.data())
def test_a_changed_figure_is_never_known_again(texts: list[str], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(texts) - 1))
    other = data.draw(st.integers(10, 9999).map(str).filter(lambda text: text != texts[place]))
    changed = [*texts[:place], other, *texts[place + 1 :]]
    old, new = finding("g1", *texts), finding("g2", *changed)
    assert known_again([new], said(old)) == {}
    assert known_again([new._replace(spots=old.spots)], said(old)) == {"g2": "g1"}


def test_how_alike_the_words_must_be() -> None:
    old = finding("g1", "5633", "5638", clause="一二三四五六七八九十{}")
    near = finding("g2", "5633", "5638", clause="甲乙三四五六七八九十{}")
    far = finding("g2", "5633", "5638", clause="甲乙丙四五六七八九十{}")
    assert known_again([near], said(old)) == {"g2": "g1"}
    assert known_again([far], said(old)) == {}
