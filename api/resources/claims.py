"""Claiming a task that several may do, and giving it back."""

from flask import Response

from api.blueprint import ID, make_blueprint
from api.headers import IDEMPOTENCY, IF_MATCH
from api.reply import reply
from api.schemas.handing import PlacedShape
from api.versions import seen_version
from engine.commands.claim_task import claim_task
from engine.commands.release_task import release_task
from web.current import runtime
from web.idempotency import answer_once
from web.principal import require_principal

blueprint = make_blueprint("claims", "Tasks that several may do.")
_HEADERS = [IF_MATCH, IDEMPOTENCY]


@blueprint.route(f"/tasks/<{ID}:task_id>/claim", methods=["POST"], parameters=_HEADERS)
@blueprint.response(200, PlacedShape)
@blueprint.refuses(400, 401, 403, 404, 409, 428)
def post_claim(task_id: int) -> Response:
    """Take a task for yourself that several may do (认领)."""
    by, version = require_principal(), seen_version()

    def act() -> Response:
        return reply(PlacedShape, {"instance_id": claim_task(runtime(), by, task_id, version=version)})

    return answer_once(by, act)


@blueprint.route(f"/tasks/<{ID}:task_id>/release", methods=["POST"], parameters=_HEADERS)
@blueprint.response(200, PlacedShape)
@blueprint.refuses(400, 401, 403, 404, 409, 428)
def post_release(task_id: int) -> Response:
    """Give a claimed task back to all who may do it (释放)."""
    by, version = require_principal(), seen_version()

    def act() -> Response:
        return reply(PlacedShape, {"instance_id": release_task(runtime(), by, task_id, version=version)})

    return answer_once(by, act)
