"""Letting a task wait, and taking it up again."""

from typing import Any

from flask import Response

from api.blueprint import ID, make_blueprint
from api.headers import IDEMPOTENCY, IF_MATCH
from api.reply import reply
from api.schemas.handing import PlacedShape, WordsShape
from api.versions import seen_version
from engine.commands.hold_task import hold_task
from engine.commands.resume_task import resume_task
from web.current import runtime
from web.idempotency import answer_once
from web.principal import require_principal

blueprint = make_blueprint("holding", "Letting a task wait.")
_HEADERS = [IF_MATCH, IDEMPOTENCY]


@blueprint.route(f"/tasks/<{ID}:task_id>/hold", methods=["POST"], parameters=_HEADERS)
@blueprint.arguments(WordsShape)
@blueprint.response(200, PlacedShape)
@blueprint.refuses(400, 401, 403, 404, 409, 422, 428)
def post_hold(given: dict[str, Any], task_id: int) -> Response:
    """Let a task wait, and say why (暂缓办理)."""
    by, version = require_principal(), seen_version()

    def act() -> Response:
        placed = hold_task(runtime(), by, task_id, version=version, **given)
        return reply(PlacedShape, {"instance_id": placed})

    return answer_once(by, act)


@blueprint.route(f"/tasks/<{ID}:task_id>/resume", methods=["POST"], parameters=_HEADERS)
@blueprint.arguments(WordsShape)
@blueprint.response(200, PlacedShape)
@blueprint.refuses(400, 401, 403, 404, 409, 422, 428)
def post_resume_task(given: dict[str, Any], task_id: int) -> Response:
    """Take a task up again that waited."""
    by, version = require_principal(), seen_version()

    def act() -> Response:
        placed = resume_task(runtime(), by, task_id, version=version, **given)
        return reply(PlacedShape, {"instance_id": placed})

    return answer_once(by, act)
