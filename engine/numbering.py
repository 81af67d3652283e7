"""Business numbers (业务编号, X8): unique per rule and period, gaps allowed, never changed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import text

from bpmn_models.patterns import fill_number
from calendars.zone import CAMPUS_TIME
from db.unit_of_work import UnitOfWork

_NEXT = text(
    "INSERT INTO number_sequence (rule, period, last) VALUES (:rule, :period, 1)"
    " ON CONFLICT (rule, period) DO UPDATE SET last = number_sequence.last + 1 RETURNING last"
)

DEFAULT_PATTERN = "{prefix}{year}-{seq:06}"


def rule_of(process: Mapping[str, Any]) -> tuple[str, str] | None:
    """Give (prefix, pattern) of ``[process] number``; None for a service that numbers nothing."""
    rule = process.get("number")
    if not rule:
        return None
    return str(rule.get("prefix", "")), str(rule.get("pattern", DEFAULT_PATTERN))


def next_number(uow: UnitOfWork, service_key: str, process: Mapping[str, Any], now: datetime) -> str | None:
    """Give a new business number by the rule of ``[process] number``; None without a rule.

    The sequence's row stays locked until the command commits, so ask late in a command.

    Raises
    ------
    BrokenBundle
        The pattern cannot be filled in; only of a version deployed before patterns were checked.
    """
    rule = rule_of(process)
    if rule is None:
        return None
    prefix, pattern = rule
    year = str(now.astimezone(CAMPUS_TIME).year)
    seq = uow.execute(_NEXT, {"rule": service_key, "period": year}).scalar_one()
    return fill_number(pattern, prefix=prefix, year=year, seq=seq)
