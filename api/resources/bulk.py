"""批量处理: complete several tasks in one request."""

from typing import Any

import orjson

from api.blueprint import make_blueprint
from api.schemas.bulk import BulkShape, ResultsShape
from engine.commands.complete_tasks import Chosen, Result, complete_tasks
from web.current import runtime
from web.principal import require_principal
from web.problem import problem

blueprint = make_blueprint("bulk", "Several tasks in one go.")


@blueprint.route("/tasks/complete-many", methods=["POST"])
@blueprint.arguments(BulkShape)
@blueprint.response(200, ResultsShape)
@blueprint.refuses(400, 401, 403, 422)
def post_complete_many(given: dict[str, Any]) -> dict[str, Any]:
    """Complete tasks whose steps allow it, each for itself; sent twice with the same versions, done once."""
    tasks = [Chosen(**one) for one in given["tasks"]]
    found = complete_tasks(
        runtime(), require_principal(), tasks, outcome=given["outcome"], opinion=given["opinion"]
    )
    return {"results": [_told(result) for result in found]}


def _told(result: Result) -> dict[str, Any]:
    refused = problem(result.error) if result.error is not None else None
    return {
        "id": result.id,
        "done": result.done,
        "problem": orjson.loads(refused.get_data()) if refused is not None else None,
    }
