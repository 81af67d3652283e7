"""Matters under way, for tests that ask what each of the people around one may do."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import httpx

from bench.campus import APPLICATION
from tests.system.conftest import Hall
from tests.system.people import MAIL


@dataclass(frozen=True)
class Matter:
    """An application, one for an exemption with a certificate; the ids that its addresses are made of."""

    instance: str
    task: int
    attachment: str = UUID(int=0).hex

    @property
    def ids(self) -> dict[str, str]:
        """By the letters that stand for them in the addresses of tables."""
        return {"T": str(self.task), "I": self.instance, "A": str(UUID(self.attachment))}


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


def at_the_mailers(hall: Hall) -> Matter:
    """Submit an application to unlock a mailbox and let the head approve; the group has it now."""
    instance = hall.person("tea06").start("email-unlock", MAIL, opinion="请办理")
    head = hall.person("civil_head")
    approved = head.complete(head.open_task(instance), "approve", opinion="同意")
    assert approved.status_code == 200, approved.text
    return Matter(instance, hall.person("it_clerk").open_task(instance))


def grant(hall: Hall, login: str, unit: str, *capabilities: str) -> None:
    """Give somebody rights over a unit and what belongs to it."""
    hall.sql(
        "INSERT INTO capability_grant (principal, capability, unit_id) SELECT 'p:' || a.person_id, c, u.id"
        " FROM account a, unit u, unnest(%s::text[]) c WHERE a.subject = %s AND u.code = %s RETURNING 1",
        list(capabilities),
        login,
        unit,
    )
