"""Proposers of other packages: what they may propose, and what is said of those that fail."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from restore.core.edits import Proposal, Reason
from restore.correction import plugins
from restore.correction.plugins import GROUP, propose_plugins, proposers
from restore.errors import RestoreError, SettingsError

TEXT = "你号世界"


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, object]]:
    found: dict[str, object] = {}

    def load_group(group: str) -> list[tuple[str, object]]:
        assert group == GROUP == "restore.proposers"
        return list(found.items())

    monkeypatch.setattr(plugins, "load_group", load_group)
    proposers.cache_clear()
    yield found
    proposers.cache_clear()


def proposing(*items: object) -> Callable[[str], list[object]]:
    return lambda text: list(items)


def change(start: int = 0, end: int = 2, confidence: float = 0.9, **more: object) -> Proposal:
    return Proposal("theirs", "theirs", start, end, "你好", confidence, **more)  # type: ignore[arg-type]


def test_proposals_bear_the_name_of_their_proposer(installed: dict[str, object]) -> None:
    installed |= {"hello": proposing(change()), "other": proposing(), "unused": proposing(1)}
    assert list(propose_plugins(TEXT, ["other", "hello"])) == [
        Proposal("correction", "hello", 0, 2, "你好", 0.9)
    ]


@pytest.mark.parametrize(
    "item",
    [
        change(4, 4),
        change(0, 0),
        change(0, 4),
        change(confidence=0.0),
        change(confidence=1.0),
        change(flag=Reason.LOCKED_NAME),
    ],
)
def test_what_fits(installed: dict[str, object], item: Proposal) -> None:
    installed["hello"] = proposing(item)
    assert len(list(propose_plugins(TEXT, ["hello"]))) == 1


@pytest.mark.parametrize(
    "item",
    [
        change(-1),
        change(3, 2),
        change(0, 5),
        change(confidence=-0.01),
        change(confidence=1.01),
        change(group="move"),
        "你好",
    ],
)
def test_what_does_not_fit_is_refused(installed: dict[str, object], item: object) -> None:
    installed["hello"] = proposing(item)
    with pytest.raises(RestoreError, match=r"'hello' proposed what does not fit"):
        list(propose_plugins(TEXT, ["hello"]))


def test_a_proposer_that_is_not_there(installed: dict[str, object]) -> None:
    with pytest.raises(SettingsError, match=r"'hello' is installed \(there are: none\)"):
        list(propose_plugins(TEXT, ["hello"]))
    proposers.cache_clear()
    installed |= {"two": proposing(), "one": proposing()}
    with pytest.raises(SettingsError, match=r"\(there are: one, two\)"):
        list(propose_plugins(TEXT, ["hello"]))


def test_a_proposer_that_cannot_be_called_or_fails(installed: dict[str, object]) -> None:
    installed["hello"] = "no function"
    with pytest.raises(RestoreError, match=r"'hello' of restore\.proposers cannot be called"):
        list(propose_plugins(TEXT, ["hello"]))
    installed["hello"] = lambda text: 1 / 0
    with pytest.raises(RestoreError, match=r"'hello' failed \(ZeroDivisionError: division by zero"):
        list(propose_plugins(TEXT, ["hello"]))
