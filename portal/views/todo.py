"""待办中心: the boxes of a person (T1)."""

from flask import render_template, request

from db import reading
from engine.queries import boxes
from engine.queries.bulk import offers
from portal.blueprint import portal
from portal.shell import my_counts
from web.principal import require_principal, runtime


@portal.get("/todo")
def todo() -> str:
    """Show one box, newest first."""
    me = require_principal()
    box = request.args.get("box", "todo")
    box = box if box in boxes.BOXES else "todo"
    search, before = request.args.get("q", "")[:100], request.args.get("before")
    with reading() as connection:
        page = boxes.page(connection, me, box, search=search, before=before)
        ids = [row.task_id for row in page.rows if row.task_id] if box == "todo" else []
        together = {offer.id for offer in offers(runtime(), connection, me, ids)}
    return render_template(
        "portal/todo.html",
        box=box,
        page=page,
        search=search,
        before=before,
        counts=my_counts(),
        together=together,
    )
