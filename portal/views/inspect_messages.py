"""消息去向: what became of messages by e-mail, and sending again what failed; a page of administrators."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from db import reading
from identity.capabilities import INSTANCE_MEND
from identity.principal import may_somewhere
from messages.errors import NoMessage, NotFailed
from messages.kinds import KINDS
from messages.models import FATES
from messages.overseeing import Filters, fate_page
from messages.retry_mails import retry_failed, retry_mail
from portal.blueprint import portal
from portal.inputs import LARGEST, before
from portal.inspection import require_inspector
from web.principal import require_principal, runtime

ALL = "all"


@portal.get("/inspect/messages")
def inspect_messages() -> str:
    """List what failed, or what the filters say, newest first."""
    me, filters = require_inspector(), _filters()
    with reading() as connection:
        page = fate_page(runtime(), connection, me, filters, before=before())
    return render_template(
        "portal/inspect/messages.html",
        rows=page.rows,
        next=page.next,
        asked=_asked(filters),
        states=FATES,
        kinds=[*KINDS, "record_broken"],
        mends=may_somewhere(me, INSTANCE_MEND),
    )


@portal.post("/inspect/messages/<int:message_id>/retry")
def retry_message(message_id: int) -> ResponseReturnValue:
    """Send one again, and come back to the list as it was filtered."""
    if message_id > LARGEST:
        raise NoMessage(message=message_id)
    try:
        retry_mail(runtime(), require_principal(), message_id)
    except NotFailed:
        flash(gettext("This e-mail is on its way already, or has gone out."), "amber")
    else:
        flash(gettext("The e-mail is on its way again."), "green")
    return _back()


@portal.post("/inspect/messages/retry")
def retry_messages() -> ResponseReturnValue:
    """Send again whatever failed under the filters."""
    n = retry_failed(runtime(), require_principal(), _filters())
    words = ngettext("%(num)s e-mail is on its way again.", "%(num)s e-mails are on their way again.", n)
    flash(words if n else gettext("There was nothing to send again."), "green" if n else "amber")
    return _back()


def _back() -> ResponseReturnValue:
    """Return to the list as it was filtered."""
    asked: dict[str, Any] = _asked(_filters())
    return redirect(url_for("portal.inspect_messages", **asked))


def _filters() -> Filters:
    """Read the filters of the page; without any it shows what failed."""
    asked = request.values
    state = asked.get("state", "failed")
    kind, number = asked.get("kind", ""), asked.get("number", "").strip()
    known = state in FATES or state == ALL
    return Filters(
        state="" if state == ALL else state if known else "failed",
        kind=kind if kind in KINDS or kind == "record_broken" else "",
        number=number[:40] if number.isprintable() else "",
    )


def _asked(filters: Filters) -> dict[str, str]:
    """Give the filters as the page's address says them."""
    said = {"state": filters.state or ALL, "kind": filters.kind, "number": filters.number}
    return {name: value for name, value in said.items() if value}
