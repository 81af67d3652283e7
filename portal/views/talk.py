"""回复, 抄送, 催办: what people say around a matter (T2, X1); each works without JavaScript."""

import uuid
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from db import reading
from engine.commands.answer_reminder import answer_reminder
from engine.commands.comment import comment
from engine.commands.remind import remind as do_remind
from engine.errors import (
    Conflict,
    MayNotSee,
    TooManyPeople,
    TooSoon,
    UnknownEntry,
    WordsRequired,
    WordsTooLong,
)
from engine.queries.instance_view import InstanceView
from engine.queries.instance_view import view as instance_view
from engine.queries.talk import Talk, talk
from engine.queries.task_view import TaskView, open_task
from portal.blueprint import portal
from portal.faults import words_of
from portal.inputs import number
from portal.threads import named_in
from web.principal import require_principal, runtime
from web.sent_forms import Lead, do_once, sent_once

REFUSED = (WordsRequired, WordsTooLong, MayNotSee, TooManyPeople, UnknownEntry)


@portal.get("/instances/<uuid:instance_id>/comments")
def say_form(instance_id: uuid.UUID) -> str:
    """Show the form of a comment on a page of its own."""
    matter, beside = _matter(instance_id)
    return _say_page(matter, beside, request.args.get("reply_to", type=int), "", ())


@portal.post("/instances/<uuid:instance_id>/comments")
@sent_once
def say(instance_id: uuid.UUID) -> ResponseReturnValue:
    """Say something; on a refusal the page comes back with what was typed."""
    matter, beside = _matter(instance_id)
    words, reply_to = _words(), number("reply_to")
    ticked = request.form.getlist("mention", type=int)
    mentions = [*ticked, *named_in(words, beside.people)]
    by = require_principal()
    try:
        return do_once(
            lambda: comment(runtime(), by, instance_id, words, reply_to=reply_to, mentions=mentions),
            lambda said: Lead(
                f"{_back(instance_id)}#entry-{said.n}", gettext("Your comment is in the record.")
            ),
        )
    except REFUSED as refused:
        return _say_page(matter, beside, reply_to, words, ticked, words_of(refused)), 422


@portal.post("/tasks/<int:task_id>/remind")
@sent_once
def remind(task_id: int) -> ResponseReturnValue:
    """Remind whoever holds the task; where that is not possible now, say why."""
    by, view = require_principal(), _task(task_id)
    back = url_for("portal.instance", instance_id=view.instance_id)
    try:
        return do_once(
            lambda: do_remind(runtime(), by, task_id),
            lambda _: Lead(back, gettext("Reminded: %(step)s.", step=view.step_name)),
        )
    except (TooSoon, Conflict) as refused:
        flash(words_of(refused), "amber")
        return redirect(back)


@portal.post("/tasks/<int:task_id>/answer")
@sent_once
def answer(task_id: int) -> ResponseReturnValue:
    """Answer those who reminded."""
    by, view, words = require_principal(), _task(task_id), _words()
    back = url_for("portal.task", task_id=task_id)
    try:
        return do_once(
            lambda: answer_reminder(runtime(), by, task_id, words),
            lambda _: Lead(back, gettext("Your answer has been sent.")),
        )
    except (WordsRequired, WordsTooLong) as refused:
        return _answer_page(view, words, words_of(refused)), 422
    except Conflict as refused:
        flash(words_of(refused), "amber")
        return redirect(back)


def _words() -> str:
    return request.form.get("text", "").replace("\r\n", "\n")


def _task(task_id: int) -> TaskView:
    me = require_principal()
    with reading() as connection:
        return open_task(runtime(), connection, me, task_id)


def _matter(instance_id: uuid.UUID) -> tuple[InstanceView, Talk]:
    me = require_principal()
    with reading() as connection:
        matter = instance_view(runtime(), connection, me, instance_id)
        return matter, talk(runtime(), connection, me, instance_id)


def _back(instance_id: uuid.UUID) -> str:
    """The page that the words were typed on: of the task, or of the matter."""
    task_id = number("task")
    if task_id is not None and 0 < task_id < 2**63:
        return url_for("portal.task", task_id=task_id)
    return url_for("portal.instance", instance_id=instance_id)


def _say_page(
    matter: InstanceView,
    beside: Talk,
    reply_to: int | None,
    text: str,
    chosen: Any,
    error: str = "",
) -> str:
    answered = next((line for line in matter.record if line.n == reply_to), None)
    return render_template(
        "portal/say.html",
        title=gettext("Reply") if answered else gettext("Comment"),
        label=gettext("Say something about this matter"),
        action=gettext("Send"),
        matter=matter,
        answered=answered,
        reply_to=answered.n if answered else None,
        people=beside.people,
        chosen=chosen,
        text=text,
        error=error,
        task_id=number("task"),
        back=_back(matter.id),
    )


def _answer_page(view: TaskView, text: str, error: str) -> str:
    return render_template(
        "portal/say.html",
        title=gettext("Answer to the reminder"),
        label=gettext("Answer to the reminder"),
        action=gettext("Answer"),
        matter=view,
        answered=None,
        reply_to=None,
        people=None,
        text=text,
        error=error,
        task_id=None,
        back=url_for("portal.task", task_id=view.id),
    )
