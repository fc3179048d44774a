"""Who may use the page: this machine, the browser that was given the token, no other site.

A page on the web can send requests to 127.0.0.1 (and, by DNS rebinding, under a name of its own):
hence the Host, Origin and Sec-Fetch-Site checks beside the token.
"""

from __future__ import annotations

import secrets
from hmac import compare_digest
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs

from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

__all__ = ["Guard"]

_LOCAL = frozenset({"127.0.0.1", "::1"})
_HEADERS = [
    (b"cache-control", b"no-store"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-content-type-options", b"nosniff"),
    (
        b"content-security-policy",
        b"default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
        b"img-src 'self' data:; connect-src 'self'; form-action 'none'; frame-ancestors 'none'; "
        b"base-uri 'none'",
    ),
]


class Guard:
    """ASGI middleware: lets through whom the rules above allow, refuses the rest with 403."""

    def __init__(self, app: ASGIApp, *, port: int) -> None:
        self._app = app
        self._hosts = {f"127.0.0.1:{port}", f"localhost:{port}"}
        self._cookie = f"restore-{port}"
        self._session = secrets.token_urlsafe(32)
        self._token: str | None = None
        self.port = port

    def new_link(self) -> str:
        """Return an address that opens the page once; an older one that was not used is void."""
        self._token = secrets.token_urlsafe(24)
        return f"http://127.0.0.1:{self.port}/?token={self._token}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve or refuse one request."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            return
        response = self._answer(scope)
        if response is not None:
            await response(scope, receive, send)
            return

        async def send_guarded(message: dict[str, object]) -> None:
            if message["type"] == "http.response.start":
                headers = message["headers"]
                assert isinstance(headers, list)
                message = {**message, "headers": [*headers, *_HEADERS]}
            await send(message)

        await self._app(scope, receive, send_guarded)  # type: ignore[arg-type]

    def _answer(self, scope: Scope) -> Response | None:
        """Return a refusal, the redirection that spends a token, or None: let through."""
        headers = {
            name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]
        }
        client = scope.get("client")
        host = headers.get("host", "")
        if client is None or client[0] not in _LOCAL or host not in self._hosts:
            return _refusal("This page is served to this machine only.")
        if headers.get("sec-fetch-site", "none") not in ("none", "same-origin"):
            # A link on another page may open ours (it still needs the token), nothing else may.
            navigation = headers.get("sec-fetch-mode") == "navigate" and scope["method"] == "GET"
            if not navigation:
                return _refusal("Requests of other pages are refused.")
        if scope["method"] not in ("GET", "HEAD"):
            kind = headers.get("content-type", "").partition(";")[0].strip().lower()
            if headers.get("origin") != f"http://{host}" or kind != "application/json":
                return _refusal("Requests of other pages are refused.")
        if self._known(headers.get("cookie", "")):
            return None
        given = parse_qs(scope["query_string"].decode("latin-1")).get("token", [""])[0]
        if (
            scope["method"] == "GET"
            and scope["path"] == "/"
            and self._token is not None
            and compare_digest(given.encode(), self._token.encode())
        ):
            self._token = None
            response = RedirectResponse("/", status_code=303)
            response.set_cookie(
                self._cookie, self._session, httponly=True, samesite="strict", path="/"
            )
            return response
        return _refusal(
            "This page needs the link that `restore review` printed; it opens one browser. "
            "Press Enter there for another link.\n"
            "请用 restore review 打印的链接打开本页；每个链接只能打开一次，在终端按回车可得新链接。"
        )

    def _known(self, header: str) -> bool:
        try:
            morsel = SimpleCookie(header).get(self._cookie)
        except CookieError:
            return False
        return morsel is not None and compare_digest(morsel.value.encode(), self._session.encode())


def _refusal(words: str) -> Response:
    return PlainTextResponse(f"{words}\n", status_code=403, headers={"cache-control": "no-store"})
