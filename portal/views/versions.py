"""One version of a service, as its designers see it (D1)."""

from flask import Response, render_template, request

from db import reading
from engine.errors import NotFound
from engine.queries.version_view import version_bundle, version_view
from portal.blueprint import portal
from portal.inputs import LARGEST
from web.downloads import FILES, drawn_answer, shown_picture, version_file
from web.principal import require_principal, runtime

_ONE = "/versions/<int:definition_id>"


@portal.get(_ONE)
def version(definition_id: int) -> str:
    """Show its diagram, and what it changed: from the version before, or from the one that is asked for."""
    against = request.args.get("against", type=int)
    if against is not None and abs(against) > LARGEST:
        raise NotFound(definition=against)
    with reading() as connection:
        view = version_view(runtime(), connection, require_principal(), definition_id, against)
    return render_template("portal/version.html", view=view)


@portal.get(f"{_ONE}/diagram.bpmn")
def version_diagram(definition_id: int) -> Response:
    """Send its diagram, to be drawn."""
    with reading() as connection:
        bundle = version_bundle(runtime(), connection, require_principal(), definition_id)
    return drawn_answer(bundle.process, f"version-{definition_id}.bpmn")


@portal.get(f"{_ONE}/picture.svg")
def version_picture(definition_id: int) -> Response:
    """Send the picture that stands for its diagram where no script draws it."""
    with reading() as connection:
        return shown_picture(version_bundle(runtime(), connection, require_principal(), definition_id))


@portal.get(f"{_ONE}/download/<any{FILES}:what>")
def version_download(definition_id: int, what: str) -> Response:
    """Send a file to be kept."""
    return version_file(require_principal(), definition_id, what)
