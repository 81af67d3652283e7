"""Send a mail to oneself, to see whether the mail system is set up well (school administrators)."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import text

from connectors.changes import note
from connectors.outside import Bound, Failed, Refused, Request
from connectors.setting_up import all_set_up
from connectors.smtp import SEND
from db.unit_of_work import transaction
from engine.errors import NotFound
from engine.keeping import require_keeper
from engine.runtime import Runtime
from identity.principal import Principal

LONGEST_S = 15.0
"""How long somebody may have to wait before his page."""

MAIL = "mail"
NO_MAIL = "no_mail"
"""Code: it is of another kind, and cannot be tried."""
NO_ADDRESS = "no_address"
"""Code: who tries it has registered no address."""

_EMAIL = text("SELECT email FROM person WHERE id = :id")


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of it: where it was sent; or the code of why not, with words for whoever mends it."""

    to: str
    code: str = ""
    detail: str = ""


def try_connector(rt: Runtime, by: Principal, name: str, words: Mapping[str, str]) -> Tried:
    """Send it as a call would be, once; the address of the connector decides whether it is only shown.

    Parameters
    ----------
    words
        ``subject`` and ``text``.

    Raises
    ------
    Forbidden, NotFound
    """
    require_keeper(by)
    with transaction() as uow:
        kind = {one.name: one.kind for one in all_set_up(uow)}.get(name)
        to = str(uow.execute(_EMAIL, {"id": by.person_id}).scalar_one())
        if kind == MAIL and not to:
            return Tried("", NO_ADDRESS)
        try:
            bound = rt.connectors.find(uow, name)
        except Failed as fault:
            return Tried(to, fault.code, fault.detail)
    if bound is None:
        raise NotFound(connector=name)
    if kind != MAIL:
        return Tried("", NO_MAIL)
    tried = _sent(bound, {"to": to, **words})
    with transaction() as uow:
        note(uow, name, "try", {"code": tried.code}, now=rt.clock(), by=by.person_id)
    return tried


def _sent(bound: Bound, params: Mapping[str, Any]) -> Tried:
    request = Request(SEND, params, str(uuid.uuid4()))
    try:
        bound.connector.call(request, min(bound.patience.limit_s, LONGEST_S))
    except Refused as no:
        return Tried(params["to"], no.error, no.detail)
    except Failed as fault:
        return Tried(params["to"], fault.code, fault.detail)
    return Tried(params["to"])
