"""公告: the list and a notice's own page."""

from flask import abort, render_template

from db import reading, transaction
from notices import listing
from portal.blueprint import portal
from portal.inputs import LARGEST, before
from web.current import now
from web.principal import require_principal


@portal.get("/notices")
def notice_list() -> str:
    """List the notices for this person, newest first."""
    me = require_principal()
    with reading() as connection:
        page = listing.notices(connection, me, before=before())
    return render_template("portal/notices.html", notices=page.rows, next=page.next)


@portal.get(f"/notices/<int(max={LARGEST}):notice_id>")
def notice(notice_id: int) -> str:
    """Show a notice, and note that it has been read."""
    me = require_principal()
    with reading() as connection:
        found = listing.notice(connection, me, notice_id)
    if found is None:
        abort(404)
    with transaction() as uow:
        listing.mark_read(uow, me, notice_id, now())
    return render_template("portal/notice.html", notice=found)
