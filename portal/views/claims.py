"""认领 and 释放: one of several takes a task, or gives it back (X1)."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from engine.commands.claim_task import claim_task
from engine.commands.release_task import release_task
from engine.errors import Conflict
from portal.blueprint import portal
from portal.conflicts import conflict_page
from portal.inputs import version_of
from portal.moving import task_of
from web.principal import require_principal, runtime


@portal.post("/tasks/<int:task_id>/claim")
def claim(task_id: int) -> ResponseReturnValue:
    """Take the task; its page comes back, for him alone."""
    return _move(claim_task, task_id, gettext("You have claimed this step: it is yours alone now."))


@portal.post("/tasks/<int:task_id>/release")
def release(task_id: int) -> ResponseReturnValue:
    """Give the task back to all who may do it."""
    return _move(release_task, task_id, gettext("Released: everybody who may do this step sees it again."))


def _move(command: Callable[..., Any], task_id: int, said: str) -> ResponseReturnValue:
    view = task_of(task_id)
    try:
        command(runtime(), require_principal(), task_id, version=version_of())
    except Conflict as conflict:
        return conflict_page(conflict, view, {}, "")
    flash(said, "green")
    return redirect(url_for("portal.task", task_id=task_id))
