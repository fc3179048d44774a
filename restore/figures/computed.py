"""Says in Chinese and in English what a check computed, from its fields."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from restore.core.claims import ArithmeticCheck, Claim
from restore.figures.numerals import plain
from restore.figures.words import Language

__all__ = ["check_words", "exact"]

#: By rule: what the figures of a check (``{0}`` …, as printed) say. Their order is that of the rule.
_CHECKS = {
    "ratio": "{1} ÷ {0} = {expected}%; the text has {2}",
    "share": "{1} ÷ {0} = {expected}%; the text has {2}",
    "product": "{0} × {1} = {expected}吨; the text has {2}",
    "difference": "{1} and {0} are {expected} apart; the text has {2}",
    "growth": "from {0} to {1} is a change of {expected}; the text has {2}",
    "step": "{1} of {0} is a change of {expected}%; the text has {2}",
    "scale": "the same digits stand for {0} and for {1} in this text",
    "repeated": "one wording, twice in this text, with {0} and with {1}",
    "respective": "{expected} names stand before 分别 and {stated} values behind it",
    "list-length": "{expected} items are listed; the text has {0}",
}


def check_words(check: ArithmeticCheck, claims: Sequence[Claim], language: Language) -> str:
    """Say what a check computed.

    Parameters
    ----------
    claims : those of the check, in its order
    """
    if language == "zh":
        return check.explanation
    texts = [claim.text for claim in claims]
    if check.outcome == "unmade":
        return f"too little is told to check {', '.join(texts) or exact(check.stated)}"
    values = {"stated": exact(check.stated), "expected": exact(check.expected)}
    template = _CHECKS.get(check.rule)
    if template is not None and len(texts) > max(
        map(int, filter(str.isdigit, template)), default=0
    ):
        return template.format(*texts, **values)
    return _other_check(check, claims, texts, values)


def _other_check(
    check: ArithmeticCheck, claims: Sequence[Claim], texts: Sequence[str], values: dict[str, str]
) -> str:
    match check.rule, texts:
        case "date", _:
            return "no calendar has this day"
        case "fixed", _:
            return (
                f"this expression always has {values['expected']}; the text has {values['stated']}"
            )
        case "numbering", _:
            return f"numbered {values['stated']}, where its neighbours ask for {values['expected']}"
        case "session", _:
            elsewhere = f"; elsewhere this text has {values['expected']}" if check.expected else ""
            return "there is no such congress, term or session yet" + elsewhere
        case "occasion", _:
            return f"the year is {values['stated']}; what is named is of {values['expected']}"
        case "year", _:
            return f"the year is {values['stated']}; what it stands with gives {values['expected']}"
        case "list-length", _:
            return f"{values['expected']} items are listed; the text has {values['stated']}"
        case "sum", [total, *parts]:
            return f"{' + '.join(parts)} = {values['expected']}; the text has {total}"
        case "shares", [_, *_]:
            return f"{' + '.join(texts)} = {values['stated']}%; they should add up to 100%"
        case "part-of-whole", [whole, part]:
            wrong = check.outcome == "failed"
            return f"{part} is {'more' if wrong else 'no more'} than {whole}"
        case "direction", [first, second]:
            return f"from {first} to {second}: not the way that the verb says"
        case "anniversary", [text] if check.stated == claims[0].value:
            return f"elsewhere this text has anniversary {values['expected']}; here it has {text}"
        case "anniversary", [text]:
            return f"the founding year and {text} give {values['expected']}; the text is of {values['stated']}"
    if check.stated is None or check.expected is None:
        return "the figures of this passage do not fit each other"
    return f"the other figures give {values['expected']}; the text has {values['stated']}"


def exact(value: Decimal | None) -> str:
    """Write a number without an exponent and without needless zeros; ``""`` for none."""
    return "" if value is None else format(plain(value), "f")
