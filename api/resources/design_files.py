"""What designs and versions are made of: the upload, our diagram, a picture, the service; taking back."""

from collections.abc import Callable
from typing import Any

from flask import Response

from api.blueprint import ID, make_blueprint
from api.headers import IDEMPOTENCY
from api.reply import reply
from api.schemas.designs import KeyShape
from identity.principal import Principal
from web.designs import bring_back, take_back
from web.downloads import FILES, design_file, version_file
from web.idempotency import answer_once
from web.principal import require_principal

blueprint = make_blueprint("design files", "What designs and versions are made of.")
_DESIGN = f"/designs/<{ID}:design_id>"
_VERSION = f"/definitions/<{ID}:definition_id>"
_SOME = "application/octet-stream"
_BYTES = {"type": "string", "format": "binary"}
_ONCE: dict[str, Any] = {"methods": ["POST"], "parameters": [IDEMPOTENCY]}


_SAID = {
    "original": ("Fetch what was uploaded, byte for byte: the one file, or a zip of several.", _SOME),
    "diagram": ("Fetch the diagram in our words, as it runs.", _SOME),
    "picture": ("Fetch the diagram as an SVG.", "image/svg+xml"),
    "bundle": ("Fetch the whole service as a zip that another hall takes.", "application/zip"),
}
_OF: dict[str, tuple[str, Callable[[Principal, int, str], Response]]] = {
    "design": (_DESIGN, design_file),
    "version": (_VERSION, version_file),
}


def _offer(holder: str, what: str) -> None:
    """Let one of the files of a design or a version be fetched."""
    path, send = _OF[holder]
    words, kind = _SAID[what]

    def view(**ids: int) -> Response:
        (wanted,) = ids.values()
        return send(require_principal(), wanted, what)

    view.__name__, view.__doc__ = f"get_{holder}_{what}", words
    answering = blueprint.response(200, _BYTES, content_type=kind)(blueprint.refuses(401, 404)(view))
    blueprint.route(f"{path}/{what}")(answering)


for _holder in _OF:
    for _what in FILES:
        _offer(_holder, _what)


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
