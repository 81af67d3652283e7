"""抄送: choose people, and give them the matter to read (X1)."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from db import reading
from engine.commands.send_copies import send_copies
from engine.errors import Forbidden, NobodyChosen, TooManyPeople, UnknownPerson, WordsTooLong
from engine.people import active
from engine.queries.talk import talk
from engine.queries.task_view import TaskView, open_task
from identity.directory import search_people
from portal.blueprint import portal
from portal.faults import words_of
from web.principal import require_principal, runtime

REFUSED = (NobodyChosen, TooManyPeople, UnknownPerson, WordsTooLong)
MOST_KEPT = 50


@portal.get("/tasks/<int:task_id>/copies")
def copy_form(task_id: int) -> str:
    """Ask to whom the matter is to be copied."""
    return _page(_offered(task_id))


@portal.post("/tasks/<int:task_id>/copies")
def copy(task_id: int) -> ResponseReturnValue:
    """Send the copies, or look for more people among whom to choose."""
    view = _offered(task_id)
    people = request.form.getlist("to", type=int)
    text = request.form.get("text", "").replace("\r\n", "\n")
    if "search" in request.form:
        return _page(view, people, text)
    try:
        sent = send_copies(runtime(), require_principal(), task_id, people, text=text)
    except REFUSED as refused:
        return _page(view, people, text, words_of(refused)), 422
    flash(gettext("Copied to %(n)s people.", n=len(sent.people)), "green")
    return redirect(url_for("portal.instance", instance_id=view.instance_id))


def _offered(task_id: int) -> TaskView:
    """Give the task to somebody who may do this: nobody fills in a form that will be refused."""
    me = require_principal()
    with reading() as connection:
        view = open_task(runtime(), connection, me, task_id)
        beside = talk(runtime(), connection, me, view.instance_id)
    if task_id not in beside.copy_tasks:
        raise Forbidden(task=task_id)
    return view


def _page(view: TaskView, people: Any = (), text: str = "", error: str = "") -> str:
    search = request.form.get("q", "")[:50]
    me = require_principal().person_id
    with reading() as connection:
        chosen = active(connection, list(people)[:MOST_KEPT])
        found = [one for one in search_people(connection, search) if one.id not in {me, *chosen}]
    return render_template(
        "portal/copy.html",
        matter=view,
        chosen=list(chosen.values()),
        found=found,
        search=search,
        text=text,
        error=error,
        back=url_for("portal.instance", instance_id=view.instance_id),
    )
