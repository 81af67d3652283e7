"""发布, 停用, 恢复: what designers put in force and take back, each asked once more (D8)."""

from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from db import reading
from engine.design_errors import NotInForce, StartersRequired
from engine.errors import Forbidden, NumberTaken, Stale, Undeployable
from engine.queries.design_view import design_view
from engine.queries.version_view import VersionView, version_view
from portal.blueprint import portal
from portal.designing import STARTERS
from portal.faults import words_of
from portal.inputs import version_of
from web.designs import bring_back, publish, take_back
from web.principal import require_principal, runtime

_DESIGN = "/designs/<int:design_id>/publish"
_VERSION = "/versions/<int:definition_id>"


@portal.get(_DESIGN)
def publish_form(design_id: int) -> str:
    """Say what publishing does, and ask who may start the service."""
    return _page(design_id, "")


@portal.post(_DESIGN)
def publish_design(design_id: int) -> ResponseReturnValue:
    """Publish the design."""
    known = {"everyone", *(rule for rule, _ in STARTERS)}
    starters = [rule for rule in request.form.getlist("starters") if rule in known] or None
    try:
        made = publish(require_principal(), design_id, version_of(), starters, lambda command: command())
    except (StartersRequired, NumberTaken) as refused:
        return _page(design_id, words_of(refused)), 422
    except (Undeployable, Stale) as refused:
        flash(words_of(refused), "amber")
        return redirect(url_for("portal.design", design_id=design_id))
    flash(gettext("The service is published; matters under way stay on their version."), "green")
    return redirect(url_for("portal.version", definition_id=made))


@portal.get(f"{_VERSION}/<any(retire, restore):act>")
def version_form(definition_id: int, act: str) -> str:
    """Say what it does."""
    view = _version(definition_id)
    if not view.may_publish:
        raise Forbidden(definition=definition_id)
    return render_template("portal/version_act.html", view=view, act=act)


@portal.post(f"{_VERSION}/retire")
def retire(definition_id: int) -> ResponseReturnValue:
    """Take the version in force back."""
    try:
        take_back(require_principal(), definition_id, _plainly)
    except NotInForce as refused:
        return _back(definition_id, words_of(refused), "amber")
    return _back(definition_id, gettext("The version was taken back; nobody can start the service now."))


@portal.post(f"{_VERSION}/restore")
def restore(definition_id: int) -> ResponseReturnValue:
    """Put the version in force again."""
    bring_back(require_principal(), definition_id, _plainly)
    return _back(definition_id, gettext("The version is in force again."))


def _plainly(command: Callable[[], str]) -> str:
    return command()


def _version(definition_id: int) -> VersionView:
    with reading() as connection:
        return version_view(runtime(), connection, require_principal(), definition_id)


def _page(design_id: int, error: str) -> str:
    with reading() as connection:
        view = design_view(runtime(), connection, require_principal(), design_id)
    if not view.may_publish:
        raise Forbidden(design=design_id)
    chosen = request.form.getlist("starters")
    return render_template("portal/design_publish.html", view=view, error=error, chosen=chosen)


def _back(definition_id: int, words: str, tone: str = "green") -> ResponseReturnValue:
    flash(words, tone)
    return redirect(url_for("portal.version", definition_id=definition_id))
