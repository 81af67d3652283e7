"""What the tests of hostile requests share: what counts as an answer, and bytes sent past any client."""

import socket

import httpx

PROBLEM = "application/problem+json"
PATIENCE = 15
"""Seconds: whoever takes longer hangs."""


def check(answer: httpx.Response, *, api: bool = True) -> httpx.Response:
    """Fail unless the answer is no failure of ours, and, where it refuses, says its code."""
    assert answer.status_code < 500, answer.text
    if api and answer.status_code >= 400 and answer.request.method != "HEAD":
        assert answer.headers["Content-Type"] == PROBLEM, answer.text
        assert answer.json()["code"]
    return answer


def told(answer: httpx.Response) -> tuple[int, str]:
    """Return status and code of a refusal."""
    return check(answer).status_code, answer.json().get("code", "")


def raw(url: str, sent: bytes) -> bytes:
    """Send bytes as they are and return everything that comes back until the server closes."""
    host, _, port = url.removeprefix("http://").partition(":")
    with socket.create_connection((host, int(port)), timeout=PATIENCE) as connection:
        connection.sendall(sent)
        got = b""
        while part := connection.recv(65536):
            got += part
    return got
