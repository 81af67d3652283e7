"""撤回: a handler takes his own step back (X1)."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from engine.commands.withdraw_task import withdraw_task
from engine.errors import CannotWithdraw, Forbidden, OpinionTooLong
from engine.queries.task_view import TaskView
from portal.blueprint import portal
from portal.faults import words_of
from portal.inputs import opinion_of
from portal.moving import operation_name, task_of
from web.principal import require_principal, runtime


@portal.get("/tasks/<int:task_id>/withdraw")
def withdraw_form(task_id: int) -> str:
    """Ask why, and say what will happen."""
    view = task_of(task_id)
    if not view.can_withdraw:
        raise Forbidden(task=task_id)
    return _page(view, "", "")


@portal.post("/tasks/<int:task_id>/withdraw")
def withdraw(task_id: int) -> ResponseReturnValue:
    """Take the step back."""
    view, opinion = task_of(task_id), opinion_of()
    try:
        withdraw_task(runtime(), require_principal(), task_id, opinion=opinion)
    except OpinionTooLong as refused:
        return _page(view, opinion, words_of(refused)), 422
    except CannotWithdraw as refused:
        return _page(view, opinion, words_of(refused)), 409
    flash(gettext("The step is yours again: %(title)s.", title=view.title), "green")
    return redirect(url_for("portal.todo"))


def _page(view: TaskView, opinion: str, error: str) -> str:
    title = operation_name("withdraw", view)
    return render_template(
        "portal/operation.html",
        operation="withdraw",
        matter=view,
        version=None,
        title=title,
        action=title,
        back=url_for("portal.task", task_id=view.id),
        opinion=opinion,
        error=error,
    )
