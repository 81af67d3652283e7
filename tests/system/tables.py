"""Tables of who may do what: how they are read, and how what happened is said in their words."""

from typing import Any
from uuid import UUID

import httpx

from tests.system.matters import Matter


def cells(table: str) -> list[Any]:
    """Read a table of operations by roles: one parameter set (operation, role, expected) a cell."""
    head, *rows = [line for line in table.strip("\n").splitlines() if line.strip()]
    roles = head.split()
    found = []
    for row in rows:
        *words, rest = row.split("|")
        expected = rest.split()
        assert len(expected) == len(roles), row
        found += [(words[0].strip(), role, told) for role, told in zip(roles, expected, strict=True)]
    return found


def address(pattern: str, matter: Matter) -> str:
    """Put the ids of a matter where the pattern of an address has `T`, `I` or `A` between its slashes."""
    ids = {"T": str(matter.task), "I": matter.instance, "A": str(UUID(matter.attachment))}
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
