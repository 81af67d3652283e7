"""Filling in and submitting an application (S3)."""

from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from db import reading
from engine.commands.save_draft import save_draft
from engine.commands.start_process import Started, start_process
from engine.errors import Invalid, NobodyToHandle, OpinionRequired, OpinionTooLong
from engine.queries.forecast import before_sending
from engine.queries.progress import coming
from engine.queries.start_view import StartView, start_view
from portal.blueprint import portal
from portal.choosers import choosers, chosen_people, looks_for_people, named
from portal.diagrams import drawing_in_force
from portal.faults import Fault, faults_of
from portal.guides import expected, guide_of
from portal.inputs import asks_for_rows, document_of, number, opinion_of
from portal.sheet import application_sheet
from portal.waiting import waiting
from web.principal import require_principal, runtime
from web.sent_forms import Lead, do_once, sent_once

REFUSED = (Invalid, NobodyToHandle, OpinionRequired, OpinionTooLong)


@portal.get("/services/<key>/apply")
def apply(key: str) -> str:
    """Show the form to fill in, with the draft if one is named."""
    start = _start(key, request.args.get("draft", type=int), request.args.get("unit", type=int))
    return _page(start, start.form.document, start.opinion, ())


@portal.post("/services/<key>/apply")
@sent_once
def submit(key: str) -> ResponseReturnValue:
    """Submit the form, or save it as a draft; nothing typed is lost either way."""
    start = _start(key, number("draft"), number("unit"))
    document, opinion = document_of(start.form), opinion_of()
    if asks_for_rows() or looks_for_people():
        return _page(start, start.form.document | document, opinion, ())
    try:
        return _draft(start, document, opinion) if "do" in request.form else _send(start, document, opinion)
    except REFUSED as refused:
        faults = named(faults_of(refused, start.form), start.choices)
        return _page(start, start.form.document | document, opinion, faults), 422


def _start(key: str, draft: int | None, unit: int | None) -> StartView:
    me = require_principal()
    with reading() as connection:
        return start_view(runtime(), connection, me, key, unit_id=unit, draft_id=draft)


def _send(start: StartView, document: dict[str, Any], opinion: str) -> ResponseReturnValue:
    def begin() -> Started:
        return start_process(
            runtime(),
            require_principal(),
            start.service_key,
            document,
            unit_id=start.unit_id,
            outcome=request.form.get("outcome") or None,
            opinion=opinion,
            draft_id=start.draft_id,
            chosen=chosen_people(start.choices),
        )

    return do_once(begin, _begun)


def _begun(started: Started) -> Lead:
    words = gettext("Submitted. The number is %(number)s.", number=started.business_no or "—")
    return Lead(url_for("portal.instance", instance_id=started.instance_id), words)


def _draft(start: StartView, document: dict[str, Any], opinion: str) -> ResponseReturnValue:
    def save() -> int:
        return save_draft(
            runtime(),
            require_principal(),
            start.service_key,
            document,
            draft_id=start.draft_id,
            unit_id=start.unit_id,
            opinion=opinion,
        )

    def saved(draft: int) -> Lead:
        words = gettext("The draft is saved. It lies in the to-do centre under Drafts.")
        return Lead(url_for("portal.apply", key=start.service_key, draft=draft), words)

    return do_once(save, saved)


def _page(start: StartView, document: dict[str, Any], opinion: str, faults: tuple[Fault, ...]) -> str:
    with reading() as connection:
        ahead = before_sending(
            runtime(), connection, require_principal(), start.service_key, document, unit_id=start.unit_id
        )
        drawing = drawing_in_force(runtime(), connection, start.service_key)
    guide = guide_of(start.service_key)
    steps = expected(coming(ahead), guide.steps)
    return render_template(
        "portal/apply.html",
        start=start,
        title=guide.title or start.name,
        sheet=application_sheet(start, document, opinion, faults, waiting(drawing, steps)),
        people_fields=choosers(start.choices, faults),
        errors=faults,
        ahead=ahead,
        # The way begins with whoever looks at this page.
        here=[step.element for step in ahead.steps() if step.now],
        usual=guide.steps,
    )
