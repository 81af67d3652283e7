"""Files of designs and versions as answers: what was uploaded, ours, a picture, the whole service."""

from collections.abc import Callable, Mapping
from io import BytesIO

from flask import Response, send_file

from bpmn_models.bundle import Bundle, write_zip
from db import reading
from designer_export.decoding import decode
from designer_export.errors import Unreadable
from engine.apart.work import draw, in_utf8
from engine.queries.design_view import design_bundle, original_files
from engine.queries.version_view import version_bundle, version_original
from engine.uploads import pack
from identity.principal import Principal
from web.current import runtime
from web.principal import require_principal

FILES = ("original", "diagram", "picture", "bundle")
"""What may be fetched of a design or a version: the upload, ours, a picture, the whole service."""
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


def design_file(by: Principal, design_id: int, what: str) -> Response:
    """Send one of `FILES` of a design.

    Raises
    ------
    NotFound
    """
    with reading() as connection:
        if what == "original":
            return _original(original_files(connection, by, design_id), f"design-{design_id}")
        return _MADE[what](design_bundle(runtime(), connection, by, design_id))


def version_file(by: Principal, definition_id: int, what: str) -> Response:
    """Send one of `FILES` of a version.

    Raises
    ------
    NotFound
    """
    with reading() as connection:
        if what == "original":
            files = version_original(runtime(), connection, by, definition_id)
            return _original(files, f"version-{definition_id}")
        return _MADE[what](version_bundle(runtime(), connection, by, definition_id))


def _original(files: Mapping[str, bytes], key: str) -> Response:
    """Send what was uploaded, byte for byte: the one file, or a zip of several."""
    if len(files) == 1:
        ((name, data),) = files.items()
        return _save(data, name, "application/octet-stream")
    return _save(pack(files), f"{key}-original.zip", "application/zip")


def _ours(bundle: Bundle) -> Response:
    """Send the diagram in our words, as it runs."""
    return _save(bundle.process, f"{bundle.key}.bpmn", "application/octet-stream")


def _bundle(bundle: Bundle) -> Response:
    """Send the whole service as a zip that another hall takes."""
    return _save(write_zip(bundle), f"{bundle.key}.zip", "application/zip")


def _picture(bundle: Bundle) -> Response:
    """Send the diagram as an SVG, in which nothing can run."""
    return _save(_apart(draw, bundle), f"{bundle.key}.svg", "image/svg+xml")


def shown_picture(bundle: Bundle) -> Response:
    """Send the diagram as an SVG that a page shows."""
    answer = Response(_apart(draw, bundle), mimetype="image/svg+xml")
    answer.headers["Content-Security-Policy"] = _POLICY
    return answer


def drawn_answer(xml: bytes, name: str) -> Response:
    """Send a diagram of a designer's to be drawn, in UTF-8, whatever encoding his tool wrote it in."""
    answer = Response(xml if _is_utf8(xml) else _apart(in_utf8, xml), mimetype="application/xml")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _is_utf8(xml: bytes) -> bool:
    """Whether it can be sent as it is: nearly all can, and nothing need be worked on for them."""
    try:
        _, encoding, declared = decode(xml)
    except Unreadable:
        return False
    return encoding == "utf-8" and declared in (None, "utf-8")


def _apart(work: Callable[..., bytes], what: Bundle | bytes) -> bytes:
    return runtime().apart.run(require_principal().person_id, work, what)


def _save(data: bytes, name: str, kind: str) -> Response:
    """Never shown in the browser as what its uploader says it is."""
    answer = send_file(BytesIO(data), kind, as_attachment=True, download_name=name)
    answer.headers["Content-Security-Policy"] = _POLICY
    return answer


_MADE: Mapping[str, Callable[[Bundle], Response]] = {"diagram": _ours, "picture": _picture, "bundle": _bundle}
