"""Who may talk to the studio: a browser on this machine that was given the run's token, from the studio's own pages.

Host is checked against DNS rebinding, Origin and Sec-Fetch-Site against other sites' pages, the cookie against other users
of the machine.
"""

import hmac
import secrets
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self' blob:; "
    "connect-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)
_ALWAYS = {
    "content-security-policy": _POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
}
LARGEST = 8_000_000
"""Bytes of a request; a script of 60 sources has some 200,000."""
_REFUSED = "This is not a page of the studio's. Open the address that `dispatch-audio preview` printed."


@dataclass(frozen=True)
class Pass:
    """What opens the studio during one run."""

    own_url: str
    """The studio's address, with a slash at the end."""
    token: str = field(default_factory=lambda: secrets.token_urlsafe(32), repr=False)

    @property
    def opening_url(self) -> str:
        """The address to open: it carries the token once, and the cookie keeps it."""
        return f"{self.own_url}open?token={self.token}"

    @property
    def cookie(self) -> str:
        """The cookie's name: cookies are shared by all ports of a host, so each has its own."""
        return f"dispatch-studio-{urlsplit(self.own_url).port}"

    def fits(self, token: str) -> bool:
        """Whether this is the token."""
        return hmac.compare_digest(token.encode(), self.token.encode())

    @property
    def hosts(self) -> frozenset[str]:
        """The names that the studio answers to."""
        parts = urlsplit(self.own_url)
        names = (
            {parts.hostname or "", "localhost"} if parts.hostname == "127.0.0.1" else {parts.hostname or ""}
        )
        return frozenset(f"{name}:{parts.port}" for name in names)


class Guard:
    """Lets nobody in without the pass, and gives every answer the headers that keep a page to itself."""

    def __init__(self, app: ASGIApp, own: Pass) -> None:
        self._app, self._own = app, own

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ASGI."""
        if scope["type"] != "http":
            return
        answer = self._refusal(scope)
        if answer is not None:
            await answer(scope, receive, _headed(send))
            return
        await self._app(scope, receive, _headed(send))

    def _refusal(self, scope: Scope) -> Response | None:
        headers, method = Headers(scope=scope), scope["method"]
        if headers.get("host", "") not in self._own.hosts:
            return PlainTextResponse("No such host here.", 421)
        if scope["path"] == "/open" and method == "GET":
            return None
        if not self._own.fits(_cookie(headers, self._own.cookie)):
            return PlainTextResponse(_REFUSED, 403)
        origin, site = headers.get("origin"), headers.get("sec-fetch-site", "same-origin")
        safe = method in ("GET", "HEAD")
        if origin is not None and origin not in {f"http://{host}" for host in self._own.hosts}:
            return PlainTextResponse(_REFUSED, 403)
        if not safe and origin is None:
            return PlainTextResponse(_REFUSED, 403)
        opened = headers.get("sec-fetch-mode") == "navigate" and safe
        if site not in ("same-origin", "none") and not opened:
            return PlainTextResponse(_REFUSED, 403)
        length = headers.get("content-length", "0")
        if not safe and (not length.isdigit() or int(length) > LARGEST or "transfer-encoding" in headers):
            return PlainTextResponse("Too large.", 413)
        return None


def _cookie(headers: Headers, name: str) -> str:
    try:
        jar = SimpleCookie(headers.get("cookie", ""))
    except CookieError:
        return ""
    return jar[name].value if name in jar else ""


def _headed(send: Send) -> Send:
    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in _ALWAYS.items():
                headers[name] = value
            headers.setdefault("cache-control", "no-store")
        await send(message)

    return sent


def opened(request: Request, own: Pass) -> Response:
    """The first page: takes the token from the address into a cookie.

    It answers with a page that goes on by itself, since a cookie that is strict is not sent after a redirection that
    another site's link began.
    """
    if not own.fits(request.query_params.get("token", "")):
        return PlainTextResponse(_REFUSED, 403)
    page = (
        '<!doctype html><html lang="en"><meta charset="utf-8"><meta http-equiv="refresh" content="0; url=/">'
        '<link rel="icon" href="/static/icon.svg" type="image/svg+xml">'
        '<title>Studio</title><p><a href="/">Open the studio</a></p></html>'
    )
    answer = Response(page, media_type="text/html; charset=utf-8")
    answer.set_cookie(own.cookie, own.token, httponly=True, samesite="strict", path="/")
    return answer
