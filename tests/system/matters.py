"""Matters under way, and the people around one, for tests that ask what each of them may do."""

from dataclasses import dataclass
from typing import Any

import httpx

from bench.campus import APPLICATION
from tests.system.conftest import Hall

# Who stands how to an application of stu01's that waits at the school hospital.
ROLES = {
    "nobody": None,
    "initiator": "stu01",
    "handler": "hosp_clerk",
    "handled": "cs_head",
    "later": "pe_clerk",
    "head": "civil_head",
    "student": "stu02",
    "admin": "admin",
    "admin_it": "it_head",
    "designer": "designer",
}


@dataclass(frozen=True)
class Matter:
    """An application for an exemption with a certificate; the ids that its addresses are made of."""

    instance: str
    task: int
    attachment: str


def upload(http: httpx.Client, name: str = "诊断证明.pdf", content: bytes = b"%PDF-1.7\n") -> httpx.Response:
    """Store a file over the API; the client carries a token."""
    return http.post("/attachments", files={"file": (name, content, "application/pdf")})


def application(hall: Hall, login: str = "stu01") -> dict[str, Any]:
    """Return a form that may be submitted, its certificate uploaded."""
    stored = upload(hall.person(login).http).json()
    return {**APPLICATION, "certificate": [{key: stored[key] for key in ("id", "name", "size")}]}


def at_the_college(hall: Hall) -> Matter:
    """Submit an application; the head of the college has it now."""
    document = application(hall)
    instance = hall.person("stu01").start("fitness-exemption", document)
    task = hall.person("cs_head").open_task(instance)
    return Matter(instance, task, document["certificate"][0]["id"])


def at_the_hospital(hall: Hall) -> Matter:
    """Submit an application and let the college approve; the hospital's clinic has it now."""
    matter = at_the_college(hall)
    approved = hall.person("cs_head").complete(matter.task, "approve", opinion="情况属实")
    assert approved.status_code == 200, approved.text
    return Matter(matter.instance, hall.person("hosp_clerk").open_task(matter.instance), matter.attachment)


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
