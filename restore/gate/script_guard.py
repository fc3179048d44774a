"""The script of a text: no change puts one script for the other unasked, and no correction rests on
a model of another script.

Language model and dictionaries are of Simplified Chinese. To them every sentence in Traditional is
a row of errors, and what they would put there is as often another word as the same one in
Simplified; so in Traditional, Cantonese, Japanese or mixed text corrections are silent. What was
weighed in the Simplified form of a Traditional line is suggested where it is sure.
"""

from __future__ import annotations

from functools import cached_property

from restore.core.edits import Decision, Proposal, Reason
from restore.core.evidence import InSimplified
from restore.gate.verdict import Verdict
from restore.text.line_scripts import LineScripts
from restore.text.script import Script, changed_script, count_scripts

__all__ = ["ScriptGuard"]


class ScriptGuard:
    """Knows the scripts of one text, line by line.

    Parameters
    ----------
    text : one paragraph a line; the offsets that methods take are code points into it
    asked : the script into which the user has the text converted; None if it stays as it is
    """

    def __init__(self, text: str, asked: Script | None = None) -> None:
        self._text = text
        self._asked = asked

    def is_foreign(self, proposal: Proposal) -> bool:
        """Whether a change stands where a model of Simplified Chinese knows nothing."""
        return self._lines.is_foreign(proposal.start, proposal.end)

    def converts(self, proposal: Proposal) -> bool:
        """Whether a change puts characters of one script for those of the other, unasked."""
        before = self._text[proposal.start : proposal.end]
        script = changed_script(before, proposal.after)
        return script is not None and script is not self._asked

    def corrected(self, proposal: Proposal, verdict: Verdict) -> Verdict:
        """Return the verdict on a correction that its script allows.

        One Traditional character in a line of Simplified is often misread; but a writer may mean
        it, so that change is suggested at most.
        """
        if verdict.decision is None:
            return verdict
        if self.is_foreign(proposal):
            weighed = any(isinstance(item, InSimplified) for item in proposal.evidence)
            sure = weighed and verdict.decision is Decision.APPLIED
            return Verdict(Decision.SUGGESTED if sure else None, Reason.OTHER_SCRIPT)
        if not self.converts(proposal):
            return verdict
        before = self._text[proposal.start : proposal.end]
        simplifies = changed_script(before, proposal.after) is Script.SIMPLIFIED
        if not simplifies or count_scripts(before).traditional > 1:
            return Verdict(None, Reason.OTHER_SCRIPT)
        if verdict.decision is Decision.APPLIED:
            return Verdict(Decision.SUGGESTED, Reason.OTHER_SCRIPT)
        return verdict

    @cached_property
    def _lines(self) -> LineScripts:
        return LineScripts(self._text)
