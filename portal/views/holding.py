"""暂缓办理, and taking a task up again (T3)."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from engine.commands.hold_task import hold_task
from engine.commands.resume_task import resume_task
from engine.errors import Conflict, OpinionRequired, OpinionTooLong
from engine.queries.task_view import TaskView
from portal.blueprint import portal
from portal.conflicts import conflict_page
from portal.faults import words_of
from portal.inputs import opinion_of, version_of
from portal.moving import offered, operation_name, task_of
from web.principal import require_principal, runtime

REFUSED = (OpinionRequired, OpinionTooLong)


@portal.get("/tasks/<int:task_id>/hold")
def hold_form(task_id: int) -> str:
    """Ask why the task is to wait."""
    return _page(offered(task_id, "hold"), "hold", "", "")


@portal.post("/tasks/<int:task_id>/hold")
def hold(task_id: int) -> ResponseReturnValue:
    """Let it wait."""
    return _act(task_id, "hold", hold_task, gettext("The task is on hold; it stays in your list."))


@portal.get("/tasks/<int:task_id>/resume")
def resume_form(task_id: int) -> str:
    """Ask for words, for those who want to leave some."""
    return _page(offered(task_id, "hold"), "resume", "", "")


@portal.post("/tasks/<int:task_id>/resume")
def resume(task_id: int) -> ResponseReturnValue:
    """Take it up again."""
    return _act(task_id, "resume", resume_task, gettext("The task is taken up again."))


def _act(task_id: int, operation: str, command: Callable[..., Any], done: str) -> ResponseReturnValue:
    view, opinion = task_of(task_id), opinion_of()
    try:
        command(runtime(), require_principal(), task_id, version=version_of(), opinion=opinion)
    except REFUSED as refused:
        return _page(view, operation, opinion, words_of(refused)), 422
    except Conflict as conflict:
        return conflict_page(conflict, view, {}, opinion)
    flash(done, "green")
    return redirect(url_for("portal.task", task_id=task_id))


def _page(view: TaskView, operation: str, opinion: str, error: str) -> str:
    title = operation_name(operation, view)
    return render_template(
        "portal/hold.html", task=view, operation=operation, title=title, opinion=opinion, error=error
    )
