"""管理: what an administrator does to a matter: each a dialog, and a page without JavaScript (A1)."""

import uuid
from collections.abc import Callable

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from db import reading
from engine.commands.jump_instance import jump_instance
from engine.commands.migrate_instances import migrate_instances
from engine.commands.restart_instance import restart_instance
from engine.commands.resume_instance import resume_instance
from engine.commands.suspend_instance import suspend_instance
from engine.commands.terminate_instance import terminate_instance
from engine.errors import Conflict, Forbidden, ReasonRequired, ReasonTooLong
from engine.queries.instance_view import InstanceView
from engine.queries.instance_view import view as instance_view
from portal.blueprint import portal
from portal.faults import words_of
from portal.inputs import number, opinion_of
from portal.mending import offered_to
from web.principal import require_principal, runtime

ACTIONS = ("suspend", "resume", "jump", "restart", "migrate", "end")
_ROUTE = "/instances/<uuid:instance_id>/mend/<action>"


class NothingChosen(Exception):
    """The form came without a step."""


@portal.get(_ROUTE)
def mend_form(instance_id: uuid.UUID, action: str) -> str:
    """Ask what the action needs."""
    matter = _matter(instance_id)
    offer = offered_to(require_principal(), matter)
    if action not in _DO:
        abort(404)
    if offer is None or action not in offer.actions:
        raise Forbidden(instance=str(instance_id))
    return _page(matter, action)


@portal.post(_ROUTE)
def mend(instance_id: uuid.UUID, action: str) -> ResponseReturnValue:
    """Do it."""
    matter = _matter(instance_id)
    if not matter.may_mend:
        raise Forbidden(instance=str(instance_id))
    if action not in _DO:
        abort(404)
    try:
        done = _DO[action](instance_id, opinion_of())
    except (ReasonRequired, ReasonTooLong) as refused:
        return _page(matter, action, words_of(refused)), 422
    except NothingChosen:
        return _page(matter, action, gettext("Please choose a step.")), 422
    except Conflict as refused:
        return _page(_matter(instance_id), action, words_of(refused)), 409
    flash(done, "green")
    return redirect(url_for("portal.instance", instance_id=instance_id))


def _suspend(instance_id: uuid.UUID, reason: str) -> str:
    suspend_instance(runtime(), require_principal(), instance_id, reason=reason)
    return gettext("The matter is suspended.")


def _resume(instance_id: uuid.UUID, reason: str) -> str:
    resume_instance(runtime(), require_principal(), instance_id, reason=reason)
    return gettext("The matter goes on.")


def _jump(instance_id: uuid.UUID, reason: str) -> str:
    token, _, to = request.form.get("to", "").partition(":")
    if not token.isascii() or not token.isdigit() or not to:
        raise NothingChosen
    jump_instance(runtime(), require_principal(), instance_id, token=int(token), to=to, reason=reason)
    return gettext("The matter was moved.")


def _restart(instance_id: uuid.UUID, reason: str) -> str:
    token = number("token")
    if token is None:
        raise NothingChosen
    restart_instance(runtime(), require_principal(), instance_id, token=token, reason=reason)
    return gettext("The matter goes on from that step.")


def _migrate(instance_id: uuid.UUID, reason: str) -> str:
    target = number("definition") or 0
    (found,) = migrate_instances(runtime(), require_principal(), target, [instance_id], reason=reason)
    if found.code is not None:
        raise Conflict
    return gettext("The matter goes on by the other version.")


def _end(instance_id: uuid.UUID, reason: str) -> str:
    terminate_instance(runtime(), require_principal(), instance_id, reason=reason)
    return gettext("The matter is terminated.")


_DO: dict[str, Callable[[uuid.UUID, str], str]] = {
    "suspend": _suspend,
    "resume": _resume,
    "jump": _jump,
    "restart": _restart,
    "migrate": _migrate,
    "end": _end,
}


def _matter(instance_id: uuid.UUID) -> InstanceView:
    me = require_principal()
    with reading() as connection:
        return instance_view(runtime(), connection, me, instance_id)


def _page(matter: InstanceView, action: str, error: str = "") -> str:
    offer = offered_to(require_principal(), matter)
    return render_template(
        "portal/mend.html", matter=matter, offer=offer, action=action, opinion=opinion_of(), error=error
    )
