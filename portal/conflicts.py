"""Somebody was faster: the page that says who, and gives back what was typed (409)."""

from typing import Any

from flask import render_template, url_for
from flask_babel import gettext

from db import reading
from engine.errors import Conflict, NotFound, NotRunning, Suspended
from engine.queries.task_view import TaskView, open_task
from portal.formats import moment
from portal.labels import is_secret, label_of
from web.current import now
from web.principal import require_principal, runtime


def conflict_page(error: Conflict, seen: TaskView, document: dict[str, Any], opinion: str) -> tuple[str, int]:
    """Return the page for a task that is no longer what the reader saw, with status 409."""
    return (
        render_template(
            "portal/error.html",
            title=gettext("Not sent: somebody was faster"),
            words=_who(error, seen.id),
            picture="users",
            retry=(url_for("portal.task", task_id=seen.id), gettext("Open it as it is now")),
            kept=_kept(seen, document, opinion),
        ),
        409,
    )


def _who(error: Conflict, task_id: int) -> str:
    if isinstance(error, Suspended):
        return gettext("This matter has been suspended meanwhile; it goes on once its office resumes it.")
    if isinstance(error, NotRunning):
        return gettext("This matter has ended meanwhile.")
    try:
        with reading() as connection:
            present = open_task(runtime(), connection, require_principal(), task_id)
    except NotFound:
        return gettext("This step has been handled by somebody else, and the matter has gone on.")
    if present.claimed_by and not present.can_handle:
        return gettext("%(name)s has claimed this step and does it.", name=present.claimed_by)
    if present.handler_name and present.closed_at:
        time = moment(present.closed_at, now())
        return gettext("%(name)s handled this step at %(time)s.", name=present.handler_name, time=time)
    return gettext("This step has changed since you opened it. Please look at it again before you decide.")


def _kept(seen: TaskView, document: dict[str, Any], opinion: str) -> list[tuple[str, str]]:
    form, before = seen.form.form, seen.form.document
    changed = {n: v for n, v in document.items() if v != before.get(n) and isinstance(v, str | int | float)}
    kept = [
        (label_of(form, f"/{n}", seen.form.layout), str(v))
        for n, v in changed.items()
        if v != "" and not is_secret(form, n)
    ]
    return [*kept, (gettext("Opinion"), opinion)] if opinion.strip() else kept
