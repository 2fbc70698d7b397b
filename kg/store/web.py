"""Sends requests to a triple store over HTTP, with what is needed to be let in.

Secrets come from the environment or a netrc file only: a command line is seen by every user of the machine.
"""

from __future__ import annotations

import base64
import netrc
import os
import time
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from http.client import HTTPException
from typing import TypeVar
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit

from kg import __version__
from kg.errors import StoreError, UsageError

AGENT = f"conflict-kg/{__version__} (+https://w3id.org/conflict-kg/)"
LONGEST = 120.0  # seconds: a server that wants us to wait longer is asked another day
LONG = 16_000  # bytes of a body that no server reads before it looks at the rights
T = TypeVar("T")
USER, PASSWORD, TOKEN = "KG_USER", "KG_PASSWORD", "KG_TOKEN"


class BusyError(StoreError):
    """A server that wants to be asked again later."""

    def __init__(self, message: str, *, wait: float | None) -> None:
        super().__init__(message)
        self.wait = wait  # seconds, where the server says so


def busy(shown: str, error: HTTPError) -> BusyError | None:
    """Return an answer of 429 or 503 as an error that can be waited out, None for any other."""
    if error.code not in (429, 503):
        return None
    return BusyError(
        f"{shown} answered {error.code} {error.reason}: it has too much to do; try again later",
        wait=_seconds(error.headers.get("Retry-After")),
    )


def _seconds(told: str | None) -> float | None:
    """Return how long to wait: Retry-After tells seconds or a time."""
    if told is None:
        return None
    if told.strip().isdecimal():
        return float(told)
    try:
        return max(0.0, parsedate_to_datetime(told).timestamp() - time.time())
    except ValueError:
        return None


def patiently(ask: Callable[[], T], *, tries: int = 5, sleep: Callable[[float], None] = time.sleep) -> T:
    """Return what `ask` returns, waiting where the server is busy: as long as it says, else ever longer."""
    for left in reversed(range(tries)):
        try:
            return ask()
        except BusyError as error:
            wait = 2.0 ** (tries - left) if error.wait is None else error.wait
            if left == 0 or wait > LONGEST:
                raise
            sleep(wait)
    raise AssertionError("unreachable")


@dataclass(frozen=True, kw_only=True, slots=True)
class Access:
    """Who asks: a user with a password, or a token, or nobody in particular."""

    user: str | None = None
    password: str = field(default="", repr=False)
    token: str | None = field(default=None, repr=False)


def find_access(address: str) -> Access:
    """Return the rights for `address`: KG_TOKEN, KG_USER and KG_PASSWORD, else what a netrc file says of the host."""
    parts = urlsplit(address)
    if parts.username is not None or parts.password is not None:
        raise UsageError(f"keep the password out of the address; set {USER} and {PASSWORD}, or use a netrc file")
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise UsageError(f"{address!r} is no http or https address")
    if os.environ.get(TOKEN):
        return Access(token=os.environ[TOKEN])
    if os.environ.get(USER):
        return Access(user=os.environ[USER], password=os.environ.get(PASSWORD, ""))
    return _from_netrc(parts.hostname)


def _from_netrc(host: str) -> Access:
    try:
        found = netrc.netrc(os.environ.get("NETRC")).authenticators(host)
    except FileNotFoundError:
        return Access()
    except (OSError, netrc.NetrcParseError) as error:
        raise UsageError(f"the netrc file cannot be read: {error}") from error
    return Access(user=found[0], password=found[2] or "") if found else Access()


def send(
    method: str,
    address: str,
    body: bytes | None = None,
    *,
    kind: str = "application/octet-stream",
    accept: str = "*/*",
    access: Access,
    timeout: float,
) -> tuple[str, bytes]:
    """Send one request; return the content type and the body of the answer, StoreError where it was refused."""
    request = urllib.request.Request(address, data=body, method=method)
    request.add_header("User-Agent", AGENT)
    request.add_header("Accept", accept)
    if body is not None:
        request.add_header("Content-Type", kind)
    if access.token is not None:
        request.add_unredirected_header("Authorization", f"Bearer {access.token}")
    shown = address.partition("?")[0]
    if access.user is not None and len(body or b"") > LONG:
        _announce(request, access, timeout)
    try:
        with _opener(address, access).open(request, timeout=timeout) as answer:
            return str(answer.headers.get("Content-Type", "")), bytes(answer.read())
    except HTTPError as error:
        raise busy(shown, error) or StoreError(_refusal(shown, error, access)) from error
    except TimeoutError as error:
        raise StoreError(f"{shown} gave no answer in {timeout:g} s; raise --timeout") from error
    except URLError as error:
        raise StoreError(f"cannot reach {shown}: {error.reason}; is the server running?") from error
    except (HTTPException, OSError) as error:
        raise StoreError(f"the connection to {shown} broke: {error}; run the same command again") from error


def _opener(address: str, access: Access) -> urllib.request.OpenerDirector:
    if access.user is None:
        return urllib.request.build_opener()
    passwords = urllib.request.HTTPPasswordMgrWithDefaultRealm()
    passwords.add_password(None, address, access.user, access.password)
    digest, basic = urllib.request.HTTPDigestAuthHandler, urllib.request.HTTPBasicAuthHandler
    return urllib.request.build_opener(digest(passwords), basic(passwords))


def _announce(request: urllib.request.Request, access: Access, timeout: float) -> None:
    """Say who we are before a long body is sent: a server that asks only then may hang up in the middle of it."""
    probe = urllib.request.Request(request.full_url, method="GET", headers={"User-Agent": AGENT})
    try:
        with urllib.request.build_opener().open(probe, timeout=timeout):
            return
    except HTTPError as error:
        asked = error.headers.get("WWW-Authenticate", "") if error.code == 401 else ""
    except (HTTPException, OSError):
        return  # the real request will tell
    scheme, _, challenge = asked.partition(" ")
    if scheme.casefold() == "basic":
        pair = f"{access.user}:{access.password}".encode()
        request.add_unredirected_header("Authorization", f"Basic {base64.b64encode(pair).decode('ascii')}")
    elif scheme.casefold() == "digest":
        passwords = urllib.request.HTTPPasswordMgrWithDefaultRealm()
        passwords.add_password(None, request.full_url, access.user or "", access.password)
        said = urllib.request.parse_keqv_list(list(filter(None, urllib.request.parse_http_list(challenge))))
        answer = urllib.request.HTTPDigestAuthHandler(passwords).get_authorization(request, said)
        if answer:
            request.add_unredirected_header("Authorization", f"Digest {answer}")


def _refusal(shown: str, error: HTTPError, access: Access) -> str:
    if error.code in (401, 403):
        known = "these rights do not suffice" if access.user or access.token else "it wants to know who you are"
        return f"{shown} answered {error.code}: {known}; set {USER} and {PASSWORD}, or {TOKEN}, or use a netrc file"
    said = " ".join(error.read(600).decode("utf-8", "replace").split())[:200]
    return f"{shown} answered {error.code} {error.reason}: {said or 'no reason given'}"
