"""消息: what a person was told."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from db import reading, transaction
from messages import inbox
from portal.blueprint import portal
from portal.inputs import before
from web.current import now
from web.principal import require_principal


@portal.get("/messages")
def message_list() -> str:
    """List this person's messages, newest first."""
    me = require_principal()
    with reading() as connection:
        page = inbox.messages(connection, me.person_id, before=before())
        unread = inbox.unread(connection, me.person_id)
    return render_template("portal/messages.html", messages=page.rows, next=page.next, unread=unread)


@portal.post("/messages/read")
def read_all() -> ResponseReturnValue:
    """Mark all of this person's messages as read."""
    me = require_principal()
    with transaction() as uow:
        inbox.mark_all_read(uow, me.person_id, now())
    return redirect(url_for("portal.message_list"))
