"""The review page as a web application on 127.0.0.1."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import msgspec
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from restore.errors import RestoreError
from restore.messages import translated
from restore.report.html import script_text, style_text
from restore.review.desk import (
    AssignWish,
    BadRequestError,
    Desk,
    MembersWish,
    OwnWish,
    SignWish,
    Wishes,
)
from restore.review.store import StaleDecisionError

__all__ = ["application"]

_LARGEST = 32_000_000
# Digits of a number in an address.
_DIGITS = 15
_WISHES = msgspec.json.Decoder(Wishes)
_OWN = msgspec.json.Decoder(OwnWish)
_SIGN = msgspec.json.Decoder(SignWish)
_ASSIGN = msgspec.json.Decoder(AssignWish)
_MEMBERS = msgspec.json.Decoder(MembersWish)


class _Handlers:
    """Answers requests."""

    def __init__(self, desk: Desk, who: str) -> None:
        self.desk, self.who = desk, who

    async def page(self, _request: Request) -> Response:
        return HTMLResponse(await run_in_threadpool(self.desk.page, self.who))

    async def script(self, _request: Request) -> Response:
        return Response(script_text(), media_type="text/javascript; charset=utf-8")

    async def style(self, _request: Request) -> Response:
        return Response(style_text(), media_type="text/css; charset=utf-8")

    async def document(self, request: Request) -> Response:
        name = request.path_params["number"]
        number = -1 if name == "figures" else _number(name)
        known = number >= 0 or name == "figures"
        data = await run_in_threadpool(self.desk.document, number) if known else None
        return _json({"error": "no such document"}, 404) if data is None else _encoded(data)

    async def places(self, request: Request) -> Response:
        data = await run_in_threadpool(self.desk.places, _number(request.path_params["number"]))
        return _encoded(data if data is not None else b"null")

    async def image(self, request: Request) -> Response:
        given = request.path_params
        picture = await run_in_threadpool(
            self.desk.image, _number(given["number"]), _number(given["page"])
        )
        if picture is None:
            return _json({"error": "no such image"}, 404)
        return Response(picture.data, media_type=picture.type)

    async def decisions(self, request: Request) -> Response:
        since = request.query_params.get("since", "0")
        number = max(0, _number(since))
        lines = await run_in_threadpool(self.desk.store.since, number)
        size = number + len(lines)
        # The file was replaced by a shorter one: the page begins anew.
        if self.desk.store.size < size:
            lines, size = list(self.desk.store.decisions), self.desk.store.size
        return _json({"size": size, "lines": lines})

    async def decide(self, request: Request) -> Response:
        return await self.told(
            request, lambda body: {"lines": self.desk.record(_WISHES.decode(body))}
        )

    async def own(self, request: Request) -> Response:
        return await self.told(request, lambda body: {"lines": [self.desk.own(_OWN.decode(body))]})

    async def sign(self, request: Request) -> Response:
        return await self.told(
            request, lambda body: {"lines": [self.desk.sign(_SIGN.decode(body))]}
        )

    async def assign(self, request: Request) -> Response:
        return await self.told(
            request, lambda body: {"lines": [self.desk.assign(_ASSIGN.decode(body))]}
        )

    async def members(self, request: Request) -> Response:
        return await self.told(
            request, lambda body: {"members": self.desk.members(_MEMBERS.decode(body))}
        )

    async def told(self, request: Request, answer: Callable[[bytes], Any]) -> Response:
        body = await _body(request)
        try:
            value = await run_in_threadpool(answer, body)
        except (msgspec.DecodeError, ValueError, RecursionError) as error:
            # A number of too many digits and half a surrogate pair are ValueErrors.
            return _json({"error": _words(error, request)}, 400)
        except StaleDecisionError as error:
            told = _words(error, request)
            return _json({"error": told, "edit": error.edit, "heads": error.heads}, 409)
        except BadRequestError as error:
            return _json({"error": _words(error, request)}, 422)
        except RestoreError as error:
            return _json({"error": _words(error, request)}, 500)
        return _json(value)


def application(desk: Desk, who: str) -> Starlette:
    """Build the application; :class:`restore.review.guard.Guard` must stand before it.

    Parameters
    ----------
    who : the reviewer's name until one is given in the page
    """
    to = _Handlers(desk, who)

    def get(path: str, endpoint: Callable[[Request], Awaitable[Response]]) -> Route:
        return Route(path, endpoint, methods=["GET"])

    return Starlette(
        routes=[
            get("/", to.page),
            get("/app.js", to.script),
            get("/app.css", to.style),
            get("/api/document/{number}", to.document),
            get("/api/places/{number}", to.places),
            get("/image/{number}/{page}", to.image),
            get("/api/decisions", to.decisions),
            Route("/api/decide", to.decide, methods=["POST"]),
            Route("/api/own", to.own, methods=["POST"]),
            Route("/api/sign", to.sign, methods=["POST"]),
            Route("/api/assign", to.assign, methods=["POST"]),
            Route("/api/members", to.members, methods=["POST"]),
        ]
    )


def _number(text: str) -> int:
    """Return a number of an address; -1 for what is none, or has more digits than any here."""
    return int(text) if len(text) <= _DIGITS and text.isascii() and text.isdecimal() else -1


def _words(error: Exception, request: Request) -> str:
    """Return what is wrong, in the language that the page has."""
    chinese = request.headers.get("accept-language", "").startswith("zh")
    words = str(error).encode("utf-8", "backslashreplace").decode()
    return translated(words, "zh" if chinese else "en")


async def _body(request: Request) -> bytes:
    parts = []
    size = 0
    async for part in request.stream():
        size += len(part)
        if size > _LARGEST:
            return b""
        parts.append(part)
    return b"".join(parts)


def _json(value: Any, status: int = 200) -> Response:
    return _encoded(msgspec.json.encode(value), status)


def _encoded(data: bytes, status: int = 200) -> Response:
    return Response(data, status_code=status, media_type="application/json")
