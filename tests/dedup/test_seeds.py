from __future__ import annotations

import pytest

from restore.core.edits import Reason
from restore.core.log import EditLog
from restore.dedup import propose
from restore.settings import DedupSettings

from .helpers import apply, lost, make, seed, seeds

SETTINGS = DedupSettings()


def removed(number: str) -> list[str]:
    source = seed(number)
    result = propose([source], SETTINGS)
    return [source.text[slice(*item.removed.span)] for item in result.repeats]


def test_003_repeated_section_goes_and_its_heading_is_flagged() -> None:
    source = seed("003")
    result = propose([source], SETTINGS)
    text = apply(source, result).document.text
    lines = text.split("\n")
    assert lines[lines.index("⑤ 坚持党建引领") + 1] == "⑥ 强化责任担当"
    flags = [item for item in result.proposals[0] if item.flag is Reason.LOST_TEXT]
    assert [item.after for item in flags] == ["⑤ 坚持党建引领"]
    assert lines.count("以制度建设推动提质增效。") == 1
    assert lines.count("2021年，自治区政协对智库成员进行动") == 1


def test_003_paragraphs_repeated_at_the_end_of_the_first_section_go() -> None:
    gone = removed("003")
    assert sum(line.startswith("用心学党史，真心办实事。") for line in gone) == 1
    assert sum(line.startswith("一年来，自治区政协不断发挥优势") for line in gone) == 1
    assert len(gone) == 13


def test_003_a_paragraph_with_a_beginning_of_its_own_stays() -> None:
    source = seed("003")
    text = apply(source, propose([source], SETTINGS)).document.text
    assert text.count("理论创新每前进一步") == 1
    assert text.count("学史以明志，鉴往而知来") == 1
    assert text.count("振奋精气神。") == 2


def test_002_paragraph_inside_a_longer_one_goes() -> None:
    gone = removed("002")
    assert len(gone) == 1
    assert gone[0].startswith("“落实下去”和“凝聚起来”的政治责任")


@pytest.mark.parametrize("number", ["000", "001", "004"])
def test_seeds_without_repeats_are_left_alone(number: str) -> None:
    assert propose([seed(number)], SETTINGS).proposals == [[]]


def test_nothing_unique_is_lost_in_the_five_seeds() -> None:
    inputs = seeds()
    result = propose(inputs, SETTINGS)
    assert len(result.repeats) == 14
    assert lost(inputs, result) == []
    for index, source in enumerate(inputs):
        after = apply(source, result, index).document.text
        for line in set(source.text.split("\n")):
            assert line in after


def test_seeds_replay_revert_and_second_run() -> None:
    inputs = seeds()
    result = propose(inputs, SETTINGS)
    again = []
    for index, source in enumerate(inputs):
        done = apply(source, result, index)
        log = EditLog(document=source.document, passes=(done.log,))
        assert log.replay(source.text) == done.document.text
        assert log.revert(done.document.text) == source.text
        again.append(make(source.document, done.document.text.split("\n")))
    assert propose(again, SETTINGS).proposals == [[] for _ in inputs]


def test_other_documents_do_not_change_what_goes_inside_one() -> None:
    inputs = seeds()
    together = propose(inputs, SETTINGS).proposals
    assert together == [propose([source], SETTINGS).proposals[0] for source in inputs]
