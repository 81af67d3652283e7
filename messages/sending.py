"""Send an e-mail through the connector ``mail``, and note its fate."""

import logging
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from connectors.outside import Bound, Failed, Patience, Refused, Request
from db.link import Row
from db.unit_of_work import UnitOfWork, transaction
from engine.runtime import Runtime
from engine.store import calls
from messages import mails
from messages.letters import Letter, Writer
from messages.models import MAIL

SEND_MAIL = "messages.send_mail"
"""The name of the job; its handler stands in `jobs.handlers.send_mail`."""
SWEPT = 200
MARGIN = timedelta(seconds=10)
"""What a try may take beyond its limit before it counts as lost: the transactions around it."""
FULL = timedelta(seconds=1)
"""When a mail is looked at again that found all places at the connector taken."""

_log = logging.getLogger(__name__)


def queue_mails(rt: Runtime) -> int:
    """Defer a job for each mail whose time has come or whose job was lost; give how many they are."""
    with transaction() as uow:
        found = mails.sweep(uow, rt.clock(), SWEPT)
        for mail_id in found:
            uow.defer(SEND_MAIL, mail_id=str(mail_id))
    return len(found)


def send_mail(rt: Runtime, mail_id: uuid.UUID, write: Writer) -> None:
    """Try a mail once, outside every transaction.

    Nothing happens for a mail that is over, another worker's, or not due yet. A worker that dies on its way
    leaves it to the sweep; it goes out again under the same Message-ID.
    """
    with transaction() as uow:
        taken = _take(rt, uow, mail_id)
    if taken is None:
        return
    # Whatever a page of the program or a connector meets must not lose the mail.
    try:
        request = _request(taken, write)
        taken.bound.connector.call(request, taken.bound.patience.limit_s)
    except Refused as no:
        _end(rt, taken, no.error, no.detail, well=True)
    except Failed as fault:
        _failed(rt, taken, fault)
    except Exception as fault:  # noqa: BLE001
        _failed(rt, taken, Failed("broken", type(fault).__name__))
    else:
        _sent(rt, taken)


@dataclass(frozen=True, slots=True)
class _Try:
    """A mail that is this worker's now."""

    id: uuid.UUID
    to: str
    letter: Letter
    bound: Bound
    number: int


def _take(rt: Runtime, uow: UnitOfWork, mail_id: uuid.UUID) -> _Try | None:
    now = rt.clock()
    row = mails.take(uow, mail_id, now)
    if row is None:
        return None
    found = mails.carried(uow, mail_id)
    mails.drop(uow, mail_id, [one.id for one in found if not one.news], now)
    news = tuple(one for one in found if one.news)
    if not news:
        mails.close(uow, mail_id, "withdrawn", "skipped", now, "no_news")
        return None
    if not row.email or not row.active:
        mails.close(uow, mail_id, "failed", "no_address", now, "no_address")
        return None
    try:
        bound = _bound(rt, uow)
    except Failed as fault:
        mails.close(uow, mail_id, "failed", "failed", now, fault.code, fault.detail)
        return None
    if not _has_place(uow, row, bound.patience, now):
        return None
    mails.begin(uow, mail_id, now + timedelta(seconds=bound.patience.limit_s) + MARGIN)
    letter = Letter(row.name, row.language, row.day is not None, news)
    return _Try(mail_id, row.email, letter, bound, row.tries + 1)


def _bound(rt: Runtime, uow: UnitOfWork) -> Bound:
    bound = rt.connectors.find(uow, MAIL)
    if bound is None:
        raise Failed("no_connector", MAIL, lasting=True)
    return bound


def _has_place(uow: UnitOfWork, row: Row, patience: Patience, now: datetime) -> bool:
    """Whether the connector takes one more mail now; if not it is looked at again in time."""
    calls.wait_for_turn(uow, MAIL)
    rests = calls.rests_until(uow, MAIL)
    if rests is not None and rests > now:
        mails.later(uow, row.id, rests)
        return False
    if mails.under_way(uow, now) >= patience.at_once:
        mails.later(uow, row.id, now + FULL)
        return False
    if rests is not None:
        calls.probe(uow, MAIL, now + timedelta(seconds=patience.limit_s) + MARGIN)
    return True


def _request(turn: _Try, write: Writer) -> Request:
    written = write(turn.letter)
    params = {
        "to": turn.to,
        "subject": written.subject,
        "text": written.text,
        "html": written.html,
        "unsubscribe": written.settings,
    }
    # The console shows the plain words; the same in HTML would only bury them.
    return Request("send", params, str(turn.id), frozenset({"html"}))


def _sent(rt: Runtime, turn: _Try) -> None:
    # What is only shown on the console was sent to nobody, and nobody may be told otherwise.
    code = "console" if turn.bound.only_shows else None
    with transaction() as uow:
        calls.well(uow, MAIL)
        mails.close(uow, turn.id, "sent", "digested" if turn.letter.digest else "sent", rt.clock(), code)


def _failed(rt: Runtime, turn: _Try, fault: Failed) -> None:
    patience, now = turn.bound.patience, rt.clock()
    is_last = fault.lasting or turn.number >= patience.tries
    with transaction() as uow:
        if not fault.lasting:
            calls.ill(uow, MAIL, patience.breaks_after, now + timedelta(seconds=patience.rests_s))
        if not is_last:
            wait = timedelta(seconds=patience.wait_s(turn.number))
            mails.later(uow, turn.id, now + wait, fault.code, fault.detail)
    if is_last:
        _end(rt, turn, fault.code, fault.detail, well=False)


def _end(rt: Runtime, turn: _Try, code: str, detail: str, *, well: bool) -> None:
    _log.warning("the mail %s was not sent: %s", turn.id, code)
    with transaction() as uow:
        if well:
            calls.well(uow, MAIL)
        mails.close(uow, turn.id, "failed", "failed", rt.clock(), code, detail)
