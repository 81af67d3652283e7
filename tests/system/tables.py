"""Tables of who may do what: how they are read, and how what happened is said in their words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx


@dataclass(frozen=True)
class Call:
    """The request of a row that is named by what it does.

    Attributes
    ----------
    line
        Method and address as `address` reads it, such as `POST /tasks/T/complete`.
    sends
        What httpx is to send with it.
    """

    line: str
    sends: Mapping[str, Any]

    def ask(self, http: httpx.Client, ids: Mapping[str, str], **more: Any) -> httpx.Response:
        """Send it, with the ids of somebody's object in its address."""
        method, pattern = self.line.split()
        return http.request(method, address(pattern, ids), **self.sends, **more)


def call(line: str, **sends: Any) -> Call:
    """Make the request of a row."""
    return Call(line, sends)


def cells(table: str) -> list[Any]:
    """Read a table of operations by roles: one parameter set (operation, role, expected) a cell."""
    roles = _lines(table)[0].split()
    found = []
    for row in _lines(table)[1:]:
        name, _, rest = row.partition("|")
        expected = rest.split()
        assert len(expected) == len(roles), row
        found += [(name.strip(), role, told) for role, told in zip(roles, expected, strict=True)]
    return found


def rows(table: str) -> list[str]:
    """Return the names of a table's rows."""
    return [row.partition("|")[0].strip() for row in _lines(table)[1:]]


def _lines(table: str) -> list[str]:
    return [line for line in table.splitlines() if line.strip()]


def address(pattern: str, ids: Mapping[str, str]) -> str:
    """Put ids where the pattern of an address has their letters between its slashes: `/tasks/T/hold`."""
    return "/".join(ids.get(part, part) for part in pattern.split("/"))


def token(http: httpx.Client) -> str:
    """Return the CSRF token of this browser's session."""
    page = http.get("/me")
    text = page.text if page.status_code == 200 else http.get("/signin").text
    return text.split('name="csrf_token" value="')[1].split('"')[0]


def told(answer: httpx.Response) -> str:
    """Say what an answer of the portal is: `signin`, `done` after a form that was taken, or its status."""
    if answer.status_code != 302:
        return str(answer.status_code)
    return "signin" if answer.headers["Location"].startswith("/signin") else "done"


def check_call(answer: httpx.Response, expected: str) -> None:
    """Hold an answer of the API to the status of a table; a refusal is a problem document."""
    assert str(answer.status_code) == expected, answer.text
    if expected != "200":
        assert answer.headers["Content-Type"] == "application/problem+json"


def seen_on(answer: httpx.Response) -> str:
    """Return what a page of confirmation says that it has seen; empty on any other."""
    _, _, rest = answer.text.partition('name="seen" value="')
    return rest.partition('"')[0]
