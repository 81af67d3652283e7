"""One design: its diagram with its findings beside it, and what is done about them (D6, X9)."""

from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from db import reading
from designer_export.writing import ORIGINAL
from engine.commands.discard_design import discard_design
from engine.commands.undo_design import undo_design
from engine.errors import Stale
from engine.queries.design_view import design_bundle, design_view
from portal.blueprint import portal
from portal.design_acts import back, done
from portal.designing import numbered, pins
from portal.faults import words_of
from portal.inputs import version_of
from web.downloads import FILES, design_file, drawn_answer, shown_picture
from web.principal import require_principal, runtime

_ONE = "/designs/<int:design_id>"


@portal.get(_ONE)
def design(design_id: int) -> str:
    """Show the diagram, what is said of it, and how it differs from the version in force."""
    with reading() as connection:
        view = design_view(runtime(), connection, require_principal(), design_id)
    groups, only = numbered(view), request.args.get("level", "")
    only = only if only in groups else ""
    return render_template("portal/design.html", view=view, groups=groups, pins=pins(groups), only=only)


@portal.post(f"{_ONE}/undo")
def undo(design_id: int) -> ResponseReturnValue:
    """Take the last change back."""

    def act(me: Any) -> str:
        undo_design(runtime(), me, design_id, version_of())
        return gettext("The last change was undone.")

    return done(design_id, act)


@portal.get(f"{_ONE}/discard")
def give_up_form(design_id: int) -> str:
    """Ask once more."""
    with reading() as connection:
        view = design_view(runtime(), connection, require_principal(), design_id)
    return render_template("portal/design_discard.html", view=view)


@portal.post(f"{_ONE}/discard")
def give_up(design_id: int) -> ResponseReturnValue:
    """Give the design up."""
    try:
        discard_design(require_principal(), design_id, version_of())
    except Stale as refused:
        return back(design_id, words_of(refused), "amber")
    flash(gettext("The design was discarded."), "green")
    return redirect(url_for("portal.designs"))


@portal.get(f"{_ONE}/diagram.bpmn")
def design_diagram(design_id: int) -> Response:
    """Send the diagram as it would run, to be drawn."""
    with reading() as connection:
        bundle = design_bundle(runtime(), connection, require_principal(), design_id)
    return drawn_answer(bundle.process, f"design-{design_id}.bpmn")


@portal.get(f"{_ONE}/upload.bpmn")
def design_upload(design_id: int) -> Response:
    """Send the diagram as it was uploaded, to be drawn."""
    with reading() as connection:
        bundle = design_bundle(runtime(), connection, require_principal(), design_id)
    return drawn_answer(bundle.files.get(ORIGINAL, bundle.process), f"upload-{design_id}.bpmn")


@portal.get(f"{_ONE}/picture.svg")
def design_picture(design_id: int) -> Response:
    """Send the picture that stands for the diagram where no script draws it."""
    with reading() as connection:
        return shown_picture(design_bundle(runtime(), connection, require_principal(), design_id))


@portal.get(f"{_ONE}/download/<any{FILES}:what>")
def design_download(design_id: int, what: str) -> Response:
    """Send a file to be kept."""
    return design_file(require_principal(), design_id, what)
