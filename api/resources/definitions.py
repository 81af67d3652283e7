"""Versions of processes, for designers."""

from typing import Any

from flask import Response
from werkzeug.datastructures import FileStorage

from api.blueprint import make_blueprint
from api.headers import IDEMPOTENCY
from api.reply import reply
from api.schemas.definitions import DefinitionsShape, DeployedShape, UploadQuery, UploadShape
from bpmn_models.bundle import PROCESS, Bundle, make
from db import reading, transaction
from engine.apart.work import open_zip
from engine.commands.deploy import deploy
from engine.definitions import in_force
from engine.errors import Forbidden, NotPublished
from engine.queries.definitions import all_definitions
from hall.editing import require_publisher
from hall.publish_service import check_service, publish_service
from identity.capabilities import DEFINITION_EDIT, DEFINITION_PUBLISH
from identity.principal import Principal, may_somewhere
from web.current import now, runtime
from web.idempotency import answer_once
from web.principal import require_principal
from web.refusals import BodyError, BodyNotValid

blueprint = make_blueprint("definitions", "Versions of processes.")


@blueprint.route("/definitions")
@blueprint.response(200, DefinitionsShape)
@blueprint.refuses(401, 403)
def get_definitions() -> dict[str, Any]:
    """List every version."""
    _require_designer()
    with reading() as connection:
        return {"rows": all_definitions(connection)}


@blueprint.route("/definitions", methods=["POST"], parameters=[IDEMPOTENCY])
@blueprint.arguments(UploadQuery, location="query")
@blueprint.arguments(UploadShape, location="files")
@blueprint.response(201, DeployedShape)
@blueprint.refuses(400, 401, 403, 404, 409, 413, 422)
def post_definition(query: dict[str, Any], files: dict[str, FileStorage]) -> Response:
    """Deploy a service's bundle, or a new diagram for a service that stands."""
    by = _require_designer()
    bundle = _bundle(by, query["service"], files)
    # Asked before a version stands: the engine knows capabilities, but not whose service it is, and a
    # row of the catalogue that cannot be written must not leave a version behind.
    if "bundle" in files:
        check_service(by, bundle, now())
    else:
        _require_publisher(by, bundle)

    def act() -> Response:
        definition_id = deploy(runtime(), by, bundle)
        # Not read back: the version is not committed before its answer is kept.
        values = {"id": definition_id, "service_key": bundle.key, "digest": bundle.digest}
        return reply(DeployedShape, values, 201)

    answer = answer_once(by, act)
    if "bundle" in files:
        # Listed in the hall after the version stands; a repeated request heals a crash in between.
        publish_service(by, bundle, now())
    return answer


def _require_designer() -> Principal:
    by = require_principal()
    if not may_somewhere(by, DEFINITION_EDIT) and not may_somewhere(by, DEFINITION_PUBLISH):
        raise Forbidden
    return by


def _require_publisher(by: Principal, bundle: Bundle) -> None:
    with transaction() as uow:
        require_publisher(uow, by, bundle, refresh=False)


def _bundle(by: Principal, service_key: str, files: dict[str, FileStorage]) -> Bundle:
    if "bundle" in files:
        return runtime().apart.run(by.person_id, open_zip, files["bundle"].read())
    if "diagram" not in files:
        raise BodyNotValid([BodyError("/bundle", "required")])
    with reading() as connection:
        definition_id = in_force(connection, service_key)
        if definition_id is None:
            raise NotPublished(service=service_key)
        standing = runtime().definitions.get(connection, definition_id).bundle
    return make({**standing.files, PROCESS: files["diagram"].read()})
