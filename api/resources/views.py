"""Saved views: keep a filter of instances under a name, share it, forget it."""

from dataclasses import asdict
from typing import Any

from flask import Response

from api.blueprint import ID, make_blueprint
from api.headers import IDEMPOTENCY
from api.reply import reply
from api.schemas.views import KeepViewShape, KeptViewShape, ViewsShape
from db import reading
from engine.commands.drop_view import drop_view
from engine.commands.keep_view import keep_view
from engine.errors import Forbidden
from engine.queries.search.typed import read_filter, write_filter
from engine.queries.search.views import View, views
from identity.capabilities import INSTANCE_INSPECT
from identity.principal import may_somewhere
from web.current import runtime
from web.idempotency import answer_once
from web.principal import require_principal

blueprint = make_blueprint("views", "Filters of instances that administrators come back to.")


@blueprint.route("/instance-views")
@blueprint.response(200, ViewsShape)
@blueprint.refuses(401, 403)
def get_views() -> dict[str, Any]:
    """Give your views, and those shared with the administrators of a unit that you look after."""
    by = require_principal()
    if not may_somewhere(by, INSTANCE_INSPECT):
        raise Forbidden
    with reading() as connection:
        return {"rows": [_told(one) for one in views(connection, by)]}


@blueprint.route("/instance-views", methods=["POST"], parameters=[IDEMPOTENCY])
@blueprint.arguments(KeepViewShape)
@blueprint.response(200, KeptViewShape)
@blueprint.refuses(400, 401, 403, 409, 422)
def post_view(given: dict[str, Any]) -> Response:
    """Keep a filter, instead of what you had under its name."""
    by = require_principal()

    def act() -> Response:
        wanted = read_filter(given["filter"])
        kept = keep_view(runtime(), by, given["name"], wanted, unit=given["unit"])
        return reply(KeptViewShape, {"id": kept})

    return answer_once(by, act)


@blueprint.route(f"/instance-views/<{ID}:view_id>", methods=["DELETE"], parameters=[IDEMPOTENCY])
@blueprint.response(204)
@blueprint.refuses(400, 401, 404, 409, 422)
def delete_view(view_id: int) -> Response:
    """Forget a view of yours, for those as well with whom you share it."""
    by = require_principal()

    def act() -> Response:
        drop_view(by, view_id)
        return Response(status=204)

    return answer_once(by, act)


def _told(view: View) -> dict[str, Any]:
    return asdict(view) | {"filter": write_filter(view.wanted)}
