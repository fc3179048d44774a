"""What the reply of an endpoint means: an answer, or why there is none and whether to ask again."""

from __future__ import annotations

from typing import Any, NamedTuple

import msgspec

from restore.llm.ledger import Cause

__all__ = ["Failure", "Said", "read_reply", "refused"]

#: What refuses a request for good.
_REFUSALS: dict[int, Cause] = {401: "key", 403: "key", 404: "model"}


class Failure(NamedTuple):
    """Why a request failed, and seconds to wait before another attempt (None: none would help)."""

    cause: Cause
    wait_s: float | None


class Said(NamedTuple):
    """The text of an answer, and tokens of question and answer as the server counts them."""

    answer: str
    tokens: int


def read_reply(data: bytes) -> Said | Failure:
    """Read the body of a reply in OpenAI's chat protocol."""
    try:
        reply: Any = msgspec.json.decode(data)
        answer = reply["choices"][0]["message"]["content"]
        tokens = int((reply.get("usage") or {}).get("total_tokens") or 0)
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError):
        return Failure("protocol", None)
    return Said(answer, tokens) if isinstance(answer, str) else Failure("no_text", None)


def refused(status: int, retry_after: str) -> Failure:
    """Return why a server refuses, by the status of its reply."""
    if status == 429:
        return Failure("busy", _seconds(retry_after))
    if status >= 500:
        return Failure("server", _seconds(retry_after))
    if status == 408:
        return Failure("timeout", 0.0)
    if status < 400:
        return Failure("url", None)
    return Failure(_REFUSALS.get(status, "request"), None)


def _seconds(value: str) -> float:
    """Read a ``Retry-After`` in seconds; a date, or nothing, asks for no more than the usual pause."""
    try:
        return max(0.0, float(value))
    except ValueError:
        return 0.0
