"""What an administrator does about a step that could not be carried out: try it again, or leave it out."""

import json
import uuid
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from db import reading
from engine.commands.retry_incident import retry_incident
from engine.commands.skip_incident import skip_incident
from engine.errors import Conflict, Invalid, ReasonRequired, ReasonTooLong
from engine.queries.skipping import Output, Skipping, skipping
from portal.blueprint import portal
from portal.faults import words_of
from portal.inputs import opinion_of
from web.principal import require_principal, runtime
from web.problem import meaning_of, sentence

_ROUTE = "/instances/<uuid:instance_id>/incidents/<int:incident_id>"


@portal.post(f"{_ROUTE}/retry")
def retry(instance_id: uuid.UUID, incident_id: int) -> ResponseReturnValue:
    """Try the step again."""
    _of(instance_id, incident_id)
    retry_incident(runtime(), require_principal(), incident_id)
    flash(gettext("The step is tried again."), "green")
    return redirect(url_for("portal.instance", instance_id=instance_id))


@portal.get(f"{_ROUTE}/skip")
def skip_form(instance_id: uuid.UUID, incident_id: int) -> str:
    """Ask what the step would have written, and why it is left out."""
    return _page(instance_id, _of(instance_id, incident_id))


@portal.post(f"{_ROUTE}/skip")
def skip(instance_id: uuid.UUID, incident_id: int) -> ResponseReturnValue:
    """Leave it out."""
    asked = _of(instance_id, incident_id)
    values = {one.name: _value(one) for one in asked.outputs if _typed(one)}
    try:
        skip_incident(runtime(), require_principal(), incident_id, values=values, reason=opinion_of())
    except Invalid as refused:
        return _page(instance_id, asked, faults=_faults(refused)), 422
    except (ReasonRequired, ReasonTooLong) as refused:
        return _page(instance_id, asked, words_of(refused)), 422
    except Conflict as refused:
        return _page(instance_id, asked, words_of(refused)), 409
    flash(gettext("“%(name)s” is left out; the matter goes on.", name=asked.name), "green")
    return redirect(url_for("portal.instance", instance_id=instance_id))


def _of(instance_id: uuid.UUID, incident_id: int) -> Skipping:
    with reading() as connection:
        return skipping(runtime(), connection, require_principal(), instance_id, incident_id)


def _typed(output: Output) -> str:
    return request.form.get(f"v-{output.name}", "").strip()


def _value(output: Output) -> Any:
    """Give what was typed: a text where the form has one, else JSON where it is some."""
    typed = _typed(output)
    if output.kind == "string":
        return typed
    try:
        return json.loads(typed)
    except ValueError:
        return typed


def _faults(refused: Invalid) -> dict[str, str]:
    told = meaning_of(refused)
    return {one.pointer.split("/")[2]: sentence(one) for one in told.faults} if told else {}


def _page(
    instance_id: uuid.UUID, asked: Skipping, error: str = "", faults: dict[str, str] | None = None
) -> str:
    return render_template(
        "portal/skip.html",
        instance_id=instance_id,
        asked=asked,
        typed={one.name: _typed(one) for one in asked.outputs},
        opinion=opinion_of(),
        error=error,
        faults=faults or {},
    )
