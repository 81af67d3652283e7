"""Whom an initiator chooses for the steps of a service, before he sends the form (自选办理人)."""

from api.blueprint import make_blueprint
from api.schemas.choosing import StepChoicesShape
from db import reading
from engine.queries.start_view import StartView, start_view
from web.current import runtime
from web.principal import require_principal

blueprint = make_blueprint("choosing", "Whom an initiator chooses.")


@blueprint.route("/services/<string:key>/choices")
@blueprint.response(200, StepChoicesShape)
@blueprint.refuses(401, 403, 404)
def get_choices(key: str) -> StartView:
    """Read for which steps the initiator chooses people, and among whom."""
    by = require_principal()
    with reading() as connection:
        return start_view(runtime(), connection, by, key)
