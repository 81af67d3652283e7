"""Every action of administrators under one address, each with a preview; and orders for many matters."""

import uuid
from typing import Any

from flask import Response

from api.blueprint import make_blueprint
from api.headers import IDEMPOTENCY
from api.reply import reply
from api.schemas.mending import (
    EffectShape,
    MendDoneShape,
    MendShape,
    OrderedShape,
    OrderItemsQuery,
    OrderItemsShape,
    OrderShape,
    OrderStateShape,
)
from api.schemas.tasks import DoneShape
from db import reading
from engine.commands.order_bulk import order_bulk
from engine.commands.steer_bulk import steer_bulk
from engine.effects import Effect
from engine.mends import mend, preview
from engine.queries.bulks import PAGE, OrderView, items, order_view
from engine.queries.search.typed import read_filter
from web.current import runtime
from web.idempotency import answer_once
from web.principal import require_principal

blueprint = make_blueprint("mending", "What administrators do to matters, and what it would do.")
_OPTIONS: dict[str, Any] = {"methods": ["POST"], "parameters": [IDEMPOTENCY]}


@blueprint.route("/instances/<uuid:instance_id>/mend/<action>/preview", methods=["POST"])
@blueprint.arguments(MendShape)
@blueprint.response(200, EffectShape)
@blueprint.refuses(400, 401, 403, 404, 409, 422)
def post_preview(given: dict[str, Any], instance_id: uuid.UUID, action: str) -> Effect:
    """Say what an action would do to a matter; nothing is done and nobody is told."""
    by = require_principal()
    return preview(runtime(), by, instance_id, action, given["params"], given["reason"])


@blueprint.route("/instances/<uuid:instance_id>/mend/<action>", **_OPTIONS)
@blueprint.arguments(MendDoneShape)
@blueprint.response(200, DoneShape)
@blueprint.refuses(400, 401, 403, 404, 409, 422)
def post_mend(given: dict[str, Any], instance_id: uuid.UUID, action: str) -> Response:
    """Do something to a matter; with `seen` only if it still is as its preview has seen it."""
    by = require_principal()

    def act() -> Response:
        told, seen = given["params"], given["seen"]
        state = mend(runtime(), by, instance_id, action, told, given["reason"], seen=seen)
        return reply(DoneShape, {"instance_id": instance_id, "state": state})

    return answer_once(by, act)


@blueprint.route("/bulk", **_OPTIONS)
@blueprint.arguments(OrderShape)
@blueprint.response(200, OrderStateShape)
@blueprint.refuses(400, 401, 403, 422)
def post_bulk(given: dict[str, Any]) -> Response:
    """Order an action on many matters: each in a transaction of its own, once."""
    by = require_principal()
    typed = given.pop("filter")
    if typed is not None:
        given |= {"wanted": read_filter(typed), "selection": typed}

    def act() -> Response:
        bulk_id = order_bulk(runtime(), by, **given)
        return reply(OrderStateShape, {"id": bulk_id, "state": "running" if given["start"] else "checking"})

    return answer_once(by, act)


@blueprint.route("/bulk/<int:bulk_id>")
@blueprint.response(200, OrderedShape)
@blueprint.refuses(401, 404)
def get_bulk(bulk_id: int) -> OrderView:
    """Say how far an order is, and why some of its matters were not done."""
    by = require_principal()
    with reading() as connection:
        return order_view(runtime(), connection, by, bulk_id)


@blueprint.route("/bulk/<int:bulk_id>/items")
@blueprint.arguments(OrderItemsQuery, location="query")
@blueprint.response(200, OrderItemsShape)
@blueprint.refuses(401, 404)
def get_items(query: dict[str, Any], bulk_id: int) -> dict[str, Any]:
    """Give what became of each matter of an order."""
    by = require_principal()
    with reading() as connection:
        rows = items(runtime(), connection, by, bulk_id, **query)
    return {"rows": rows, "next": rows[-1].n if len(rows) == PAGE else None}


@blueprint.route("/bulk/<int:bulk_id>/<any(start, pause, resume, cancel):word>", **_OPTIONS)
@blueprint.response(200, OrderStateShape)
@blueprint.refuses(400, 401, 403, 404, 409)
def post_word(bulk_id: int, word: str) -> Response:
    """Start what was tried out, pause, go on, or cancel the rest."""
    by = require_principal()

    def act() -> Response:
        return reply(OrderStateShape, {"id": bulk_id, "state": steer_bulk(runtime(), by, bulk_id, word)})

    return answer_once(by, act)
