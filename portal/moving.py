"""The pages of operations that bring other people in: each shows one form, and shows it again if refused."""

from typing import Any

from flask import render_template, request, url_for
from flask_babel import gettext

from db import reading
from engine.errors import (
    Forbidden,
    NobodyChosen,
    NotYourself,
    OpinionTooLong,
    TooManyPeople,
    UnknownPerson,
)
from engine.queries.task_view import TaskView, open_task
from forms.texts import has
from portal.choosing import choice_of
from portal.inputs import opinion_of
from web.i18n import page_language, text_of
from web.marks import N_
from web.principal import require_principal, runtime

REFUSED = (NobodyChosen, NotYourself, OpinionTooLong, TooManyPeople, UnknownPerson)

NAMES = {
    "transfer": N_("Hand over"),
    "delegate": N_("Delegate"),
    "sign": N_("Ask to sign"),
    "copy": N_("Send a copy"),
    "withdraw": N_("Withdraw"),
    "hold": N_("Put on hold"),
    "resume": N_("Take up again"),
    "return": N_("Return"),
    "terminate": N_("Terminate"),
}


def operation_name(operation: str, task: TaskView) -> str:
    """Return the words of an operation's button: the service's own in the reader's language, or the usual."""
    own = task.buttons.get(operation)
    return text_of(own) if own and has(own, page_language()) else gettext(NAMES[operation])


def task_of(task_id: int) -> TaskView:
    """Return a task that the reader may see."""
    me = require_principal()
    with reading() as connection:
        return open_task(runtime(), connection, me, task_id)


def offered(task_id: int, operation: str) -> TaskView:
    """Return the task to somebody who may do this: nobody fills in a form that will be refused."""
    view = task_of(task_id)
    if operation not in view.operations:
        raise Forbidden(task=task_id)
    return view


def asks_for_people() -> bool:
    """Say whether the button was pressed that only looks for people."""
    return "find" in request.form


def people_page(view: TaskView, operation: str, field: str, *, error: str = "", **more: Any) -> str:
    """Return the page of an operation with a field of people."""
    return render_template(
        "portal/people_operation.html",
        task=view,
        operation=operation,
        title=operation_name(operation, view),
        field=field,
        choice=choice_of(field),
        opinion=opinion_of(),
        error=error,
        **{"back": url_for("portal.task", task_id=view.id), **more},
    )
