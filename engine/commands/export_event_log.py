"""事件日志: what happened in a service, handed out as a file; who took it is noted like a look."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from db.unit_of_work import reading, transaction
from engine.access import may_at_service
from engine.errors import Forbidden
from engine.queries.event_log import Names, cases, pseudonyms, write_ocel, write_xes
from engine.queries.statistics import Asked, Subject, subject_of
from engine.runtime import Runtime
from engine.store import looks
from identity.capabilities import INSTANCE_MEND
from identity.principal import Principal

FORMATS: Final = {"xes": "application/xml", "ocel": "application/json"}


def export_event_log(
    rt: Runtime, by: Principal, service_key: str, asked: Asked, kind: str, *, names: bool = False
) -> Iterator[str]:
    """Give the log of the matters that were begun until now, in pieces; reading goes on while they are taken.

    Parameters
    ----------
    kind
        One of `FORMATS`.
    names
        Whether people are called by name; else by a keyed digest.

    Raises
    ------
    Forbidden
        He does not inspect the service; or wants names, and may not act on its matters either.
    NotFound
    """
    with reading() as connection:
        subject = subject_of(rt, connection, by, service_key, asked)
        if names and not may_at_service(rt, connection, by, INSTANCE_MEND, service_key):
            raise Forbidden(service=service_key)
    now = rt.clock()
    with transaction() as uow:
        detail = f"{service_key} {kind} {'with names' if names else 'pseudonymous'}"
        looks.note(uow, by, "log", None, detail, now=now)
    until = min(asked.until or now, now)
    return pieces(rt, replace(subject, asked=replace(asked, until=until)), kind, names=names)


def pieces(rt: Runtime, subject: Subject, kind: str, *, names: bool) -> Iterator[str]:
    """Write the log of a choice that was allowed."""
    with reading() as connection:
        called = Names(connection) if names else pseudonyms(rt.record_key, subject.key)
        found = cases(rt, connection, subject)
        if kind == "xes":
            yield from write_xes(subject.key, subject.name, found, called)
        else:
            yield from write_ocel(found, called)
