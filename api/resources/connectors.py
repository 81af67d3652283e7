"""The outside systems that services call, for school administrators."""

from typing import Any

from flask_babel import gettext

from api.blueprint import make_blueprint
from api.schemas.connectors import ConnectorHistoryShape, ConnectorsShape, SettingsShape, TriedShape
from db import reading
from engine.commands.remove_connector import remove_connector
from engine.commands.set_connector import set_connector
from engine.commands.try_connector import Tried, try_connector
from engine.queries.connectors import connector, connectors
from web.current import now, runtime
from web.principal import require_principal

blueprint = make_blueprint("connectors", "The outside systems that services call.")


@blueprint.route("/connectors")
@blueprint.response(200, ConnectorsShape)
@blueprint.refuses(401, 403)
def get_connectors() -> dict[str, Any]:
    """Read how each is set up and how it does; secrets are never told."""
    by = require_principal()
    with reading() as connection:
        return {"rows": connectors(connection, by, now())}


@blueprint.route("/connectors/<name>")
@blueprint.response(200, ConnectorHistoryShape)
@blueprint.refuses(401, 403, 404)
def get_connector(name: str) -> dict[str, Any]:
    """Read one, with what was changed of it."""
    return _one(name)


@blueprint.route("/connectors/<name>", methods=["PUT"])
@blueprint.arguments(SettingsShape)
@blueprint.response(200, ConnectorHistoryShape)
@blueprint.refuses(400, 401, 403, 422)
def put_connector(given: dict[str, Any], name: str) -> dict[str, Any]:
    """Set one up, or change how it is; calls from then on go by it. A second request changes nothing."""
    set_connector(runtime(), require_principal(), name, given["kind"], given["settings"], given["secret"])
    return _one(name)


@blueprint.route("/connectors/<name>", methods=["DELETE"])
@blueprint.response(204)
@blueprint.refuses(401, 403, 404)
def delete_connector(name: str) -> None:
    """Forget one with its secret."""
    remove_connector(runtime(), require_principal(), name)


@blueprint.route("/connectors/<name>/try", methods=["POST"])
@blueprint.response(200, TriedShape)
@blueprint.refuses(401, 403, 404)
def post_try(name: str) -> Tried:
    """Send a mail to yourself."""
    words = {
        "subject": gettext("A test of the service hall"),
        "text": gettext("You have asked the service hall to send you this. Its mail works."),
    }
    return try_connector(runtime(), require_principal(), name, words)


def _one(name: str) -> dict[str, Any]:
    by = require_principal()
    with reading() as connection:
        found, changes = connector(connection, by, name, now())
    return {"connector": found, "changes": changes}
