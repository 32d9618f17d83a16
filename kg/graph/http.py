"""Talks HTTP to an endpoint: no redirect is followed, a token goes nowhere else, every failure is one line."""

from __future__ import annotations

import re
import urllib.error
import urllib.request
from http.client import HTTPException
from typing import TYPE_CHECKING, NamedTuple, Never
from urllib.parse import urlsplit

from kg.errors import ConfigError, StoreError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from email.message import Message
    from http.client import HTTPMessage
    from typing import IO

SECONDS = 120
"""Time that a server may take for one answer."""
WELL, MOVED, BAD = 300, 400, 400
DENIED = (401, 403)
SLOW = (408, 503, 504)


class Reply(NamedTuple):
    """What a server answered."""

    status: int
    type: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def well(self) -> bool:
        """It did what it was asked to."""
        return self.status < WELL

    @property
    def said(self) -> str:
        """The beginning of the body, without markup, on one line."""
        return " ".join(re.sub(r"<[^>]*>", " ", self.body.decode("utf-8", "replace")).split())[:300]


class _Stay(urllib.request.HTTPRedirectHandler):
    """Hands a redirect back as the answer that it is."""

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> None:
        """Follow none: the token and the data were meant for this address."""


class Connection:
    """Sends requests to one server.

    Args:
        url: Any address of the server; it says which host a password is for.
        token: Empty, a bearer token, or ``name:password`` for servers that ask for basic or digest authentication.

    Raises:
        ConfigError: The URL holds a password, which would be shown in messages.
    """

    def __init__(self, url: str, token: str = "", *, seconds: float = SECONDS) -> None:
        parts = urlsplit(url)
        if parts.username is not None:
            raise ConfigError("an endpoint's URL holds no password", hint="set KG_TOKEN=name:password")
        self._seconds = seconds
        self._headers: dict[str, str] = {}
        handlers: list[urllib.request.BaseHandler] = [_Stay()]
        name, colon, password = token.partition(":")
        if colon:
            known = urllib.request.HTTPPasswordMgrWithDefaultRealm()
            known.add_password(None, f"{parts.scheme}://{parts.netloc}/", name, password)
            handlers += [urllib.request.HTTPDigestAuthHandler(known), urllib.request.HTTPBasicAuthHandler(known)]
        elif token:
            self._headers["Authorization"] = f"Bearer {token}"
        self._opener = urllib.request.build_opener(*handlers)

    def send(self, method: str, url: str, body: bytes | None, headers: Mapping[str, str]) -> Reply:
        """Send a request; an answer that says no is an answer too.

        Raises:
            StoreError: There is no answer.
        """
        request = urllib.request.Request(url, body, {**headers, **self._headers}, method=method)  # noqa: S310 - http(s), see is_remote
        try:
            with self._opener.open(request, timeout=self._seconds) as reply:
                return _reply(reply.status, reply.headers, reply.read())
        except urllib.error.HTTPError as error:
            with error:
                return _reply(error.code, error.headers, error.read())
        except TimeoutError:
            _silent(url, self._seconds)
        except (OSError, ValueError, HTTPException) as error:
            reason = getattr(error, "reason", error)
            if isinstance(reason, TimeoutError):
                _silent(url, self._seconds)
            raise StoreError(f"cannot be reached: {reason}", path=url, hint="is the server running?") from None


def _reply(status: int, headers: Message, body: bytes) -> Reply:
    named = {name.lower(): value for name, value in headers.items()}
    return Reply(status, named.get("content-type", "").split(";")[0].strip().lower(), named, body)


def _silent(url: str, seconds: float) -> Never:
    raise StoreError(f"no answer within {seconds:g} seconds", path=url, hint="is it busy? run the same again") from None


def refuse(reply: Reply, url: str, what: str) -> Never:
    """Say why a server did not do what it was asked to.

    Args:
        what: What it was to do, as in «take updates».

    Raises:
        StoreError: Always.
    """
    if reply.status in DENIED:
        hint = "set KG_TOKEN to a bearer token, or to name:password"
        raise StoreError(f"does not let you {what} (HTTP {reply.status})", path=url, hint=hint)
    if WELL <= reply.status < MOVED:
        hint = "redirects are not followed: give that address, if you trust it"
        raise StoreError(f"has moved to {reply.headers.get('location', 'another address')}", path=url, hint=hint)
    if reply.status in SLOW:
        raise StoreError(f"took too long to {what} (HTTP {reply.status}): {reply.said}", path=url, hint="run it again")
    raise StoreError(f"does not {what} (HTTP {reply.status}): {reply.said}", path=url)
