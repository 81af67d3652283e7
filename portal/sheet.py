"""The paper form on a page: what `forms.rendering` needs, gathered from a view of the engine."""

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import replace
from datetime import datetime
from itertools import takewhile
from typing import Any

from flask_babel import get_locale, get_timezone, gettext
from markupsafe import Markup

from engine.queries.form_view import FormView
from engine.queries.instance_view import InstanceView
from engine.queries.start_view import StartView
from engine.queries.task_view import TaskView
from engine.saving import ENDED
from forms.errors import FieldError
from forms.layouts import Cell
from forms.model import Form
from forms.rendering import FormContext, Opinion, render
from portal.assets import icon
from portal.directory import Directory, Files
from portal.faults import Fault
from portal.formats import formal_date
from web.current import now
from web.principal import require_principal

Waiting = Mapping[str, str]
"""Pointer of a cell that still waits → who will fill it in (`portal.waiting`)."""


def application_sheet(
    start: StartView, document: Mapping[str, Any], opinion: str, faults: Sequence[Fault], waiting: Waiting
) -> Markup:
    """Return the form as its applicant fills it in."""
    here = _here(start.form, opinion, start.opinion_required, faults, phrases=())
    context = _context("", now(), here=here, applying=True, waiting=waiting)
    return _draw(start.form, document, faults, "edit", context)


def task_sheet(
    task: TaskView,
    document: Mapping[str, Any],
    opinion: str,
    faults: Sequence[Fault],
    waiting: Waiting,
    phrases: tuple[str, ...] = (),
) -> Markup:
    """Return the form as a step's handler sees it; read only once the step is not his to handle."""
    required = all(outcome.id in task.opinion_required for outcome in task.outcomes)
    here = _here(task.form, opinion, required, faults, phrases) if task.can_handle else None
    # Only the initiator's own step has neither 退回 nor 中止: there he mends his application.
    applying = task.can_handle and not task.operations
    context = _context(task.business_no, task.at, here=here, applying=applying, waiting=waiting)
    return _draw(task.form, document, faults, "edit" if task.can_handle else "read", context)


def instance_sheet(matter: InstanceView, waiting: Waiting) -> Markup:
    """Return the form as it stands, to be read."""
    context = _context(matter.business_no, matter.at, ended=matter.state in ENDED, waiting=waiting)
    return _draw(matter.form, matter.form.document, (), "read", context)


def _draw(
    view: FormView, document: Mapping[str, Any], faults: Sequence[Fault], mode: Any, context: FormContext
) -> Markup:
    errors = [FieldError(fault.pointer, fault.code, {"words": fault.words}) for fault in faults]
    form = view.form if context.applying else _for_handlers(view.form)
    return render(form, view.layout, document, view.access, errors, mode, context)


def _for_handlers(form: Form) -> Form:
    """Leave out the bands over nothing but opinions: they tell an applicant where his part ends."""
    shown = copy(form)
    shown.layouts = {
        name: replace(
            layout, rows=tuple(row for n, row in enumerate(layout.rows) if not _ends(form, layout.rows[n:]))
        )
        for name, layout in form.layouts.items()
    }
    return shown


def _ends(form: Form, rows: Sequence[Sequence[Cell]]) -> bool:
    """Say whether the first of some rows is a band, and only opinions stand under it."""
    if not any(cell.section is not None for cell in rows[0]):
        return False
    under = takewhile(lambda row: all(cell.section is None for cell in row), rows[1:])
    fields = [form.field(cell.field or "") for row in under for cell in row]
    return bool(fields) and all(field is not None and field.control == "opinion" for field in fields)


def _here(
    view: FormView,
    words: str,
    required: bool,
    faults: Sequence[Fault],
    phrases: tuple[str, ...],
) -> Opinion | None:
    if view.opinion_pointer is None:
        return None
    error = next((fault.words for fault in faults if fault.pointer == view.opinion_pointer), "")
    return Opinion(
        pointer=view.opinion_pointer,
        text=words,
        required=required,
        phrases=phrases,
        signer=require_principal().name,
        error=error,
    )


def _context(number: str | None, day: datetime, **more: Any) -> FormContext:
    return FormContext(
        locale=str(get_locale() or "zh_CN"),
        translate=_words,
        directory=Directory(),
        files=Files(),
        number=number or "",
        date=formal_date(day),
        icon=icon,
        timezone=get_timezone(),
        **more,
    )


def _words(msgid: str, **params: Any) -> str:
    """Translate; a fault has its sentence already, and its field says the same as the list of faults."""
    said: str = params.get("words") or gettext(msgid, **params)
    return said
