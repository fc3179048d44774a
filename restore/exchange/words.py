"""Edits in words, from the same table of strings as the report."""

from __future__ import annotations

from typing import Literal

from restore.core.edits import Decision, Edit
from restore.core.evidence import (
    Channel,
    CopyKept,
    Evidence,
    InSimplified,
    LanguageMargin,
    LanguageModelProposal,
    LexiconEntry,
    Pattern,
    Recognised,
    Repetition,
    Reviewed,
    Seam,
    Unfamiliar,
    Witness,
)
from restore.report.html import report_strings

__all__ = ["Language", "Words", "short"]

Language = Literal["zh", "en"]


def short(text: str, limit: int = 40) -> str:
    """Return a text on one line, cut to a length."""
    text = text.replace("\n", "⏎").replace("\f", "§")
    return text if len(text) <= limit else text[: limit - 1] + "…"


# A change of fewer characters says nothing without so many on both sides.
_FEW, _NEAR = 4, 6


class Words:
    """Says in one language what an edit does, why, and on what evidence."""

    def __init__(self, language: Language = "zh") -> None:
        self._column = 0 if language == "zh" else 1
        self._strings = report_strings()

    def say(self, section: str, key: str, **values: object) -> str:
        """Return the words for a key; the key itself if there are none."""
        entry = self._strings.get(section, {}).get(key)
        words = key if entry is None else entry[self._column]
        for name, value in values.items():
            words = words.replace(f"{{{name}}}", str(value))
        return words

    def rule(self, name: str) -> str:
        """Return the words for a rule; those of its family where it has none of its own."""
        if name in self._strings["rule"]:
            return self.say("rule", name)
        family = name.split(".")[0]
        return self.say("rule", family) if family in self._strings["rule"] else name

    def change(self, edit: Edit, limit: int = 40, source: str | None = None) -> str:
        """Return what becomes of what: ``记律 → 纪律``.

        With ``source``, a change of few characters is told with its neighbours on both sides.
        """
        nothing = self.say("ui", "nothing")
        few = len(edit.before) + len(edit.after) < _FEW
        if source is not None and few and edit.before.strip() + edit.after.strip():
            left = source[max(0, edit.source[0] - _NEAR) : edit.source[0]].rpartition("\n")[2]
            right = source[edit.source[1] : edit.source[1] + _NEAR].partition("\n")[0]
            if edit.before != edit.after:
                return f"{left}{edit.before}{right} → {left}{edit.after}{right}"
        if edit.before == edit.after:
            return short(edit.before, limit)
        return f"{short(edit.before, limit) or nothing} → {short(edit.after, limit) or nothing}"

    def headline(self, edit: Edit) -> str:
        """Return decision, rule and reason in a line."""
        decision = self.say("decision", edit.decision.value)
        return f"{decision} · {self.rule(edit.rule)} · {self.say('reason', edit.reason.value)}"

    def lines(self, edit: Edit) -> list[str]:
        """Return everything a reviewer needs to know, a line each."""
        found = [self.headline(edit)]
        if edit.decision in (Decision.SUGGESTED, Decision.FLAGGED) and edit.before != edit.after:
            found.append(f"{self.say('ui', 'would_be')}: {short(edit.after) or '∅'}")
        found += [self.evidence(item) for item in edit.evidence]
        return found

    def evidence(self, item: Evidence) -> str:
        """Return one piece of evidence in a line."""
        about = "evidence_words"
        match item:
            case LexiconEntry():
                head = self.say(
                    "evidence",
                    "lexicon",
                    dictionary=self.say("dictionary", item.dictionary.removesuffix(".tsv")),
                    entry=short(item.entry),
                )
                return f"{head} ({item.ground})"
            case Witness():
                many = self.say(about, "count", n=item.count) if item.count > 1 else ""
                return self._told("witness", f"“{short(item.text, 80)}” {item.document} {many}")
            case LanguageMargin():
                key = "more" if item.margin > 0 else "less"
                times = _times(item.margin)
                return self._told("language_model", self.say(about, key, n=times))
            case Repetition():
                counted = bool(item.single_count or item.doubled_count)
                counts = {"single": item.single_count, "doubled": item.doubled_count}
                key = "repetition" if counted else "twice"
                return self._told("repetition", self.say(about, key, unit=item.unit, **counts))
            case Channel():
                return self._told(
                    "channel", self.say(about, "channel", n=f"{item.probability:.0%}")
                )
            case Pattern():
                return self._told("pattern", self.say("pattern", item.description))
            case Seam():
                score = f"{item.score:.1f}"
                return self._told(
                    "seam", self.say(about, "seam", left=item.left, right=item.right, n=score)
                )
            case CopyKept():
                alike = self.say(about, "copy", n=f"{item.similarity:.1%}")
                return self._told("copy", f"{item.document} {alike} “{short(item.text, 80)}”")
            case Recognised():
                return self._told(
                    "recognised", self.say(about, "recognised", n=f"{item.probability:.0%}")
                )
            case Unfamiliar():
                return self._told("unfamiliar", self.say(about, "unfamiliar", n=f"{item.bits:.1f}"))
            case InSimplified():
                weighed = self.say(about, "in_simplified", before=item.before, after=item.after)
                return self._told("in_simplified", weighed)
            case LanguageModelProposal():
                return self._told("language_model_proposal", self._proposed(item))
            case Reviewed():
                said = self.say("ui", f"did_{item.choice}")
                return self._told("review", f"{item.who} {said} {item.comment}".strip())

    def _proposed(self, item: LanguageModelProposal) -> str:
        about, model = "evidence_words", item.model
        if item.probability is None:
            answers = {"n": item.agreement, "of": item.samples}
            said = self.say(about, "language_model_proposal", model=model, **answers)
        else:
            said = self.say(about, "corrector", model=model, n=f"{item.probability:.1%}")
        if item.precision is None:
            return said
        return f"{said} · {self.say(about, 'precision', n=f'{item.precision:.0%}')}"

    def _told(self, kind: str, words: str) -> str:
        return f"{self.say('evidence', kind)}: {words}".strip()


def _times(margin: float) -> str:
    """Return a ratio, given as its log10, as people write it."""
    if margin > 6:
        return "10⁶+"
    return f"{10**margin:,.0f}" if margin >= 1 else f"{10**margin:.2g}"
