"""What stands around every page: who is signed in, and the numbers that wait for him."""

from dataclasses import dataclass

from flask import g

from db import reading
from engine.designs import DESIGNER
from engine.queries import boxes
from identity.principal import Principal, may_somewhere
from messages import inbox
from portal.inspection import inspects_somewhere
from web.per_request import forget, once
from web.principal import current_principal

_ALONE = "page_stands_alone"


@dataclass(frozen=True, slots=True)
class Shell:
    """The frame of a page; `todo` and `unread` are written as shown, empty for none."""

    me: Principal | None
    todo: str = ""
    unread: str = ""

    @property
    def designs(self) -> bool:
        """Whether he designs services anywhere."""
        return self.me is not None and any(may_somewhere(self.me, one) for one in DESIGNER)

    @property
    def inspects(self) -> bool:
        """Whether he looks after services anywhere."""
        return self.me is not None and inspects_somewhere(self.me)


def capped(number: int, limit: int) -> str:
    """Write a count that was stopped at `limit`: ``999+`` for 1000."""
    return f"{limit - 1}+" if number >= limit else str(number)


def counts_of(counts: dict[str, int]) -> dict[str, int | str]:
    """Write the counts of the boxes as tabs show them; a zero stays a number."""
    return {box: capped(n, boxes.COUNT_LIMIT) if n else 0 for box, n in counts.items()}


def my_counts() -> dict[str, int | str]:
    """Return the counts of this person's boxes, asked once a request; empty if nobody is signed in."""
    known: dict[str, int | str] | None = g.get("box_counts")
    if known is None:
        me = current_principal()
        known = {}
        if me is not None:
            with reading() as connection:
                known = counts_of(boxes.counts(connection, me))
                g.unread_messages = inbox.unread(connection, me.person_id)
        # Kept behind the answers, which come to nobody but whom the database has confirmed.
        g.box_counts = known
    return known


def stand_alone() -> None:
    """Let this request's page ask the database nothing."""
    forget(_ALONE)
    once(_ALONE, lambda: True)


def is_alone() -> bool:
    """Say whether the page must do without the database."""
    return once(_ALONE, lambda: False)


def shell() -> Shell:
    """Return the frame of this request's page; nobody's where the database cannot be asked whose it is."""
    if is_alone():
        return Shell(None)
    me = current_principal()
    if me is None:
        return Shell(None)
    todo = my_counts().get("todo") or ""
    unread = g.unread_messages
    return Shell(me, str(todo), capped(unread, inbox.COUNT_LIMIT) if unread else "")
