"""Whatever two servers, stale tabs and a killed process do to one file: nothing lost or doubled."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from restore.core.decisions import Choice, ReviewDecision, heads_of
from restore.review.store import (
    DecisionStore,
    StaleDecisionError,
    decode_decisions,
    encode_decisions,
)
from tests.review.test_decisions import line

EDITS, TABS = ("a", "b"), 4
tabs = st.integers(0, TABS - 1)
# How many bytes of its lines a killed process wrote; but for the last: a whole line that does not end.
cuts = st.just(-1) | st.integers(0, 900)


class Interleavings(RuleBasedStateMachine):
    """Four tabs on two servers (two processes on one file); a tab knows what it last asked for."""

    @initialize()
    def begin(self) -> None:
        self._folder = TemporaryDirectory()
        self.path = Path(self._folder.name) / "decisions.jsonl"
        self.servers = [DecisionStore(self.path), DecisionStore(self.path)]
        self.seen: list[dict[str, tuple[str, ...]]] = [{} for _ in range(TABS)]
        self.kept: dict[str, ReviewDecision] = {}
        self.unsure: set[str] = set()
        self.number = 0

    def teardown(self) -> None:
        if hasattr(self, "_folder"):
            self._folder.cleanup()

    @rule(tab=tabs)
    def ask(self, tab: int) -> None:
        store = self.servers[tab % 2]
        store.refresh()
        self.seen[tab] = {edit: tuple(head.id for head in store.heads(edit)) for edit in EDITS}

    @rule(
        tab=tabs, edits=st.sets(st.sampled_from(EDITS), min_size=1), choice=st.sampled_from(Choice)
    )
    def decide(self, tab: int, edits: set[str], choice: Choice) -> None:
        lines = self.lines(tab, edits, choice)
        # A line that a killed process left stands if it is whole: whoever writes next ends it.
        data = self.path.read_bytes() if self.path.exists() else b""
        known = decode_decisions(data).decisions
        stands = {
            edit: {head.id for head in heads_of(item for item in known if item.edit == edit)}
            for edit in EDITS
        }
        try:
            self.servers[tab % 2].append(lines)
        except StaleDecisionError:
            assert any(set(item.over) != stands[item.edit] for item in lines)
            return
        # Acknowledged: what it replaces was all that stood.
        assert all(set(item.over) == stands[item.edit] for item in lines)
        self.kept |= {item.id: item for item in lines}
        for item in lines:
            self.seen[tab][item.edit] = (item.id,)

    @rule(tab=tabs, edits=st.sets(st.sampled_from(EDITS), min_size=1), cut=cuts)
    def killed(self, tab: int, edits: set[str], cut: int) -> None:
        """The process dies while it writes: some of the bytes are there, nothing was acknowledged."""
        lines = self.lines(tab, edits, Choice.ACCEPT)
        stands = {item.edit: self.heads(item.edit) for item in lines}
        if any(set(item.over) != stands[item.edit] for item in lines):
            return
        self.ended()
        with self.path.open("ab") as stream:
            stream.write(encode_decisions(lines)[:cut])
        self.unsure |= {item.id for item in lines}
        self.servers[tab % 2] = DecisionStore(self.path)
        self.seen[tab] = {}

    @rule(tab=tabs)
    def restarted(self, tab: int) -> None:
        self.servers[tab % 2] = DecisionStore(self.path)

    @invariant()
    def nothing_is_lost_or_doubled(self) -> None:
        names = [item.id for item in self.read()]
        assert len(names) == len(set(names))
        assert set(self.kept) <= set(names) <= set(self.kept) | self.unsure
        for store in self.servers:
            assert [item.id for item in store.decisions] == names
            for edit in EDITS:
                assert {head.id for head in store.heads(edit)} == self.heads(edit)

    def read(self) -> tuple[ReviewDecision, ...]:
        """Return what stands in whole lines."""
        data = self.path.read_bytes() if self.path.exists() else b""
        return decode_decisions(data[: data.rfind(b"\n") + 1]).decisions

    def ended(self) -> None:
        """End the line that a killed process left, as whoever writes next does."""
        if self.path.exists() and self.path.read_bytes()[-1:] not in (b"", b"\n"):
            with self.path.open("ab") as stream:
                stream.write(b"\n")

    def lines(self, tab: int, edits: set[str], choice: Choice) -> list[ReviewDecision]:
        self.number += 1
        return [
            msgspec.structs.replace(
                line(f"{self.number}{edit}"),
                edit=edit,
                decision=choice,
                over=self.seen[tab].get(edit, ()),
            )
            for edit in sorted(edits)
        ]

    def heads(self, edit: str) -> set[str]:
        return {head.id for head in heads_of(item for item in self.read() if item.edit == edit)}


Interleavings.TestCase.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)
TestInterleavings = Interleavings.TestCase
