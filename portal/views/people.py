"""Who is found while somebody types: the part of a page that holds the people to choose from."""

from flask import abort, render_template, request

from portal.blueprint import portal
from portal.choosing import choice_of
from web.principal import require_principal

FIELDS = {"to": False, "people": True}
"""Fields of people, and whether several may be chosen."""


@portal.get("/people")
def people() -> str:
    """Show whom the words typed so far find, after those chosen already."""
    require_principal()
    field = request.args.get("field", "")
    search = "q_person" if "q_person" in request.args else "q"
    if field not in FIELDS:
        abort(404)
    return render_template(
        "portal/people_found.html", field=field, many=FIELDS[field], choice=choice_of(field, search)
    )
