"""When the clock has something to do next."""

from datetime import datetime

from sqlalchemy import text

from db.link import Link

# Each by its index; what is due already and could not be done is the sweeps' business.
_NEXT = text(
    "SELECT least("
    "(SELECT next_due FROM instance WHERE next_due > :since ORDER BY next_due LIMIT 1),"
    " (SELECT next_due FROM beginning WHERE next_due > :since ORDER BY next_due LIMIT 1),"
    " (SELECT at FROM deadline WHERE at > :since AND done_at IS NULL AND NOT asleep ORDER BY at LIMIT 1),"
    " (SELECT next_at FROM call WHERE next_at > :since"
    " AND state IN ('queued', 'due', 'trying', 'answered') ORDER BY next_at LIMIT 1))"
)


def next_moment(link: Link, since: datetime) -> datetime | None:
    """Give the first moment after `since` at which a timer, a deadline or a call is due; None without any."""
    found: datetime | None = link.execute(_NEXT, {"since": since}).scalar_one()
    return found
