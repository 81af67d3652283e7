"""草稿: saved while a form is filled in, and thrown away (S4)."""

from flask import flash, jsonify, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from db import reading
from engine.commands.discard_draft import discard_draft
from engine.commands.save_draft import save_draft
from engine.commands.save_input import save_input
from engine.queries.start_view import start_view
from engine.queries.task_view import open_task
from portal.blueprint import portal
from portal.formats import clock
from portal.inputs import document_of, number, opinion_of
from web.principal import require_principal, runtime


@portal.post("/services/<key>/draft")
def autosave(key: str) -> ResponseReturnValue:
    """Save what stands in the form; answers the draft's id and the time in the reader's zone."""
    me, rt = require_principal(), runtime()
    with reading() as connection:
        start = start_view(rt, connection, me, key, unit_id=number("unit"), draft_id=number("draft"))
    draft = save_draft(
        rt,
        me,
        key,
        document_of(start.form),
        draft_id=start.draft_id,
        unit_id=start.unit_id,
        opinion=opinion_of(),
    )
    return jsonify(draft=draft, time=clock(rt.clock()))


@portal.post("/tasks/<int:task_id>/input")
def keep_input(task_id: int) -> ResponseReturnValue:
    """Keep what a handler typed and has not sent."""
    me, rt = require_principal(), runtime()
    with reading() as connection:
        task = open_task(rt, connection, me, task_id)
    save_input(rt, me, task_id, document_of(task.form), opinion_of())
    return jsonify(time=clock(rt.clock()))


@portal.post("/drafts/<int:draft_id>/discard")
def discard(draft_id: int) -> ResponseReturnValue:
    """Delete one's own draft."""
    discard_draft(runtime(), require_principal(), draft_id)
    flash(gettext("The draft is deleted."), "green")
    return redirect(url_for("portal.todo", box="draft"))
