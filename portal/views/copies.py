"""抄送: choose people, and give them the matter to read (X1)."""

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from db import reading
from engine.commands.send_copies import send_copies
from engine.errors import Forbidden, WordsTooLong
from engine.queries.talk import talk
from engine.queries.task_view import TaskView
from portal.blueprint import portal
from portal.choosing import chosen_of
from portal.faults import words_of
from portal.inputs import opinion_of
from portal.moving import REFUSED, asks_for_people, people_page, task_of
from web.principal import require_principal, runtime
from web.sent_forms import Lead, do_once, sent_once

FIELD = "people"


@portal.get("/tasks/<int:task_id>/copies")
def copy_form(task_id: int) -> str:
    """Ask to whom the matter is to be copied."""
    return _page(_offered(task_id))


@portal.post("/tasks/<int:task_id>/copies")
@sent_once
def copy(task_id: int) -> ResponseReturnValue:
    """Send the copies, or look for more people among whom to choose."""
    view = _offered(task_id)
    if asks_for_people():
        return _page(view)
    me, people, words = require_principal(), chosen_of(FIELD), opinion_of()
    try:
        return do_once(
            lambda: send_copies(runtime(), me, task_id, people, text=words),
            lambda sent: Lead(
                _back(view),
                ngettext("Copied to %(num)s person.", "Copied to %(num)s people.", len(sent.people)),
            ),
        )
    except (*REFUSED, WordsTooLong) as refused:
        return _page(view, words_of(refused)), 422


def _offered(task_id: int) -> TaskView:
    """Give the task, now or once his, to somebody who may copy from it."""
    view = task_of(task_id)
    with reading() as connection:
        beside = talk(runtime(), connection, require_principal(), view.instance_id)
    if task_id not in beside.copy_tasks:
        raise Forbidden(task=task_id)
    return view


def _page(view: TaskView, error: str = "") -> str:
    return people_page(view, "copy", FIELD, error=error, many=True, back=_back(view))


def _back(view: TaskView) -> str:
    return url_for("portal.instance", instance_id=view.instance_id)
