"""Who is found while somebody types: the part of a page that holds the people to choose from."""

from flask import abort, render_template, request

from portal.blueprint import portal
from portal.choosing import SEARCHES, choice_of
from web.principal import require_principal

FIELDS = {"to": False, "held_by": False, "people": True}
"""Fields of people, and whether several may be chosen."""


@portal.get("/people")
def people() -> str:
    """Show whom the words typed so far find, after those chosen already."""
    require_principal()
    field = request.args.get("field", "")
    if field not in FIELDS:
        abort(404)
    search = SEARCHES[field] if SEARCHES.get(field) in request.args else "q"
    choice = choice_of(field, search, oneself="oneself" in request.args)
    return render_template("portal/people_found.html", field=field, many=FIELDS[field], choice=choice)
