"""业务管理: a designer's list, and the page on which he uploads (D1, D6)."""

from collections.abc import Callable

from flask import jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from bpmn_models.errors import BrokenBundle
from db import reading
from engine.commands.upload_design import For, upload_again, upload_design
from engine.design_errors import Busy, NothingUploaded, TookTooLong, TookTooMuch, UnreadableUpload
from engine.queries.design_view import design_view
from engine.queries.designs import Workshop, workshop
from portal.blueprint import portal
from portal.faults import words_of
from portal.inputs import version_of
from web.i18n import page_language
from web.principal import require_principal, runtime
from web.sent_forms import Lead, do_once, sent_once
from web.uploads import uploaded

_REFUSED = (NothingUploaded, UnreadableUpload, BrokenBundle, Busy, TookTooLong, TookTooMuch)


@portal.get("/designs")
def designs() -> str:
    """Show the designs of his units, and the versions of their services."""
    return render_template("portal/designs.html", shop=_workshop())


@portal.get("/designs/new")
def new_design() -> str:
    """Ask for a diagram."""
    return _page(request.args.get("service", ""), "", [])


@portal.post("/designs")
@sent_once
def upload_new() -> ResponseReturnValue:
    """Take what was uploaded, and go on to what is said of it."""
    goal = For(*(request.form.get(name, "").strip()[:200] for name in ("service", "unit", "name")))
    me, files = require_principal(), uploaded()
    try:
        return do_once(
            lambda: upload_design(runtime(), me, files, goal),
            lambda made: Lead(url_for("portal.design", design_id=made)),
        )
    except _REFUSED as refused:
        return _told(refused, lambda words, why: _page(goal.service_key, words, why))


@portal.post("/designs/<int:design_id>/files")
def upload_next(design_id: int) -> ResponseReturnValue:
    """Take the next state of a design."""
    me = require_principal()
    try:
        upload_again(runtime(), me, design_id, version_of(), uploaded())
    except _REFUSED as refused:
        with reading() as connection:
            view = design_view(runtime(), connection, me, design_id)
        return _told(
            refused,
            lambda words, why: render_template(
                "portal/design_again.html", view=view, error=words, reasons=why
            ),
        )
    return _gone_on(design_id)


@portal.get("/designs/<int:design_id>/files")
def again(design_id: int) -> str:
    """Ask for the next state of a design."""
    with reading() as connection:
        view = design_view(runtime(), connection, require_principal(), design_id)
    return render_template("portal/design_again.html", view=view, error="", reasons=[])


def _workshop() -> Workshop:
    me = require_principal()
    with reading() as connection:
        return workshop(runtime(), connection, me)


def _page(service: str, error: str, reasons: list[str]) -> str:
    return render_template(
        "portal/design_new.html", shop=_workshop(), service=service, error=error, reasons=reasons
    )


def _told(refused: Exception, page: Callable[[str, list[str]], str]) -> ResponseReturnValue:
    """Say why an upload was refused: to the island that sent it, or on the page."""
    reasons = [one.message[page_language()] for one in getattr(refused, "findings", ())]
    if request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json":
        return jsonify(title=" ".join([words_of(refused), *reasons])), 422
    return page(words_of(refused), reasons), 422


def _gone_on(design_id: int) -> ResponseReturnValue:
    address = url_for("portal.design", design_id=design_id)
    if request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json":
        return jsonify(address=address), 201
    return redirect(address)
