"""退回, 中止, 撤销: each a dialog on the page, and a page of its own where there is no JavaScript (T3)."""

import uuid
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from db import reading
from engine.commands.cancel_instance import cancel_instance
from engine.commands.return_task import Then
from engine.commands.return_task import return_task as do_return
from engine.commands.terminate_instance import terminate_task
from engine.errors import (
    CannotReturn,
    Conflict,
    Forbidden,
    OpinionRequired,
    OpinionTooLong,
    ReasonRequired,
    ReasonTooLong,
)
from engine.queries.instance_view import InstanceView
from engine.queries.instance_view import view as instance_view
from engine.queries.task_view import TaskView
from portal.blueprint import portal
from portal.conflicts import conflict_page
from portal.faults import words_of
from portal.inputs import opinion_of, version_of
from portal.moving import offered, operation_name, task_of
from web.principal import require_principal, runtime

REFUSED = (OpinionRequired, OpinionTooLong, ReasonRequired, ReasonTooLong, CannotReturn)


@portal.get("/tasks/<int:task_id>/return")
def return_form(task_id: int) -> str:
    """Ask where to return to, and why."""
    return _return_page(offered(task_id, "return"))


@portal.post("/tasks/<int:task_id>/return")
def return_task(task_id: int) -> ResponseReturnValue:
    """Return the task."""
    view, to, opinion = task_of(task_id), request.form.get("to", ""), opinion_of()
    then: Then = "back" if request.form.get("then") == "back" else "again"
    me = require_principal()
    try:
        do_return(runtime(), me, task_id, version=version_of(), to=to, opinion=opinion, then=then)
    except REFUSED as refused:
        return _return_page(view, chosen=to, then=then, opinion=opinion, error=words_of(refused)), 422
    except Conflict as conflict:
        return conflict_page(conflict, view, {}, opinion)
    flash(gettext("Returned: %(title)s.", title=view.title), "green")
    return redirect(url_for("portal.todo"))


@portal.get("/tasks/<int:task_id>/terminate")
def terminate_form(task_id: int) -> str:
    """Ask why the matter is to end."""
    return _terminate_page(offered(task_id, "terminate"))


@portal.post("/tasks/<int:task_id>/terminate")
def terminate(task_id: int) -> ResponseReturnValue:
    """End the matter from this task."""
    view, reason = task_of(task_id), opinion_of()
    try:
        terminate_task(runtime(), require_principal(), task_id, version=version_of(), reason=reason)
    except REFUSED as refused:
        return _terminate_page(view, opinion=reason, error=words_of(refused)), 422
    except Conflict as conflict:
        return conflict_page(conflict, view, {}, reason)
    flash(gettext("Terminated: %(title)s.", title=view.title), "green")
    return redirect(url_for("portal.todo"))


@portal.get("/instances/<uuid:instance_id>/cancel")
def cancel_form(instance_id: uuid.UUID) -> str:
    """Ask why the initiator takes his matter back."""
    matter = _matter(instance_id)
    if not matter.may_cancel:
        raise Forbidden(instance=str(instance_id))
    return _cancel_page(matter)


@portal.post("/instances/<uuid:instance_id>/cancel")
def cancel(instance_id: uuid.UUID) -> ResponseReturnValue:
    """Cancel one's own matter."""
    reason = opinion_of()
    try:
        cancel_instance(runtime(), require_principal(), instance_id, reason=reason)
    except REFUSED as refused:
        return _cancel_page(_matter(instance_id), opinion=reason, error=words_of(refused)), 422
    flash(gettext("The matter is cancelled."), "green")
    return redirect(url_for("portal.instance", instance_id=instance_id))


def _matter(instance_id: uuid.UUID) -> InstanceView:
    me = require_principal()
    with reading() as connection:
        return instance_view(runtime(), connection, me, instance_id)


def _return_page(view: TaskView, **more: Any) -> str:
    return _page("return", view, gettext("Return the matter"), operation_name("return", view), **more)


def _terminate_page(view: TaskView, **more: Any) -> str:
    return _page(
        "terminate", view, gettext("Terminate the matter"), operation_name("terminate", view), **more
    )


def _page(operation: str, view: TaskView, title: str, action: str, **more: Any) -> str:
    back = url_for("portal.task", task_id=view.id)
    fixed = {"operation": operation, "matter": view, "version": view.version, "back": back}
    words = {"title": title, "action": action, "chosen": "", "then": "again", "opinion": "", "error": ""}
    return render_template("portal/operation.html", **(fixed | words | more))


def _cancel_page(matter: InstanceView, **more: Any) -> str:
    title = gettext("Cancel the matter")
    fixed = {"operation": "cancel", "matter": matter, "version": None, "opinion": "", "error": ""}
    words = {"title": title, "action": title, "back": url_for("portal.instance", instance_id=matter.id)}
    return render_template("portal/operation.html", **(fixed | words | more))
