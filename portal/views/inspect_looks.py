"""Who has looked at which matter by his right as an administrator alone: for the whole school's."""

from flask import render_template, request

from db import reading
from engine.queries.inspection.looks import all_looks
from portal.blueprint import portal
from portal.inputs import page_of
from portal.inspection import require_inspector


@portal.get("/inspect/looks")
def inspect_looks() -> str:
    """Show the looks, of one person or at one matter if that is asked."""
    me = require_inspector(everywhere=True)
    person, matter = (request.args.get(name, "")[:200].strip() for name in ("person", "matter"))
    page = page_of()
    with reading() as connection:
        looks, more = all_looks(connection, me, person=person, matter=matter, page=page)
    return render_template(
        "portal/inspect/looks.html", looks=looks, more=more, page=page, person=person, matter=matter
    )
