"""Asks an endpoint that speaks OpenAI's chat protocol (vLLM, Ollama, llama.cpp, LM Studio, DashScope …).

A server that is slow, busy or gone fails no document: what it does not answer stays unasked, and how
much that was is told. The key comes from the environment and is written nowhere.
"""

from __future__ import annotations

import asyncio
import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from restore.errors import SettingsError
from restore.llm.cache import Answers, Kept
from restore.llm.questions import PROMPT, Question, digest, messages, schema
from restore.settings import LlmSettings

if TYPE_CHECKING:
    import httpx

__all__ = ["KEY_VARIABLE", "Asked", "answers_at", "ask"]

#: Where the key is looked for, in this order.
KEY_VARIABLE = ("RESTORE_LLM_KEY", "OPENAI_API_KEY")
#: Attempts at one question, and the first pause between two (seconds); each pause is twice as long.
_ATTEMPTS = 4
_PAUSE_S = 0.5
_MAX_PAUSE_S = 30.0
#: After so many questions in a row without an answer the server is taken to be gone.
_MAX_FAILURES = 5
#: So many tokens are more than any proofread sentence has.
_MAX_TOKENS = 2048
#: Several answers to one question differ only where the model may choose.
_TEMPERATURE_OF_SAMPLES = 0.7


class Asked(NamedTuple):
    """What became of a batch of questions: requests sent, tokens used, and why some failed."""

    requests: int
    tokens: int
    failed: Counter[str]


@dataclass
class _Server:
    """What this process knows of an endpoint: so much was sent, and whether it still answers."""

    requests: int = 0
    failures: int = 0
    structured: bool = True


class _Work(NamedTuple):
    digest: str
    question: Question
    sample: int


@lru_cache(maxsize=8)
def _server(_settings: LlmSettings) -> _Server:
    return _Server()


def ask(questions: Sequence[Question], settings: LlmSettings) -> Asked:
    """Ask what the kept answers do not hold yet, several at once, and keep the answers.

    Raises
    ------
    SettingsError
        If the extra is missing.
    """
    answers = Answers(settings.folder)
    work = {}
    for question in questions:
        for sample in range(settings.samples):
            key = digest(question, settings.model, settings.answers, sample)
            if key not in work and key not in answers:
                work[key] = _Work(key, question, sample)
    if not work:
        return Asked(0, 0, Counter())
    if settings.cache_only or not settings.url:
        return Asked(0, 0, Counter({"not asked": len(work)}))
    try:
        import httpx
    except ImportError as error:
        raise SettingsError(
            "correction.llm needs httpx; install it with: pip install 'restore-zh[llm]'"
        ) from error
    session = _Session(settings, answers, _server(settings))
    return asyncio.run(session.run(list(work.values()), httpx))


def answers_at(settings: LlmSettings) -> str:
    """Send one short question and keep nothing; return what went wrong, or an empty text."""
    with TemporaryDirectory() as folder:
        trial = msgspec.structs.replace(settings, cache=folder, samples=1, max_requests=1)
        try:
            failed = ask([Question("人民群众。")], trial).failed
        except SettingsError as error:
            return str(error)
    return ", ".join(sorted(failed))


class _Session:
    """One batch of questions under way."""

    def __init__(self, settings: LlmSettings, answers: Answers, server: _Server) -> None:
        self._settings = settings
        self._answers = answers
        self._server = server
        self._limit = asyncio.Semaphore(settings.at_once)
        self._requests = self._tokens = 0
        self._failed: Counter[str] = Counter()

    async def run(self, work: Sequence[_Work], httpx: Any) -> Asked:
        key = next((os.environ[name] for name in KEY_VARIABLE if os.environ.get(name)), "")
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        timeout = httpx.Timeout(self._settings.timeout_s)
        async with httpx.AsyncClient(headers=headers, timeout=timeout) as client:
            await asyncio.gather(*(self._one(client, item, httpx) for item in work))
        return Asked(self._requests, self._tokens, self._failed)

    async def _one(self, client: httpx.AsyncClient, item: _Work, httpx: Any) -> None:
        async with self._limit:
            pause = _PAUSE_S
            for attempt in range(_ATTEMPTS):
                if self._server.failures >= _MAX_FAILURES:
                    self._failed["the server does not answer"] += 1
                    return
                if 0 < self._settings.max_requests <= self._server.requests:
                    self._failed["max_requests is reached"] += 1
                    return
                failure = await self._send(client, item, httpx)
                if failure is None:
                    self._server.failures = 0
                    return
                said, wait = failure
                if wait is None or attempt == _ATTEMPTS - 1:
                    break
                await asyncio.sleep(min(max(wait, pause), _MAX_PAUSE_S))
                pause *= 2
            self._server.failures += 1
            self._failed[said] += 1

    async def _send(
        self, client: httpx.AsyncClient, item: _Work, httpx: Any
    ) -> tuple[str, float | None] | None:
        """Send one question and keep its answer.

        Returns
        -------
        None, or what went wrong and the seconds to wait before another attempt (None: none would
        help)
        """
        self._requests += 1
        self._server.requests += 1
        try:
            reply = await client.post(self._address, json=self._body(item))
        except httpx.TimeoutException:
            return "timeout", 0.0
        except (httpx.HTTPError, OSError) as error:
            return type(error).__name__, 0.0
        if reply.status_code == 400 and self._server.structured:
            # Not every server can hold a model to a schema.
            self._server.structured = False
            return "HTTP 400", 0.0
        if reply.status_code == 429 or reply.status_code >= 500:
            return f"HTTP {reply.status_code}", _seconds(reply.headers.get("retry-after", ""))
        if reply.status_code != 200:
            return f"HTTP {reply.status_code}", None
        try:
            data = reply.json()
            answer = data["choices"][0]["message"]["content"]
            tokens = int((data.get("usage") or {}).get("total_tokens") or 0)
        except (ValueError, KeyError, IndexError, TypeError, AttributeError):
            return "not the chat protocol", None
        if not isinstance(answer, str):
            return "an answer without text", None
        self._tokens += tokens
        kept = Kept(self._settings.model, PROMPT, answer, tokens)
        self._answers.keep(item.digest, kept)
        return None

    @property
    def _address(self) -> str:
        return self._settings.url.rstrip("/") + "/chat/completions"

    def _body(self, item: _Work) -> dict[str, Any]:
        settings = self._settings
        body: dict[str, Any] = {
            "model": settings.model,
            "messages": messages(item.question, settings.answers),
            "temperature": _TEMPERATURE_OF_SAMPLES if settings.samples > 1 else 0,
            "seed": item.sample,
            "max_tokens": _MAX_TOKENS,
        }
        if self._server.structured:
            named = {"name": "proofreading", "strict": True, "schema": schema(settings.answers)}
            body["response_format"] = {"type": "json_schema", "json_schema": named}
        return body


def _seconds(value: str) -> float:
    """Read a ``Retry-After`` in seconds; a date, or nothing, asks for no more than the usual pause."""
    try:
        return max(0.0, float(value))
    except ValueError:
        return 0.0
