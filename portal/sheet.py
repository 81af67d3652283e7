"""The paper form on a page: what `forms.rendering` needs, gathered from a view of the engine."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from flask_babel import get_locale, get_timezone, gettext
from markupsafe import Markup

from engine.queries.form_view import FormView
from engine.queries.instance_view import InstanceView
from engine.queries.start_view import StartView
from engine.queries.task_view import TaskView
from forms.errors import FieldError
from forms.rendering import FormContext, Opinion, render
from portal.assets import icon
from portal.directory import Directory, Files
from portal.faults import Fault
from portal.formats import formal_date
from web.current import now
from web.marks import N_
from web.principal import require_principal

# 常用意见, until each person keeps his own (T4).
_PHRASES = (N_("Agreed."), N_("Agreed; please proceed by the rules."), N_("Please complete the materials."))


def application_sheet(
    start: StartView, document: Mapping[str, Any], opinion: str, faults: Sequence[Fault]
) -> Markup:
    """Return the form as its applicant fills it in."""
    here = _here(start.form, opinion, start.opinion_required, faults, phrases=())
    context = _context("", now(), here=here, applying=True)
    return _draw(start.form, document, faults, "edit", context)


def task_sheet(task: TaskView, document: Mapping[str, Any], opinion: str, faults: Sequence[Fault]) -> Markup:
    """Return the form as a step's handler sees it; read only once the step is not his to handle."""
    required = all(outcome.id in task.opinion_required for outcome in task.outcomes)
    here = _here(task.form, opinion, required, faults) if task.can_handle else None
    context = _context(task.business_no, task.at, here=here)
    return _draw(task.form, document, faults, "edit" if task.can_handle else "read", context)


def instance_sheet(matter: InstanceView) -> Markup:
    """Return the form as it stands, to be read."""
    context = _context(matter.business_no, matter.at, ended=matter.state != "running")
    return _draw(matter.form, matter.form.document, (), "read", context)


def _draw(
    view: FormView, document: Mapping[str, Any], faults: Sequence[Fault], mode: Any, context: FormContext
) -> Markup:
    errors = [FieldError(fault.pointer, fault.code, fault.params) for fault in faults]
    return render(view.form, view.layout, document, view.access, errors, mode, context)


def _here(
    view: FormView,
    words: str,
    required: bool,
    faults: Sequence[Fault],
    phrases: tuple[str, ...] = _PHRASES,
) -> Opinion | None:
    if view.opinion_pointer is None:
        return None
    error = next((fault.words for fault in faults if fault.pointer == view.opinion_pointer), "")
    return Opinion(
        pointer=view.opinion_pointer,
        text=words,
        required=required,
        phrases=tuple(gettext(phrase) for phrase in phrases),
        signer=require_principal().name,
        error=error,
    )


def _context(number: str | None, day: datetime, **more: Any) -> FormContext:
    return FormContext(
        locale=str(get_locale() or "zh_CN"),
        translate=gettext,
        directory=Directory(),
        files=Files(),
        number=number or "",
        date=formal_date(day),
        icon=icon,
        timezone=get_timezone(),
        **more,
    )
