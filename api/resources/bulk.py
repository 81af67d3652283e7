"""批量处理: complete several tasks in one request."""

from typing import Any

import orjson
from flask import Response

from api.blueprint import make_blueprint
from api.headers import IDEMPOTENCY
from api.reply import reply
from api.schemas.bulk import BulkShape, ResultsShape
from engine.commands.complete_tasks import Chosen, Result, complete_tasks
from web.current import runtime
from web.idempotency import answer_many_once
from web.principal import require_principal
from web.problem import problem

blueprint = make_blueprint("bulk", "Several tasks in one go.")


@blueprint.route("/tasks/complete-many", methods=["POST"], parameters=[IDEMPOTENCY])
@blueprint.arguments(BulkShape)
@blueprint.response(200, ResultsShape)
@blueprint.refuses(400, 401, 403, 409, 422)
def post_complete_many(given: dict[str, Any]) -> Response:
    """Complete tasks whose steps allow it, each for itself; sent twice with the same versions, done once.

    Under an `Idempotency-Key` the second one gets the first answer, also for what was refused then and would
    be done now. If the server broke off in between, it carries out the rest.
    """
    by, tasks = require_principal(), [Chosen(**one) for one in given["tasks"]]

    def act() -> Response:
        found = complete_tasks(runtime(), by, tasks, outcome=given["outcome"], opinion=given["opinion"])
        return reply(ResultsShape, {"results": [_told(result) for result in found]})

    return answer_many_once(by, act)


def _told(result: Result) -> dict[str, Any]:
    refused = problem(result.error) if result.error is not None else None
    return {
        "id": result.id,
        "done": result.done,
        "problem": orjson.loads(refused.get_data()) if refused is not None else None,
    }
