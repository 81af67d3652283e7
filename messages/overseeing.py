"""What became of everybody's messages by e-mail, for whoever looks after the matters they are about."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import text

from db.link import Link
from engine.access import may_at_service
from engine.errors import Forbidden
from engine.runtime import Runtime
from identity.capabilities import INSTANCE_INSPECT
from identity.principal import Principal, may, may_somewhere
from messages.kinds import KINDS
from messages.models import MAIL

MAX_LIMIT = 100

_TOP = text("SELECT path FROM unit WHERE parent_id IS NULL ORDER BY id LIMIT 1")
_SERVICES = text("SELECT DISTINCT service_key FROM definition ORDER BY service_key")
_WHERE = (
    " FROM message_fate f JOIN message g ON g.id = f.message_id JOIN person p ON p.id = g.person_id"
    " LEFT JOIN instance i ON i.id = g.instance_id LEFT JOIN mail m ON m.id = f.mail_id"
    " WHERE f.channel = :channel AND (:everything OR i.service_key = ANY(:services))"
    " AND (CAST(:state AS text) IS NULL OR f.state = :state)"
    " AND (CAST(:kinds AS text[]) IS NULL OR g.kind = ANY(:kinds))"
    " AND (CAST(:number AS text) IS NULL OR p.number = :number)"
    " AND (CAST(:before AS bigint) IS NULL OR f.message_id < :before)"
)
_LIST = text(
    "SELECT f.message_id AS id, g.kind, g.title, g.step_name, g.instance_id, i.service_key,"
    " p.name AS person, p.number, g.at, f.state, coalesce(f.code, m.code) AS code, m.detail,"
    " coalesce(m.tries, 0) AS tries, m.day IS NOT NULL AS digest, f.at AS since,"
    " CASE WHEN m.state = 'due' THEN m.next_at END AS next_at"
    + _WHERE
    + " ORDER BY f.message_id DESC LIMIT :limit"
)


@dataclass(frozen=True, slots=True)
class Filters:
    """Which ones: a fate, a kind as people choose it, the number of who was told; empty for all."""

    state: str = ""
    kind: str = ""
    number: str = ""

    @property
    def kinds(self) -> list[str] | None:
        """Kinds of the table; None for all."""
        if not self.kind:
            return None
        return list(KINDS[self.kind].members) if self.kind in KINDS else [self.kind]


@dataclass(frozen=True, slots=True)
class FateRow:
    """What became of one message; ``since`` is when, ``next_at`` when its mail is tried again.

    ``detail`` is what the mail system said; ``digest`` tells that it goes with others in one mail.
    """

    id: int
    kind: str
    title: str
    step_name: str
    instance_id: uuid.UUID | None
    service_key: str | None
    person: str
    number: str
    at: datetime
    state: str
    code: str | None
    detail: str | None
    tries: int
    digest: bool
    since: datetime
    next_at: datetime | None


@dataclass(frozen=True, slots=True)
class FatePage:
    """Some, the newest first; ``next`` is the ``before`` of the following page, None at the end."""

    rows: tuple[FateRow, ...]
    next: int | None


def fate_page(
    rt: Runtime,
    link: Link,
    by: Principal,
    filters: Filters,
    *,
    before: int | None = None,
    limit: int = 50,
) -> FatePage:
    """Give what became of messages about matters that somebody looks after.

    Messages about no matter (of drafts) are seen by the administrators of the whole school.

    Raises
    ------
    Forbidden
    """
    limit = max(1, min(limit, MAX_LIMIT))
    values = {**reach(rt, link, by, INSTANCE_INSPECT), **asked(filters), "before": before, "limit": limit + 1}
    rows = tuple(FateRow(*row) for row in link.execute(_LIST, values))
    return FatePage(rows[:limit], rows[limit - 1].id if len(rows) > limit else None)


def reach(rt: Runtime, link: Link, by: Principal, capability: str) -> dict[str, Any]:
    """Give the parameters that keep a statement to what somebody may see or do.

    Raises
    ------
    Forbidden
        That is nothing at all.
    """
    if not may_somewhere(by, capability):
        raise Forbidden
    top = link.execute(_TOP).scalar_one_or_none()
    if may(by, capability, unit_path=top):
        return {"everything": True, "services": []}
    services = list(link.execute(_SERVICES).scalars())
    his = [key for key in services if may_at_service(rt, link, by, capability, key)]
    return {"everything": False, "services": his}


def asked(filters: Filters) -> dict[str, Any]:
    """Give the parameters of some filters."""
    return {
        "channel": MAIL,
        "state": filters.state or None,
        "kinds": filters.kinds,
        "number": filters.number or None,
    }
