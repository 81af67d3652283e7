"""What designs and versions are made of: the upload, our diagram, a picture, the service; taking back."""

from typing import Any

from flask import Response

from api.blueprint import ID, make_blueprint
from api.headers import IDEMPOTENCY
from api.reply import reply
from api.schemas.designs import KeyShape
from db import reading
from engine.queries.design_view import design_bundle, original_files
from engine.queries.version_view import version_bundle, version_original
from web.current import runtime
from web.designs import bring_back, take_back
from web.downloads import bundle_answer, original_answer, ours_answer, picture_answer
from web.idempotency import answer_once
from web.principal import require_principal

blueprint = make_blueprint("design files", "What designs and versions are made of.")
_DESIGN = f"/designs/<{ID}:design_id>"
_VERSION = f"/definitions/<{ID}:definition_id>"
_BYTES = {"type": "string", "format": "binary"}
_ONCE: dict[str, Any] = {"methods": ["POST"], "parameters": [IDEMPOTENCY]}


@blueprint.route(f"{_DESIGN}/original")
@blueprint.response(200, _BYTES, content_type="application/octet-stream")
@blueprint.refuses(401, 404)
def get_design_original(design_id: int) -> Response:
    """Fetch what was uploaded, byte for byte: the one file, or a zip of several."""
    by = require_principal()
    with reading() as connection:
        return original_answer(original_files(connection, by, design_id), f"design-{design_id}")


@blueprint.route(f"{_DESIGN}/diagram")
@blueprint.response(200, _BYTES, content_type="application/octet-stream")
@blueprint.refuses(401, 404)
def get_design_diagram(design_id: int) -> Response:
    """Fetch the diagram in our words, as it would run."""
    by = require_principal()
    with reading() as connection:
        return ours_answer(design_bundle(runtime(), connection, by, design_id))


@blueprint.route(f"{_DESIGN}/picture")
@blueprint.response(200, _BYTES, content_type="image/svg+xml")
@blueprint.refuses(401, 404)
def get_design_picture(design_id: int) -> Response:
    """Fetch the diagram as an SVG."""
    by = require_principal()
    with reading() as connection:
        return picture_answer(design_bundle(runtime(), connection, by, design_id))


@blueprint.route(f"{_DESIGN}/bundle")
@blueprint.response(200, _BYTES, content_type="application/zip")
@blueprint.refuses(401, 404)
def get_design_bundle(design_id: int) -> Response:
    """Fetch the whole service as a zip that another hall takes."""
    by = require_principal()
    with reading() as connection:
        return bundle_answer(design_bundle(runtime(), connection, by, design_id))


@blueprint.route(f"{_VERSION}/original")
@blueprint.response(200, _BYTES, content_type="application/octet-stream")
@blueprint.refuses(401, 404)
def get_version_original(definition_id: int) -> Response:
    """Fetch the upload that a version was made of."""
    by = require_principal()
    with reading() as connection:
        files = version_original(runtime(), connection, by, definition_id)
    return original_answer(files, f"version-{definition_id}")


@blueprint.route(f"{_VERSION}/diagram")
@blueprint.response(200, _BYTES, content_type="application/octet-stream")
@blueprint.refuses(401, 404)
def get_version_diagram(definition_id: int) -> Response:
    """Fetch the diagram of a version, in our words."""
    by = require_principal()
    with reading() as connection:
        return ours_answer(version_bundle(runtime(), connection, by, definition_id))


@blueprint.route(f"{_VERSION}/picture")
@blueprint.response(200, _BYTES, content_type="image/svg+xml")
@blueprint.refuses(401, 404)
def get_version_picture(definition_id: int) -> Response:
    """Fetch the diagram of a version as an SVG."""
    by = require_principal()
    with reading() as connection:
        return picture_answer(version_bundle(runtime(), connection, by, definition_id))


@blueprint.route(f"{_VERSION}/bundle")
@blueprint.response(200, _BYTES, content_type="application/zip")
@blueprint.refuses(401, 404)
def get_version_bundle(definition_id: int) -> Response:
    """Fetch the whole service of a version as a zip that another hall takes."""
    by = require_principal()
    with reading() as connection:
        return bundle_answer(version_bundle(runtime(), connection, by, definition_id))


@blueprint.route(f"{_VERSION}/retire", **_ONCE)
@blueprint.response(200, KeyShape)
@blueprint.refuses(400, 401, 403, 404, 409, 422)
def post_retire(definition_id: int) -> Response:
    """Take the version in force back (停用); matters under way go on, nobody starts the service any more."""
    by = require_principal()
    return take_back(
        by, definition_id, lambda act: answer_once(by, lambda: reply(KeyShape, {"service_key": act()}))
    )


@blueprint.route(f"{_VERSION}/restore", **_ONCE)
@blueprint.response(200, KeyShape)
@blueprint.refuses(400, 401, 403, 404, 409, 422)
def post_restore(definition_id: int) -> Response:
    """Put a version in force again, instead of the one that is."""
    by = require_principal()
    return bring_back(
        by, definition_id, lambda act: answer_once(by, lambda: reply(KeyShape, {"service_key": act()}))
    )
