"""Designs: upload a diagram of any tool, read what is said of it, repair, publish (D1, D6, D8)."""

from collections.abc import Callable
from typing import Any

from flask import Response

from api.blueprint import ID, make_blueprint
from api.headers import IDEMPOTENCY, IF_MATCH
from api.reply import reply
from api.schemas.designs import (
    DesignViewShape,
    FilesShape,
    MadeShape,
    PublishedShape,
    PublishShape,
    RepairedShape,
    RepairsShape,
    UploadGoal,
    WorkshopShape,
)
from api.schemas.repairs import RepairAsked, RepairPreviewShape
from api.versions import etag, seen_version
from db import reading
from engine.apart.work import Chosen
from engine.commands.discard_design import discard_design
from engine.commands.repair_design import repair_design
from engine.commands.undo_design import undo_design
from engine.commands.upload_design import For, upload_again, upload_design
from engine.queries.design_view import DesignView, design_view
from engine.queries.designs import Workshop, workshop
from engine.queries.repair_preview import RepairPreview, repair_preview
from web.current import runtime
from web.designs import publish
from web.idempotency import answer_once
from web.principal import require_principal
from web.uploads import uploaded

blueprint = make_blueprint("designs", "Diagrams that designers upload, until they are versions.")
_ONE = f"/designs/<{ID}:design_id>"
_ONCE: dict[str, Any] = {"methods": ["POST"], "parameters": [IDEMPOTENCY, IF_MATCH]}


@blueprint.route("/designs")
@blueprint.response(200, WorkshopShape)
@blueprint.refuses(401, 403)
def get_designs() -> Workshop:
    """List your units' designs, and the versions of their services with what runs on them."""
    by = require_principal()
    with reading() as connection:
        return workshop(runtime(), connection, by)


@blueprint.route("/designs", methods=["POST"], parameters=[IDEMPOTENCY])
@blueprint.arguments(UploadGoal, location="query")
@blueprint.arguments(FilesShape, location="files")
@blueprint.response(201, MadeShape)
@blueprint.refuses(400, 401, 403, 404, 409, 413, 422)
def post_design(goal: dict[str, Any], files: dict[str, Any]) -> Response:
    """Upload a diagram, with its forms and decisions or as a zip, as a new design."""
    by, given = require_principal(), uploaded()
    wanted = For(goal["service"], goal["unit"], goal["name"])
    return answer_once(by, lambda: _made(upload_design(runtime(), by, given, wanted), 1, 201))


@blueprint.route(_ONE)
@blueprint.response(200, DesignViewShape)
@blueprint.refuses(401, 404)
def get_design(design_id: int) -> DesignView:
    """Read a design: what is said of it, and how it differs from the version in force."""
    by = require_principal()
    with reading() as connection:
        return design_view(runtime(), connection, by, design_id)


@blueprint.route(f"{_ONE}/files", **_ONCE)
@blueprint.arguments(FilesShape, location="files")
@blueprint.response(200, MadeShape)
@blueprint.refuses(400, 401, 403, 404, 409, 413, 422, 428)
def post_files(files: dict[str, Any], design_id: int) -> Response:
    """Upload a design again; what it was can be brought back."""
    by, version, given = require_principal(), seen_version(), uploaded()
    return answer_once(by, lambda: _made(upload_again(runtime(), by, design_id, version, given), version + 1))


@blueprint.route(f"{_ONE}/repairs")
@blueprint.arguments(RepairAsked, location="query")
@blueprint.response(200, RepairPreviewShape)
@blueprint.refuses(401, 403, 404, 409, 422)
def get_repairs(asked: dict[str, Any], design_id: int) -> RepairPreview:
    """Try a repair, and read what it would change and what it may be told; nothing is kept."""
    by = require_principal()
    chosen = Chosen(**asked) if asked["rule"] else None
    with reading() as connection:
        return repair_preview(runtime(), connection, by, design_id, chosen)


@blueprint.route(f"{_ONE}/repairs", **_ONCE)
@blueprint.arguments(RepairsShape)
@blueprint.response(200, RepairedShape)
@blueprint.refuses(400, 401, 403, 404, 409, 422, 428)
def post_repairs(given: dict[str, Any], design_id: int) -> Response:
    """Mend findings; without naming any, all that need no choice."""
    by, version = require_principal(), seen_version()
    named = given["repairs"]
    chosen = None if named is None else [Chosen(**one) for one in named]

    def act() -> Response:
        applied = repair_design(runtime(), by, design_id, version, chosen)
        values = {"id": design_id, "version": version + 1, "applied": applied}
        return reply(RepairedShape, values, headers={"ETag": etag(version + 1)})

    return answer_once(by, act)


@blueprint.route(f"{_ONE}/undo", **_ONCE)
@blueprint.response(200, MadeShape)
@blueprint.refuses(400, 401, 403, 404, 409, 422, 428)
def post_undo(design_id: int) -> Response:
    """Take the last repair or upload back (撤销)."""
    by, version = require_principal(), seen_version()

    def act() -> Response:
        undo_design(runtime(), by, design_id, version)
        return _made(design_id, version + 1)

    return answer_once(by, act)


@blueprint.route(f"{_ONE}/publish", **_ONCE)
@blueprint.arguments(PublishShape)
@blueprint.response(201, PublishedShape)
@blueprint.refuses(400, 401, 403, 404, 409, 422, 428)
def post_publish(given: dict[str, Any], design_id: int) -> Response:
    """Put a design in force and list its service in the hall. Matters under way stay on their version."""
    by, version = require_principal(), seen_version()

    def once(command: Callable[[], int]) -> Response:
        return answer_once(by, lambda: reply(PublishedShape, {"definition_id": command()}, 201))

    return publish(by, design_id, version, given["starters"], once)


@blueprint.route(_ONE, methods=["DELETE"], parameters=[IF_MATCH])
@blueprint.response(204)
@blueprint.refuses(401, 403, 404, 409, 428)
def delete_design(design_id: int) -> None:
    """Give a design up; versions are not touched."""
    discard_design(require_principal(), design_id, seen_version())


def _made(design_id: int, version: int, status: int = 200) -> Response:
    return reply(MadeShape, {"id": design_id, "version": version}, status, {"ETag": etag(version)})
