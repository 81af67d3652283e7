"""流程, on the phone 下一步（流程）: what an application would go through as far as it is filled in."""

from flask import render_template, request

from db import reading
from engine.queries.forecast import before_sending
from engine.queries.start_view import start_view
from portal.blueprint import portal
from portal.guides import guide_of
from portal.inputs import number, typed_of
from web.principal import require_principal, runtime


@portal.post("/services/<key>/forecast")
def foresee(key: str) -> str:
    """Show the path of what stands in the form; nothing of it is checked or stored."""
    me, rt = require_principal(), runtime()
    with reading() as connection:
        start = start_view(rt, connection, me, key, unit_id=number("unit"), draft_id=number("draft"))
        ahead = before_sending(
            rt,
            connection,
            me,
            key,
            typed_of(start.form),
            unit_id=start.unit_id,
            outcome=request.form.get("outcome"),
        )
    guide = guide_of(key)
    title = guide.title or start.name
    return render_template("portal/forecast.html", start=start, title=title, ahead=ahead, usual=guide.steps)
