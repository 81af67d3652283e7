"""Who asks."""

from typing import Any

from api.blueprint import make_blueprint
from api.schemas.me import MeShape
from db import reading
from engine.queries.boxes import counts
from web.principal import require_principal

blueprint = make_blueprint("me", "The person behind the token.")


@blueprint.route("/me")
@blueprint.response(200, MeShape)
@blueprint.refuses(401, 403)
def get_me() -> dict[str, Any]:
    """Read who you are, and how full your boxes are."""
    by = require_principal()
    with reading() as connection:
        boxes = counts(connection, by)
    return {
        "person_id": by.person_id,
        "name": by.name,
        "number": by.number,
        "kinds": by.kinds,
        "units": by.units,
        "capabilities": by.capabilities,
        "boxes": boxes,
    }
