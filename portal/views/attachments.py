"""Files that go with a form."""

import uuid

from flask import Response, jsonify, request, send_file
from flask.typing import ResponseReturnValue

from db import reading
from engine.queries.files import find
from portal.blueprint import portal
from portal.inputs import keep
from web.principal import require_principal, runtime
from web.refusals import UnreadableBody

# What a browser may show in place; everything else is only ever saved.
_SHOWN = frozenset({"application/pdf", "image/png", "image/jpeg", "image/gif", "image/webp"})


@portal.post("/attachments")
def upload() -> ResponseReturnValue:
    """Store a file; it belongs to the uploader until a form that names it is sent."""
    file = request.files.get("file")
    if file is None or not file.filename:
        raise UnreadableBody
    ref = keep(file)
    return jsonify(id=ref.id, name=ref.name, size=ref.size), 201


@portal.get("/attachments/<uuid:attachment_id>")
def attachment(attachment_id: uuid.UUID) -> Response:
    """Send a file to its owner and to those who see the field that holds it."""
    me, rt = require_principal(), runtime()
    with reading() as connection:
        row = find(rt, connection, me, attachment_id)
    shown = row.content_type in _SHOWN
    kind = row.content_type if shown else "application/octet-stream"
    answer = send_file(rt.files.open(row.sha256), kind, as_attachment=not shown, download_name=row.name)
    answer.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return answer
