"""Who is found while somebody types whom he chooses for a coming step."""

from flask import render_template

from portal.blueprint import portal
from portal.choosers import name_of, search
from portal.choosing import chosen_of
from web.principal import require_principal


@portal.get("/people/for/<element>")
def people_for(element: str) -> str:
    """Show whom the words typed so far find, after those chosen already."""
    require_principal()
    name = name_of(element)
    return render_template(
        "portal/people_found.html", field=name, many=True, choice=search(name, chosen_of(name))
    )
