"""What an administrator does about a step that could not be carried out and is not to be tried again."""

import uuid
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from db import reading
from engine.effects import Effect
from engine.errors import Conflict, Invalid, ReasonRequired, ReasonTooLong
from engine.mend_errors import ChangedMeanwhile
from engine.mends import mend, preview
from engine.queries.instance_view import view as instance_view
from engine.queries.skipping import Output, Skipping, skipping
from portal.blueprint import portal
from portal.faults import words_of
from portal.inputs import opinion_of
from portal.mend_inputs import value_of_kind
from web.principal import require_principal, runtime
from web.problem import meaning_of, sentence

_ROUTE = "/instances/<uuid:instance_id>/incidents/<int:incident_id>"


@portal.get(f"{_ROUTE}/skip")
def skip_form(instance_id: uuid.UUID, incident_id: int) -> str:
    """Ask what the step would have written, and why it is left out."""
    return _page(instance_id, _of(instance_id, incident_id))


@portal.post(f"{_ROUTE}/skip")
def skip(instance_id: uuid.UUID, incident_id: int) -> ResponseReturnValue:
    """Show what leaving it out would do; do it once he has seen that and says so."""
    asked = _of(instance_id, incident_id)
    try:
        return _shown_or_done(instance_id, asked)
    except Invalid as refused:
        return _page(instance_id, asked, faults=_faults(refused)), 422
    except (ReasonRequired, ReasonTooLong) as refused:
        return _page(instance_id, asked, words_of(refused)), 422
    except ChangedMeanwhile as changed:
        return _again(instance_id, asked, words_of(changed)), 409
    except Conflict as refused:
        return _page(instance_id, asked, words_of(refused)), 409


def _shown_or_done(instance_id: uuid.UUID, asked: Skipping) -> ResponseReturnValue:
    seen = request.form.get("seen")
    if not seen:
        return _confirm(instance_id, asked, _foreseen(instance_id, asked))
    given, me = _given(asked), require_principal()
    mend(runtime(), me, instance_id, "skip", given, opinion_of(), seen=seen)
    flash(gettext("“%(name)s” is left out; the matter goes on.", name=asked.name), "green")
    return redirect(url_for("portal.instance", instance_id=instance_id))


def _again(instance_id: uuid.UUID, asked: Skipping, words: str) -> str:
    """Show what it would do by now; if it would do nothing any more, why."""
    try:
        effect = _foreseen(instance_id, asked)
    except (Conflict, Invalid) as refused:
        return _page(instance_id, asked, words_of(refused) or words)
    return _confirm(instance_id, asked, effect, words)


def _foreseen(instance_id: uuid.UUID, asked: Skipping) -> Effect:
    return preview(runtime(), require_principal(), instance_id, "skip", _given(asked), opinion_of())


def _given(asked: Skipping) -> dict[str, Any]:
    values = {one.name: value_of_kind(_typed(one), one.kind) for one in asked.outputs if _typed(one)}
    return {"incident": asked.incident_id, "values": values}


def _confirm(instance_id: uuid.UUID, asked: Skipping, effect: Effect, changed: str = "") -> str:
    me = require_principal()
    with reading() as connection:
        matter = instance_view(runtime(), connection, me, instance_id)
    return render_template(
        "portal/mend_confirm.html",
        matter=matter,
        action="skip",
        effect=effect,
        carried={f"v-{one.name}": _typed(one) for one in asked.outputs},
        opinion=opinion_of(),
        changed=changed,
        to=url_for("portal.skip", instance_id=instance_id, incident_id=asked.incident_id),
        form=url_for("portal.skip_form", instance_id=instance_id, incident_id=asked.incident_id),
    )


def _of(instance_id: uuid.UUID, incident_id: int) -> Skipping:
    with reading() as connection:
        return skipping(runtime(), connection, require_principal(), instance_id, incident_id)


def _typed(output: Output) -> str:
    return request.form.get(f"v-{output.name}", "").strip()


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
