"""The catalogue, readable without signing in, and the start of an application."""

from typing import Any

from flask import Response

from api.blueprint import make_blueprint
from api.headers import IDEMPOTENCY
from api.reply import reply
from api.schemas.instances import StartedShape, StartShape
from api.schemas.services import GuidedServiceShape, ServiceQuery, ServicesShape
from api.units import unit_id
from db import reading
from engine.commands.start_process import start_process
from hall.catalogue import Filters, search, service
from hall.days import school_day
from hall.entries import Page
from hall.starting import may_start
from web.current import now, runtime
from web.i18n import page_language
from web.idempotency import answer_once
from web.principal import current_principal, require_principal

blueprint = make_blueprint("services", "The services of the hall.")


@blueprint.route("/services")
@blueprint.arguments(ServiceQuery, location="query")
@blueprint.response(200, ServicesShape)
@blueprint.refuses(422)
def get_services(query: dict[str, Any]) -> Page:
    """Search the catalogue."""
    wanted = Filters(query["q"], query["unit"], query["audience"], query["kind"])
    with reading() as connection:
        return search(
            connection,
            wanted,
            sort=query["sort"],
            page=query["page"],
            size=query["size"],
            locale=page_language(),
        )


@blueprint.route("/services/<string:key>")
@blueprint.response(200, GuidedServiceShape)
@blueprint.refuses(404)
def get_service(key: str) -> dict[str, Any]:
    """Read a service and its guide."""
    with reading() as connection:
        entry = service(connection, key, locale=page_language())
    verdict = may_start(current_principal(), entry.terms, school_day(now()))
    card = {name: getattr(entry.card, name) for name in entry.card.__slots__}
    return card | {"guide": dict(entry.guide), "may_start": verdict.allowed, "reason": verdict.reason}


@blueprint.route("/services/<string:key>/instances", methods=["POST"], parameters=[IDEMPOTENCY])
@blueprint.arguments(StartShape)
@blueprint.response(201, StartedShape)
@blueprint.refuses(400, 401, 403, 404, 409, 422)
def post_instance(given: dict[str, Any], key: str) -> Response:
    """Submit an application: an instance begins with the initiator's step done."""
    by = require_principal()

    def act() -> Response:
        started = start_process(
            runtime(),
            by,
            key,
            given["document"],
            unit_id=unit_id(by, given["unit"]),
            outcome=given["outcome"],
            opinion=given["opinion"],
            chosen=given["chosen"],
        )
        location = f"/api/v1/instances/{started.instance_id}"
        return reply(StartedShape, started, 201, {"Location": location})

    return answer_once(by, act)
