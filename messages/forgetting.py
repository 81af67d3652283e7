"""Forget what became of old messages by e-mail, and the mails; the messages stay in their lists."""

from datetime import datetime

from sqlalchemy import text

from db.link import Row
from db.unit_of_work import transaction

_OVER = ["sent", "digested", "failed", "skipped", "no_address"]
_CLOSED = ["sent", "failed", "withdrawn"]

# The younger a message, the higher its id; its fate may be younger still. What is tried again meanwhile is
# young when its turn comes.
_FORGET = text(
    "WITH page AS (SELECT message_id, channel, at FROM message_fate"
    " WHERE (message_id, channel) > (:after, :channel) ORDER BY message_id, channel LIMIT :limit),"
    " gone AS (DELETE FROM message_fate f USING page p WHERE f.message_id = p.message_id"
    " AND f.channel = p.channel AND f.at < :before AND f.state = ANY(:over) RETURNING f.mail_id)"
    " SELECT p.message_id, p.channel, (SELECT count(*) FROM page WHERE at < :before) AS old,"
    " (SELECT count(*) FROM gone) AS gone,"
    " ARRAY(SELECT DISTINCT mail_id FROM gone WHERE mail_id IS NOT NULL) AS mails"
    " FROM page p ORDER BY p.message_id DESC, p.channel DESC LIMIT 1"
)
# Others of its digest may be young, or waiting to be tried again.
_MAILS = text(
    "DELETE FROM mail m WHERE m.id = ANY(:ids) AND m.state = ANY(:closed)"
    " AND NOT EXISTS (SELECT FROM message_fate f WHERE f.mail_id = m.id)"
)


def forget_fates(before: datetime, *, limit: int = 1000) -> int:
    """Delete what had become of messages before a moment and is over; give how many that were.

    Parameters
    ----------
    limit
        Looked at in one transaction, at most.
    """
    count, after, channel = 0, 0, ""
    while True:
        page = _page(before, after, channel, limit)
        if page is None:
            return count
        count += page.gone
        # Behind a page of nothing but young ones there are no old ones.
        if not page.old:
            return count
        after, channel = page.message_id, page.channel


def _page(before: datetime, after: int, channel: str, limit: int) -> Row | None:
    asked = {"before": before, "after": after, "channel": channel, "limit": limit, "over": _OVER}
    with transaction() as uow:
        page = uow.execute(_FORGET, asked).one_or_none()
        if page is not None and page.mails:
            uow.execute(_MAILS, {"ids": page.mails, "closed": _CLOSED})
    return page
