"""管理: what an administrator does to a matter: first what it would do, then, on his word, it (A1)."""

import uuid
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from db import reading
from engine.effects import Effect
from engine.errors import Conflict, Forbidden, Invalid, ReasonRequired, ReasonTooLong, UnknownPerson
from engine.mend_errors import ChangedMeanwhile, NoSuchVariable, UnknownMend, VariableKept
from engine.mends import mend as do
from engine.mends import preview
from engine.queries.instance_view import InstanceView
from engine.queries.instance_view import view as instance_view
from portal.blueprint import portal
from portal.choosing import choice_of
from portal.faults import words_of
from portal.inputs import opinion_of
from portal.mend_inputs import NothingChosen, NotJson, carried, given, shown_value
from portal.mending import offered_to
from portal.moving import asks_for_people
from web.marks import N_
from web.principal import require_principal, runtime
from web.problem import meaning_of, sentence

DONE = {
    "suspend": N_("The matter is suspended."),
    "resume": N_("The matter goes on."),
    "retry": N_("The failed step was tried again."),
    "jump": N_("The matter was moved."),
    "cancel": N_("The branch has ended."),
    "add": N_("The branch has begun."),
    "restart": N_("The matter goes on from that step."),
    "reassign": N_("The task was given to somebody else."),
    "edit": N_("The value was changed."),
    "migrate": N_("The matter goes on by the other version."),
    "end": N_("The matter is terminated."),
}
ACTIONS = tuple(DONE)
_ROUTE = "/instances/<uuid:instance_id>/mend/<action>"
_AT_FIELDS = (
    ReasonRequired,
    ReasonTooLong,
    Invalid,
    VariableKept,
    NoSuchVariable,
    UnknownPerson,
    UnknownMend,
)


@portal.get(_ROUTE)
def mend_form(instance_id: uuid.UUID, action: str) -> str:
    """Ask what the action needs."""
    matter = _matter(instance_id)
    offer = offered_to(require_principal(), matter)
    if action not in DONE:
        abort(404)
    if offer is None or action not in offer.actions:
        raise Forbidden(instance=str(instance_id))
    return _page(matter, action)


@portal.post(_ROUTE)
def mend(instance_id: uuid.UUID, action: str) -> ResponseReturnValue:
    """Show what it would do; do it once he has seen that and says so."""
    matter = _matter(instance_id)
    if not matter.may_mend:
        raise Forbidden(instance=str(instance_id))
    if action not in DONE:
        abort(404)
    if asks_for_people():
        return _page(matter, action)
    try:
        return _shown_or_done(matter, action)
    except _AT_FIELDS as refused:
        return _page(matter, action, error=refused), 422
    except NothingChosen:
        return _page(matter, action, gettext("Please choose what it is to be done with.")), 422
    except NotJson:
        return _page(matter, action, gettext("This is no JSON value; text stands in quotation marks.")), 422
    except ChangedMeanwhile as changed:
        return _again(instance_id, action, words_of(changed)), 409
    except Conflict as refused:
        return _page(_matter(instance_id), action, words_of(refused)), 409


def _shown_or_done(matter: InstanceView, action: str) -> ResponseReturnValue:
    me, told, reason = require_principal(), given(action, matter.id), opinion_of()
    seen = request.form.get("seen")
    if not seen:
        return _confirm(matter, action, preview(runtime(), me, matter.id, action, told, reason))
    do(runtime(), me, matter.id, action, told, reason, seen=seen)
    flash(gettext(DONE[action]), "green")
    return redirect(url_for("portal.instance", instance_id=matter.id))


def _again(instance_id: uuid.UUID, action: str, words: str) -> str:
    """Show what the action would do by now; if it would do nothing any more, why."""
    matter = _matter(instance_id)
    try:
        told = given(action, instance_id)
        effect = preview(runtime(), require_principal(), instance_id, action, told, opinion_of())
    except (Conflict, NothingChosen, *_AT_FIELDS) as refused:
        return _page(matter, action, words_of(refused) or words)
    return _confirm(matter, action, effect, words)


def _matter(instance_id: uuid.UUID) -> InstanceView:
    me = require_principal()
    with reading() as connection:
        return instance_view(runtime(), connection, me, instance_id)


def _confirm(matter: InstanceView, action: str, effect: Effect, changed: str = "") -> str:
    return render_template(
        "portal/mend_confirm.html",
        matter=matter,
        action=action,
        effect=effect,
        carried=carried(action),
        opinion=opinion_of(),
        changed=changed,
        to=url_for("portal.mend", instance_id=matter.id, action=action),
        form=url_for("portal.mend_form", instance_id=matter.id, action=action),
    )


def _page(matter: InstanceView, action: str, words: str = "", error: Exception | None = None) -> str:
    offer = offered_to(require_principal(), matter)
    more: dict[str, Any] = {}
    if action == "edit":
        more = _value_typed(matter.id)
    if action == "reassign":
        more = {"choice": choice_of("to", oneself=True)}
    at_reason = isinstance(error, ReasonRequired | ReasonTooLong)
    faults = _sentences(error) if error is not None and not at_reason else ()
    return render_template(
        "portal/mend.html",
        matter=matter,
        offer=offer,
        action=action,
        opinion=opinion_of(),
        error=words_of(error) if at_reason and error else "",
        words=words,
        faults=faults,
        typed=request.values,
        **more,
    )


def _sentences(error: Exception) -> tuple[str, ...]:
    told = meaning_of(error)
    if told is None:
        return ()
    return tuple(sentence(one) for one in told.faults) or (sentence(told),)


def _value_typed(instance_id: uuid.UUID) -> dict[str, Any]:
    try:
        present = shown_value(instance_id)
    except NothingChosen:
        return {"variable": None, "value": ""}
    return {"variable": request.values["variable"], "value": request.form.get("value", present)}
