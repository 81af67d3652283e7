"""流程预测: of an application before it is sent, and of a matter under way."""

import uuid
from typing import Any

from api.blueprint import make_blueprint
from api.schemas.forecast import AskedShape, ForecastShape
from api.show_forecast import forecast_values
from api.units import unit_id
from db import reading
from engine.queries.forecast import before_sending, of_instance
from web.current import runtime
from web.principal import require_principal

blueprint = make_blueprint("forecast", "The steps ahead, with their people and their usual times.")


@blueprint.route("/services/<string:key>/forecast", methods=["POST"])
@blueprint.arguments(AskedShape)
@blueprint.response(200, ForecastShape)
@blueprint.refuses(400, 401, 403, 404, 422)
def post_forecast(given: dict[str, Any], key: str) -> dict[str, Any]:
    """Foresee what an application would go through; nothing is stored."""
    by = require_principal()
    with reading() as connection:
        ahead = before_sending(
            runtime(),
            connection,
            by,
            key,
            given["document"],
            unit_id=unit_id(by, given["unit"]),
            outcome=given["outcome"],
        )
    return forecast_values(ahead)


@blueprint.route("/instances/<uuid:instance_id>/forecast")
@blueprint.response(200, ForecastShape)
@blueprint.refuses(401, 404)
def get_forecast(instance_id: uuid.UUID) -> dict[str, Any]:
    """Foresee a matter from where it stands."""
    by = require_principal()
    with reading() as connection:
        return forecast_values(of_instance(runtime(), connection, by, instance_id))
