"""One HTTP request and its answer: to an address that was checked, within a limit, redirects not followed."""

import json
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any
from urllib.parse import urlsplit

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError, SSLError

from connectors.limit import Limit
from connectors.outside import Failed

from .addresses import resolve

MOST_BYTES = 1024 * 1024
"""Of an answer: more is no answer to a step."""
_PIECE = 64 * 1024


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer; `body` is its JSON, or its text, or None without any."""

    status: int
    body: Any


def send(
    method: str,
    url: str,
    headers: Mapping[str, str],
    body: bytes | None,
    *,
    limit_s: float,
    private: bool,
    trust: ssl.SSLContext | None = None,
) -> Answer:
    """Send a request and read its answer.

    Parameters
    ----------
    limit_s
        Seconds for everything together, however slowly the other side speaks.
    private
        See :func:`connectors.http.addresses.resolve`.
    trust
        Whose certificates are believed; the system's by default.

    Raises
    ------
    Failed
        ``unreachable``, ``timeout``, ``forbidden``, ``certificate``, ``too_long``, ``broken``.
    """
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
    address = resolve(host, port, private=private)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    limit = Limit(limit_s)
    connection = _connection(parts.scheme, host, address, port, limit_s, trust)
    try:
        status, content = _exchange(
            connection, limit, method, target, body, {**headers, "Host": parts.netloc}
        )
    except (SSLError, ssl.SSLError) as problem:
        raise Failed("certificate", host) from problem
    except (HTTPError, HTTPException, OSError, ValueError) as problem:
        is_late = limit.is_over or isinstance(problem, TimeoutError)
        raise Failed("timeout" if is_late else "unreachable", host) from problem
    finally:
        connection.close()
    if limit.is_over:
        # What was cut looks like an end.
        raise Failed("timeout", host)
    return Answer(status, _parsed(content))


def _exchange(
    connection: HTTPConnection,
    limit: Limit,
    method: str,
    target: str,
    body: bytes | None,
    headers: Mapping[str, str],
) -> tuple[int, bytes]:
    connection.connect()
    # Held here: the connection lets go of its socket when the answer's head has come.
    sock = connection.sock
    with limit.over(lambda: sock):
        connection.request(method, target, body=body, headers=headers, preload_content=False)
        answer = connection.getresponse()
        return answer.status, _read(answer)


def _connection(
    scheme: str, host: str, address: str, port: int, limit_s: float, trust: ssl.SSLContext | None
) -> HTTPConnection:
    if scheme != "https":
        return HTTPConnection(address, port, timeout=limit_s)
    context = trust or ssl.create_default_context()
    return HTTPSConnection(
        address, port, timeout=limit_s, ssl_context=context, server_hostname=host, assert_hostname=host
    )


def _read(answer: Any) -> bytes:
    found = bytearray()
    while piece := answer.read(_PIECE):
        found += piece
        if len(found) > MOST_BYTES:
            raise Failed("too_long", f"more than {MOST_BYTES} bytes", lasting=True)
    return bytes(found)


def _parsed(content: bytes) -> Any:
    if not content:
        return None
    try:
        return json.loads(content)
    except ValueError:
        return content.decode(errors="replace")
