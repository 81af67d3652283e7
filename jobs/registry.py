"""Which handler answers to which name, and what runs when."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from engine.bulk import WORK
from engine.calling import MAKE_CALL
from engine.saving import DELIVER_EVENT, HEAR_EVENT, LOOK_FOR_MESSAGES
from jobs.handlers.anchor_records import anchor_records
from jobs.handlers.check_records import check_records
from jobs.handlers.clear_uploads import clear_uploads
from jobs.handlers.delete_finished import delete_finished
from jobs.handlers.deliver_event import deliver_event
from jobs.handlers.deliver_messages import deliver_messages
from jobs.handlers.expire_drafts import expire_drafts
from jobs.handlers.fill_fields import fill_fields
from jobs.handlers.forget_answers import forget_answers
from jobs.handlers.forget_fates import forget_fates
from jobs.handlers.forget_looks import forget_looks
from jobs.handlers.forget_occurrences import forget_occurrences
from jobs.handlers.forget_visitors import forget_visitors
from jobs.handlers.hear_event import hear_event
from jobs.handlers.look_for_messages import look_for_messages
from jobs.handlers.make_call import make_call
from jobs.handlers.make_digests import make_digests
from jobs.handlers.rescue_stalled import rescue_stalled
from jobs.handlers.send_mail import send_mail
from jobs.handlers.tell_what_is_due import tell_what_is_due
from jobs.handlers.work_bulk import queue_bulks, work_bulk
from messages.sending import SEND_MAIL
from messages.subscribers import DELIVER

Handler = Callable[..., Any]

HANDLERS: dict[str, Handler] = {
    DELIVER: deliver_messages,
    DELIVER_EVENT: deliver_event,
    HEAR_EVENT: hear_event,
    LOOK_FOR_MESSAGES: look_for_messages,
    MAKE_CALL: make_call,
    SEND_MAIL: send_mail,
    WORK: work_bulk,
}
"""Jobs that rooms defer by name."""


@dataclass(frozen=True, slots=True)
class Periodic:
    """A handler that runs by the clock: `cron` in UTC; `upkeep` ones get the queue's own context."""

    name: str
    cron: str
    handler: Handler
    upkeep: bool = False


PERIODIC = (
    Periodic("jobs.rescue_stalled", "* * * * *", rescue_stalled, upkeep=True),
    Periodic("jobs.delete_finished", "23 19 * * *", delete_finished, upkeep=True),
    Periodic("web.forget_answers", "7 * * * *", forget_answers),
    Periodic("hall.forget_visitors", "11 19 * * *", forget_visitors),
    Periodic("engine.forget_occurrences", "17 19 * * *", forget_occurrences),
    Periodic("messages.forget_fates", "47 19 * * *", forget_fates),
    Periodic("engine.forget_looks", "53 19 * * *", forget_looks),
    Periodic("messages.make_digests", "*/5 * * * *", make_digests),
    Periodic("messages.tell_what_is_due", "*/10 * * * *", tell_what_is_due),
    Periodic("engine.expire_drafts", "29 19 * * *", expire_drafts),
    Periodic("engine.clear_uploads", "37 19 * * *", clear_uploads),
    Periodic("engine.anchor_records", "43 * * * *", anchor_records),
    Periodic("engine.check_records", "*/10 * * * *", check_records),
    Periodic("engine.fill_fields", "*/5 * * * *", fill_fields),
    Periodic("engine.queue_bulks", "* * * * *", queue_bulks),
)
