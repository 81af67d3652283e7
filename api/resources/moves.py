"""What a handler does with a task: complete it, return it, or end the matter."""

from typing import Any

from flask import Response

from api.blueprint import ID, make_blueprint
from api.headers import IDEMPOTENCY, IF_MATCH
from api.reply import reply
from api.schemas.tasks import CompleteShape, DoneShape, ReasonShape, ReturnShape
from api.versions import seen_version
from engine.commands.complete_task import complete_task
from engine.commands.return_task import return_task
from engine.commands.terminate_instance import terminate_task
from web.current import runtime
from web.idempotency import answer_once
from web.principal import require_principal

blueprint = make_blueprint("moves", "What a handler does with a task.")
_HEADERS = [IF_MATCH, IDEMPOTENCY]


@blueprint.route(f"/tasks/<{ID}:task_id>/complete", methods=["POST"], parameters=_HEADERS)
@blueprint.arguments(CompleteShape)
@blueprint.response(200, DoneShape)
@blueprint.refuses(400, 401, 403, 404, 409, 422, 428)
def post_complete(given: dict[str, Any], task_id: int) -> Response:
    """Complete a task with an outcome."""
    by, version = require_principal(), seen_version()

    def act() -> Response:
        return reply(DoneShape, complete_task(runtime(), by, task_id, version=version, **given))

    return answer_once(by, act)


@blueprint.route(f"/tasks/<{ID}:task_id>/return", methods=["POST"], parameters=_HEADERS)
@blueprint.arguments(ReturnShape)
@blueprint.response(200, DoneShape)
@blueprint.refuses(400, 401, 403, 404, 409, 422, 428)
def post_return(given: dict[str, Any], task_id: int) -> Response:
    """Return a task to an earlier step (退回)."""
    by, version = require_principal(), seen_version()

    def act() -> Response:
        return reply(DoneShape, return_task(runtime(), by, task_id, version=version, **given))

    return answer_once(by, act)


@blueprint.route(f"/tasks/<{ID}:task_id>/terminate", methods=["POST"], parameters=_HEADERS)
@blueprint.arguments(ReasonShape)
@blueprint.response(200, DoneShape)
@blueprint.refuses(400, 401, 403, 404, 409, 422, 428)
def post_terminate(given: dict[str, Any], task_id: int) -> Response:
    """End the matter from a task (中止)."""
    by, version = require_principal(), seen_version()

    def act() -> Response:
        ended = terminate_task(runtime(), by, task_id, version=version, **given)
        return reply(DoneShape, {"instance_id": ended, "state": "terminated"})

    return answer_once(by, act)
