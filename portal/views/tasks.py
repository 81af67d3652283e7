"""The handling page, and completing a task with one of its outcomes (T2, T3, M3)."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from db import reading, transaction
from engine.commands.complete_task import complete_task
from engine.commands.read_copies import read_copies
from engine.commands.read_task import read_task
from engine.errors import Conflict, Invalid, NobodyToHandle, OpinionRequired, OpinionTooLong
from engine.queries.progress import progress
from engine.queries.talk import talk
from engine.queries.task_view import TaskView, open_task
from messages.inbox import mark_instance_read
from portal.blueprint import portal
from portal.choosers import choosers, chosen_people, looks_for_people, named
from portal.conflicts import conflict_page
from portal.faults import Fault, faults_of
from portal.guides import expected, guide_of
from portal.inputs import asks_for_rows, document_of, opinion_of, version_of
from portal.sheet import task_sheet
from portal.waiting import waiting
from web.current import now
from web.phrases import shown_phrases
from web.principal import require_principal, runtime

REFUSED = (Invalid, NobodyToHandle, OpinionRequired, OpinionTooLong)


@portal.get("/tasks/<int:task_id>")
def task(task_id: int) -> str:
    """Show a task's form, its record and its buttons; the first look is noted (已浏览)."""
    view = _open(task_id)
    me = require_principal()
    if view.can_handle:
        read_task(runtime(), me, task_id)
    else:
        read_copies(runtime(), me, view.instance_id)
    with transaction() as uow:
        mark_instance_read(uow, me.person_id, view.instance_id, now())
    typed = view.input.document if view.input else {}
    return _page(view, typed, view.input.opinion if view.input else view.preset, ())


@portal.post("/tasks/<int:task_id>/complete")
def complete(task_id: int) -> ResponseReturnValue:
    """Complete the task; on a refusal the page comes back with everything that was typed."""
    view = _open(task_id)
    document, opinion = document_of(view.form), opinion_of()
    if asks_for_rows() or looks_for_people():
        return _page(view, document, opinion, ())
    try:
        _complete(view, document, opinion)
    except REFUSED as refused:
        faults = named(faults_of(refused, view.form), view.choices)
        return _page(view, document, opinion, faults), 422
    except Conflict as conflict:
        return conflict_page(conflict, view, document, opinion)
    flash(gettext("Done: %(title)s, %(step)s.", title=view.title, step=view.step_name), "green")
    return redirect(url_for("portal.todo"))


def _complete(view: TaskView, document: dict[str, Any], opinion: str) -> None:
    complete_task(
        runtime(),
        require_principal(),
        view.id,
        version=version_of(),
        outcome=request.form.get("outcome", ""),
        document=document,
        opinion=opinion,
        chosen=chosen_people(view.choices),
    )


def _open(task_id: int) -> TaskView:
    me = require_principal()
    with reading() as connection:
        return open_task(runtime(), connection, me, task_id)


def _page(view: TaskView, typed: dict[str, Any], opinion: str, faults: tuple[Fault, ...]) -> str:
    with reading() as connection:
        phrases = shown_phrases(connection, require_principal()) if view.can_handle else ()
        way = progress(runtime(), connection, require_principal(), view.instance_id, with_people=False)
        beside = talk(runtime(), connection, require_principal(), view.instance_id)
    guide = guide_of(view.service_key)
    waits = waiting(way.xml, expected(way.timeline, guide.steps))
    return render_template(
        "portal/task.html",
        task=view,
        sheet=task_sheet(view, view.form.document | typed, opinion, faults, waits, phrases),
        people_fields=choosers(view.choices, faults),
        errors=faults,
        opinion=opinion,
        phrases=phrases,
        progress=way,
        usual=guide.steps,
        talk=beside,
    )
