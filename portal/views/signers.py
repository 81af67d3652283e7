"""加签 and 减签: others are asked to sign, or no longer (X1)."""

from typing import Any, cast

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from engine.commands.add_signers import add_signers
from engine.commands.remove_signer import remove_later_signer, remove_signer
from engine.errors import Conflict
from engine.execution import Kind
from portal.blueprint import portal
from portal.choosing import chosen_of
from portal.conflicts import conflict_page
from portal.faults import words_of
from portal.inputs import number, opinion_of, version_of
from portal.moving import REFUSED, asks_for_people, offered, people_page, task_of
from web.marks import N_
from web.principal import require_principal, runtime

PLACES = {
    "before": (
        N_("Before me"),
        N_("It comes back to you once they have signed; you decide with their opinions"),
    ),
    "beside": (N_("Together with me"), N_("In any order; whoever refuses, refuses for all")),
    "after": (N_("After me"), N_("They have the last word once you have decided")),
}


@portal.get("/tasks/<int:task_id>/sign")
def sign_form(task_id: int) -> str:
    """Ask who else signs, and when."""
    return people_page(offered(task_id, "sign"), "sign", "people", many=True, places=PLACES, place="before")


@portal.post("/tasks/<int:task_id>/sign")
def sign(task_id: int) -> ResponseReturnValue:
    """Ask them."""
    view, opinion = task_of(task_id), opinion_of()
    place = request.form.get("kind", "")
    place = place if place in PLACES else "before"
    page: dict[str, Any] = {"many": True, "places": PLACES, "place": place}
    if asks_for_people():
        return people_page(view, "sign", "people", **page)
    try:
        add_signers(
            runtime(),
            require_principal(),
            task_id,
            version=version_of(),
            kind=cast("Kind", place),
            people=chosen_of("people"),
            opinion=opinion,
        )
    except REFUSED as refused:
        return people_page(view, "sign", "people", error=words_of(refused), **page), 422
    except Conflict as conflict:
        return conflict_page(conflict, view, {}, opinion)
    flash(gettext("They were asked to sign."), "green")
    return redirect(url_for("portal.todo" if place == "before" else "portal.task", task_id=task_id))


@portal.post("/tasks/<int:task_id>/unsign")
def unsign(task_id: int) -> ResponseReturnValue:
    """Leave a signer out again: by his own task, or by his place among those who come later."""
    me, version, position = require_principal(), version_of(), number("position")
    view = task_of(task_id)
    try:
        if position is None:
            remove_signer(runtime(), me, task_id, version=version)
        else:
            remove_later_signer(runtime(), me, task_id, version=version, position=position)
    except Conflict as conflict:
        return conflict_page(conflict, view, {}, "")
    flash(gettext("The signer is no longer asked."), "green")
    return redirect(url_for("portal.instance", instance_id=view.instance_id))
