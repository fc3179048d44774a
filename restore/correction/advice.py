"""Changes that models of the user's own propose, one sentence at a time.

A language model answers questions, a corrector on this machine looks at the sentences. What comes of it
is a proposal like any other: the gate applies it only where a dictionary, the error profile or another
passage has the same change, or where the user's own pairs showed that such proposals are right.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import msgspec
from rapidfuzz.distance import Postfix, Prefix

from restore.core.edits import Proposal, Reason
from restore.core.evidence import LanguageModelProposal
from restore.correction.asking import Placed
from restore.llm.answers import Change, Refusal, judged, read_answer
from restore.llm.cache import Answers
from restore.llm.client import ask
from restore.llm.questions import PROMPT, digest
from restore.settings import CorrectorSettings, LlmSettings

__all__ = ["propose_advice", "propose_corrector"]

RULE, CORRECTOR = "language_model", "corrector"
STAGE = "correction"

#: Alone the model suggests: above what the gate asks for that, below what it asks to apply.
_CONFIDENCE = 0.6
_REASONS: dict[Refusal, Reason] = {
    "unreadable": Reason.ANSWER_UNREADABLE,
    "not_aligned": Reason.ANSWER_NOT_ALIGNED,
    "rewritten": Reason.ANSWER_REWRITES,
    "figure": Reason.ANSWER_CHANGES_FIGURE,
    "clause": Reason.ANSWER_CHANGES_CLAUSE,
    "too_long": Reason.ANSWER_REWRITES,
}


def propose_advice(
    text: str, placed: Sequence[Placed], proposals: Sequence[Proposal], settings: LlmSettings
) -> list[Proposal]:
    """Ask what is not kept yet, and return what the answers come to.

    What is refused, and what was not answered, is returned as a veto, so that it is counted.

    Parameters
    ----------
    proposals : of the other proposers; a change that one of them makes too is put as that one is, so
        that the two are taken for one change
    """
    ask([item.question for item in placed], settings)
    answers = Answers(settings.folder)
    found = (proposal for item in placed for proposal in _answered(text, item, settings, answers))
    return _as_put(text, found, proposals)


def propose_corrector(
    text: str, placed: Sequence[Placed], proposals: Sequence[Proposal], settings: CorrectorSettings
) -> list[Proposal]:
    """Return what a corrector on this machine makes of the sentences; see :func:`propose_advice`.

    Raises
    ------
    SettingsError
        If it cannot be used.
    """
    from restore.llm.local import corrector_at, local_corrector

    corrector = corrector_at(settings.folder, settings.rephrases)
    who = local_corrector(settings)
    changes = corrector.correct([item.question.sentence for item in placed])

    def found() -> Iterator[Proposal]:
        for (start, question), sure in zip(placed, changes, strict=True):
            likely = {item.change: item.probability for item in sure}
            likely = {change: p for change, p in likely.items() if p >= settings.least}
            read = judged(question.sentence, list(likely))
            span = start, start + len(question.sentence)
            for refusal in sorted(set(read.refused)):
                yield _veto(text, span, CORRECTOR, _REASONS[refusal])
            for change in read.changes:
                evidence = LanguageModelProposal(who.model, who.prompt, 1, 1, likely[change])
                yield _proposal(start, change, CORRECTOR, evidence)

    return _as_put(text, found(), proposals)


def _as_put(text: str, found: Iterable[Proposal], proposals: Iterable[Proposal]) -> list[Proposal]:
    """Put a change that another proposer makes as that one does, so that they are taken for one."""
    others = {
        _core(text, item.start, item.end, item.after): item
        for item in proposals
        if item.veto is None and item.flag is None and item.group is None
    }
    put = []
    for proposal in found:
        core = _core(text, proposal.start, proposal.end, proposal.after)
        same = others.get(core) if proposal.veto is None else None
        if same is not None:
            proposal = msgspec.structs.replace(
                proposal, start=same.start, end=same.end, after=same.after
            )
        put.append(proposal)
    return put


def _core(text: str, start: int, end: int, after: str) -> tuple[int, int, str]:
    """Return a change without the characters that both of its ends share."""
    before = text[start:end]
    left = Prefix.similarity(before, after)
    right = Postfix.similarity(before[left:], after[left:])
    return start + left, end - right, after[left : len(after) - right]


def _answered(
    text: str, placed: Placed, settings: LlmSettings, answers: Answers
) -> Iterator[Proposal]:
    start, question = placed
    agreement: Counter[Change] = Counter()
    refused: Counter[Refusal] = Counter()
    samples = 0
    for sample in range(settings.samples):
        kept = answers.get(digest(question, settings.model, settings.answers, sample))
        if kept is None:
            continue
        samples += 1
        read = read_answer(kept.answer, question.sentence, settings.answers)
        agreement.update(set(read.changes))
        refused.update(set(read.refused))
    sentence = start, start + len(question.sentence)
    if not samples:
        yield _veto(text, sentence, RULE, Reason.NOT_ANSWERED)
    for refusal in sorted(refused):
        yield _veto(text, sentence, RULE, _REASONS[refusal])
    for change in sorted(agreement):
        evidence = LanguageModelProposal(settings.model, PROMPT, agreement[change], samples)
        if 2 * agreement[change] > samples:
            yield _proposal(start, change, RULE, evidence)


def _proposal(start: int, change: Change, rule: str, evidence: LanguageModelProposal) -> Proposal:
    span = start + change.start, start + change.end
    return Proposal(STAGE, rule, *span, change.after, _CONFIDENCE, (evidence,))


def _veto(text: str, span: tuple[int, int], rule: str, reason: Reason) -> Proposal:
    return Proposal(STAGE, rule, *span, text[slice(*span)], 0.0, veto=reason)
