"""转办 and 委派: a task goes to somebody else (T3, X1)."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from engine.commands.delegate_task import delegate_task
from engine.commands.transfer_task import transfer_task
from engine.errors import Conflict
from portal.blueprint import portal
from portal.conflicts import conflict_page
from portal.faults import words_of
from portal.inputs import number, opinion_of, version_of
from portal.moving import REFUSED, asks_for_people, offered, people_page, task_of
from web.principal import require_principal, runtime


@portal.get("/tasks/<int:task_id>/transfer")
def transfer_form(task_id: int) -> str:
    """Ask to whom the task goes for good."""
    return people_page(offered(task_id, "transfer"), "transfer", "to")


@portal.post("/tasks/<int:task_id>/transfer")
def transfer(task_id: int) -> ResponseReturnValue:
    """Hand the task over."""
    return _hand(task_id, "transfer", transfer_task, gettext("The task was handed over."))


@portal.get("/tasks/<int:task_id>/delegate")
def delegate_form(task_id: int) -> str:
    """Ask who does the task first."""
    return people_page(offered(task_id, "delegate"), "delegate", "to")


@portal.post("/tasks/<int:task_id>/delegate")
def delegate(task_id: int) -> ResponseReturnValue:
    """Delegate the task."""
    return _hand(task_id, "delegate", delegate_task, gettext("The task was delegated; it comes back to you."))


def _hand(task_id: int, operation: str, command: Callable[..., Any], done: str) -> ResponseReturnValue:
    view = task_of(task_id)
    if asks_for_people():
        return people_page(view, operation, "to")
    me, opinion = require_principal(), opinion_of()
    try:
        command(runtime(), me, task_id, version=version_of(), to=number("to") or 0, opinion=opinion)
    except REFUSED as refused:
        return people_page(view, operation, "to", error=words_of(refused)), 422
    except Conflict as conflict:
        return conflict_page(conflict, view, {}, opinion)
    flash(done, "green")
    return redirect(url_for("portal.todo"))
