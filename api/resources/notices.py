"""Notices for the person who asks."""

from typing import Any

from api.blueprint import ID, make_blueprint
from api.schemas.notices import NoticeBodyShape, NoticeQuery, NoticesShape
from db import reading
from engine.errors import NotFound
from notices.listing import NoticePage, notice, notices
from web.principal import require_principal

blueprint = make_blueprint("notices", "Announcements (公告).")


@blueprint.route("/notices")
@blueprint.arguments(NoticeQuery, location="query")
@blueprint.response(200, NoticesShape)
@blueprint.refuses(401, 422)
def get_notices(query: dict[str, Any]) -> NoticePage:
    """List the notices that are meant for you, or that you wrote."""
    by = require_principal()
    with reading() as connection:
        return notices(
            connection,
            by,
            kind=query["kind"],
            unread_only=query["unread"],
            before=query["before"],
            limit=query["limit"],
        )


@blueprint.route(f"/notices/<{ID}:notice_id>")
@blueprint.response(200, NoticeBodyShape)
@blueprint.refuses(401, 404)
def get_notice(notice_id: int) -> dict[str, Any]:
    """Read a notice."""
    by = require_principal()
    with reading() as connection:
        found = notice(connection, by, notice_id)
    if found is None:
        raise NotFound(notice=notice_id)
    row = {name: getattr(found.row, name) for name in found.row.__slots__}
    return row | {"paragraphs": found.paragraphs}
