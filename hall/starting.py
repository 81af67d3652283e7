"""Who may start a service: the `starters` rules of its row (D7)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from sqlalchemy import text

from db.link import Link
from hall.days import school_day
from hall.entries import Terms
from identity.principal import Principal

_TERMS = text("SELECT listed, valid_from, valid_until, starters FROM service WHERE key = :key")

Reason = Literal["ok", "signed_out", "unlisted", "not_yet", "expired", "not_a_starter"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a person may start a service, and the code of the reason why not."""

    allowed: bool
    reason: Reason


def may_start(principal: Principal | None, terms: Terms, today: date) -> Verdict:
    """Tell whether `principal` may start the service today.

    The service must be listed and within its period of validity, and one of its rules must hold:
    ``everyone``, ``kind:<kind of person>``, ``unit:<code>`` (that unit and all below it),
    ``group:<group key>``, ``role:<role key>`` (held anywhere). No rule means nobody.
    """
    reason = _closed(terms, today)
    if reason is None and principal is None:
        reason = "signed_out"
    if reason is None and principal is not None and not _is_starter(principal, terms):
        reason = "not_a_starter"
    return Verdict(reason is None, reason or "ok")


def eligibility(clock: Callable[[], datetime]) -> Callable[[Link, Principal, str], bool]:
    """Return the engine's port ``eligibility(connection, principal, service_key)``; False if unknown."""

    def eligible(conn: Link, principal: Principal, service_key: str) -> bool:
        row = conn.execute(_TERMS, {"key": service_key}).one_or_none()
        return row is not None and may_start(principal, Terms(*row), school_day(clock())).allowed

    return eligible


def _closed(terms: Terms, today: date) -> Reason | None:
    if not terms.listed:
        return "unlisted"
    if terms.valid_from and today < terms.valid_from:
        return "not_yet"
    if terms.valid_until and today > terms.valid_until:
        return "expired"
    return None


def _is_starter(principal: Principal, terms: Terms) -> bool:
    held = {"everyone", *(f"kind:{kind}" for kind in principal.kinds)}
    held |= {f"unit:{code}" for unit in principal.units for code in (*unit.path.split("/"), unit.code)}
    for key in principal.keys:
        sort, _, name = key.partition(":")
        if sort == "g":
            held.add(f"group:{name}")
        elif sort == "r":
            held.add(f"role:{name.partition('@')[0]}")
    return not held.isdisjoint(terms.starters)
