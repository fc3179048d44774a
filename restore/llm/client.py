"""Asks an endpoint that speaks OpenAI's chat protocol (vLLM, Ollama, llama.cpp, LM Studio, DashScope …).

A server that is slow, busy or gone fails no document: what it does not answer stays unasked, and how
much that was, and why, is told. The key comes from the environment and is written nowhere.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Sequence
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from restore.errors import SettingsError
from restore.llm.cache import Answers, Kept
from restore.llm.ledger import Ledger, counted_in, ledger
from restore.llm.questions import PROMPT, Question, digest, messages, schema
from restore.llm.replies import Failure, read_reply, refused
from restore.settings import LlmSettings

if TYPE_CHECKING:
    import httpx

__all__ = ["KEY_VARIABLE", "ask", "missing_from"]

#: Where the key is looked for, in this order.
KEY_VARIABLE = ("RESTORE_LLM_KEY", "OPENAI_API_KEY")
#: Attempts at one question, and the first pause between two (seconds); each pause is twice as long.
_ATTEMPTS = 4
_PAUSE_S = 0.5
_MAX_PAUSE_S = 30.0
#: So many tokens are more than any proofread sentence has.
_MAX_TOKENS = 2048
#: Several answers to one question differ only where the model may choose.
_TEMPERATURE_OF_SAMPLES = 0.7


class _Work(NamedTuple):
    digest: str
    question: Question
    sample: int


def ask(questions: Sequence[Question], settings: LlmSettings) -> None:
    """Ask what the kept answers do not hold yet, several at once, and keep the answers.

    What is sent, and why answers are missing, is counted in the ledger of the run.

    Raises
    ------
    SettingsError
        If the extra is missing.
    """
    answers, counts = Answers(settings.folder), ledger()
    work = {}
    for question in questions:
        for sample in range(settings.samples):
            key = digest(question, settings.model, settings.answers, sample)
            if key not in work and key not in counts.missing and key not in answers:
                work[key] = _Work(key, question, sample)
    if settings.cache_only or not settings.url:
        counts.missing.update(dict.fromkeys(work, "cache_only"))
        return
    if not work:
        return
    try:
        import httpx
    except ImportError as error:
        raise SettingsError(
            "correction.llm needs httpx; install it with: pip install 'restore-zh[llm]'"
        ) from error
    asyncio.run(_Session(settings, answers, counts).run(list(work.values()), httpx))


def missing_from(settings: LlmSettings) -> dict[str, int]:
    """Send one short question and keep nothing; return what went wrong, as a ledger counts it.

    Raises
    ------
    SettingsError
        If the extra is missing.
    """
    with TemporaryDirectory() as folder, counted_in(Ledger()) as counts:
        trial = msgspec.structs.replace(
            settings, cache=folder, samples=1, max_requests=0, cache_only=False
        )
        ask([Question("人民群众。")], trial)
        return counts.settle()


class _Session:
    def __init__(self, settings: LlmSettings, answers: Answers, counts: Ledger) -> None:
        self._settings = settings
        self._answers, self._counts = answers, counts
        self._limit = asyncio.Semaphore(settings.at_once)

    async def run(self, work: Sequence[_Work], httpx: Any) -> None:
        key = next(filter(None, map(os.environ.get, KEY_VARIABLE)), "")
        if not (key.isascii() and key.isprintable()):
            self._counts.missing.update((item.digest, "key") for item in work)
            return
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        timeout = httpx.Timeout(self._settings.timeout_s)
        async with httpx.AsyncClient(headers=headers, timeout=timeout) as client:
            await asyncio.gather(*(self._one(client, item, httpx) for item in work))

    async def _one(self, client: httpx.AsyncClient, item: _Work, httpx: Any) -> None:
        counts = self._counts
        async with self._limit:
            pause = _PAUSE_S
            for attempt in range(_ATTEMPTS):
                if counts.spent.gone:
                    counts.missing[item.digest] = "gone"
                    return
                if not counts.take(self._settings.max_requests):
                    counts.missing[item.digest] = "budget"
                    return
                failure = await self._send(client, item, httpx)
                if failure is None:
                    return
                if failure.wait_s is None or attempt == _ATTEMPTS - 1:
                    counts.failed(item.digest, failure.cause)
                    return
                await asyncio.sleep(min(max(failure.wait_s, pause), _MAX_PAUSE_S))
                pause *= 2

    async def _send(self, client: httpx.AsyncClient, item: _Work, httpx: Any) -> Failure | None:
        """Send one question and keep its answer; return what went wrong."""
        structured = self._counts.structured
        try:
            reply = await client.post(self._address, json=self._body(item, structured=structured))
        except httpx.TimeoutException:
            return Failure("timeout", 0.0)
        except (httpx.InvalidURL, httpx.UnsupportedProtocol):
            return Failure("url", None)
        except httpx.ConnectError:
            return Failure("unreachable", 0.0)
        except (httpx.HTTPError, OSError):
            return Failure("broken", 0.0)
        if reply.status_code in (400, 422) and structured:
            # Not every server can hold a model to a schema.
            self._counts.structured = False
            return Failure("request", 0.0)
        if reply.status_code != 200:
            return refused(reply.status_code, reply.headers.get("retry-after", ""))
        said = read_reply(reply.content)
        if isinstance(said, Failure):
            return said
        self._counts.answered(said.tokens)
        kept = Kept(self._settings.model, PROMPT, said.answer, said.tokens)
        self._answers.keep(item.digest, kept)
        return None

    @property
    def _address(self) -> str:
        return self._settings.url.rstrip("/") + "/chat/completions"

    def _body(self, item: _Work, *, structured: bool) -> dict[str, Any]:
        settings = self._settings
        body: dict[str, Any] = {
            "model": settings.model,
            "messages": messages(item.question, settings.answers),
            "temperature": _TEMPERATURE_OF_SAMPLES if settings.samples > 1 else 0,
            "seed": item.sample,
            "max_tokens": _MAX_TOKENS,
        }
        if structured:
            named = {"name": "proofreading", "strict": True, "schema": schema(settings.answers)}
            body["response_format"] = {"type": "json_schema", "json_schema": named}
        return body
