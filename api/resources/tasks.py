"""The boxes of the to-do centre, and a task for its handler."""

from typing import Any

from flask import Response

from api.blueprint import ID, make_blueprint
from api.reply import reply
from api.schemas.tasks import BoxQuery, BoxShape, TaskShape
from api.show_forms import form_values, outcome_values
from api.versions import etag
from db import reading
from engine.commands.read_task import read_task
from engine.queries.boxes import page
from engine.queries.task_view import TaskView, open_task
from web.current import runtime
from web.principal import require_principal

MOST_ROWS = 100

blueprint = make_blueprint("tasks", "To-do items.")


@blueprint.route("/tasks")
@blueprint.arguments(BoxQuery, location="query")
@blueprint.response(200, BoxShape)
@blueprint.refuses(401, 422)
def get_tasks(query: dict[str, Any]) -> dict[str, Any]:
    """List a box, newest first."""
    by = require_principal()
    with reading() as connection:
        found = page(
            connection,
            by,
            query["box"],
            search=query["search"],
            service=query["service"],
            before=query.get("before"),
            limit=max(1, min(query["limit"], MOST_ROWS)),
        )
    return {"box": query["box"], "rows": found.rows, "next": found.next}


@blueprint.route(f"/tasks/<{ID}:task_id>")
@blueprint.response(200, TaskShape)
@blueprint.refuses(401, 404)
def get_task(task_id: int) -> Response:
    """Read a task; its ETag is the version that a write must name."""
    by = require_principal()
    with reading() as connection:
        view = open_task(runtime(), connection, by, task_id)
    return reply(TaskShape, _values(view), headers={"ETag": etag(view.version)})


@blueprint.route(f"/tasks/<{ID}:task_id>/read", methods=["POST"])
@blueprint.response(204)
@blueprint.refuses(401)
def post_read(task_id: int) -> None:
    """Note that its handler has looked at a task (已浏览); for anybody else nothing happens."""
    read_task(runtime(), require_principal(), task_id)


def _values(view: TaskView) -> dict[str, Any]:
    values = {name: getattr(view, name) for name in TaskView.__slots__}
    values["form"] = form_values(view.form)
    values["outcomes"] = outcome_values(view.outcomes, view.opinion_required)
    values["return_targets"] = [{"to": to, "step_name": name} for to, name in view.return_targets]
    return values
