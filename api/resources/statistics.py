"""A service in figures, and what happened in it as a log: for those who inspect it."""

from typing import Any

from flask import Response

from api.blueprint import make_blueprint
from api.schemas.statistics import ChosenQuery, LogQuery, StatisticsShape
from db import reading
from engine.commands.export_event_log import export_event_log
from engine.queries.statistics import Asked, StepFigures, statistics
from web.current import runtime
from web.event_log import log_answer
from web.figures import asked_for
from web.principal import require_principal

blueprint = make_blueprint("statistics", "A service in figures, for those who inspect it.")


@blueprint.route("/services/<string:key>/statistics")
@blueprint.arguments(ChosenQuery, location="query")
@blueprint.response(200, StatisticsShape)
@blueprint.refuses(401, 403, 404, 422)
def get_statistics(query: dict[str, Any], key: str) -> dict[str, Any]:
    """Count and measure the matters of a service, and its steps."""
    by = require_principal()
    with reading() as connection:
        found = statistics(runtime(), connection, by, key, _asked(query))
    return {
        **{name: getattr(found, name) for name in ("key", "name", "at", "matters")},
        "steps": [_step(step) for step in found.steps],
        "bottlenecks": [step.element for step in found.bottlenecks],
    }


@blueprint.route("/services/<string:key>/log")
@blueprint.arguments(LogQuery, location="query")
@blueprint.response(200, description="The log; it is noted who took it.")
@blueprint.refuses(401, 403, 404, 422)
def get_log(query: dict[str, Any], key: str) -> Response:
    """Give what happened as XES (IEEE 1849) or OCEL 2.0; people stand there by pseudonyms or names."""
    kind = query["format"]
    pieces = export_event_log(runtime(), require_principal(), key, _asked(query), kind, names=query["names"])
    return log_answer(pieces, key, kind)


def _asked(query: dict[str, Any]) -> Asked:
    return asked_for(query.get("since"), query.get("until"), query["version"], query.get("unit"))


def _step(step: StepFigures) -> dict[str, Any]:
    values = {name: getattr(step, name) for name in StepFigures.__slots__}
    rates = {"return_rate": step.return_rate, "late_rate": step.late_rate}
    return {**values, **rates, "outcomes": [{"outcome": one, "count": n} for one, n in step.outcomes]}
