"""Files for attachment fields: store one, then name it in the form."""

import uuid
from typing import BinaryIO, cast

from flask import Response, send_file
from werkzeug.datastructures import FileStorage

from api.blueprint import make_blueprint
from api.headers import IDEMPOTENCY
from api.reply import reply
from api.schemas.attachments import AttachmentShape, FileShape
from db import reading
from engine.attachments import store
from engine.errors import NotFound
from engine.queries.files import find
from web.current import runtime
from web.idempotency import answer_once
from web.principal import require_principal

blueprint = make_blueprint("attachments", "Files that people attach.")


@blueprint.route("/attachments", methods=["POST"], parameters=[IDEMPOTENCY])
@blueprint.arguments(FileShape, location="files")
@blueprint.response(201, AttachmentShape)
@blueprint.refuses(401, 413, 422)
def post_attachment(files: dict[str, FileStorage]) -> Response:
    """Store a file; it is yours alone until a form that names it is submitted."""
    by, file = require_principal(), files["file"]

    def act() -> Response:
        name, kind = file.filename or "file", file.mimetype or "application/octet-stream"
        return reply(AttachmentShape, store(runtime(), by, name, kind, cast(BinaryIO, file.stream)), 201)

    return answer_once(by, act)


@blueprint.route("/attachments/<string:attachment_id>")
@blueprint.response(200, {"type": "string", "format": "binary"}, content_type="application/octet-stream")
@blueprint.refuses(401, 404)
def get_attachment(attachment_id: str) -> Response:
    """Fetch a file of a matter that you may see."""
    by = require_principal()
    with reading() as connection:
        row = find(runtime(), connection, by, _uuid(attachment_id))
    # Never shown in the browser as what its uploader says it is.
    return send_file(
        runtime().files.open(row.sha256),
        mimetype="application/octet-stream",
        as_attachment=True,
        download_name=row.name,
    )


def _uuid(attachment_id: str) -> uuid.UUID:
    """Read an id as a form keeps it, 32 hex digits, or with dashes."""
    try:
        return uuid.UUID(attachment_id)
    except ValueError:
        raise NotFound(attachment=attachment_id) from None
