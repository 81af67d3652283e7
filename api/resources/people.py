"""The people of the school, for whoever must name somebody."""

from typing import Any

from api.blueprint import make_blueprint
from api.schemas.handing import PeopleQuery, PeopleShape
from db import reading
from identity.directory import search_people
from identity.numbers import sees_numbers
from web.principal import require_principal

blueprint = make_blueprint("people", "The people of the school.")


@blueprint.route("/people")
@blueprint.arguments(PeopleQuery, location="query")
@blueprint.response(200, PeopleShape)
@blueprint.refuses(401, 403, 422)
def get_people(query: dict[str, Any]) -> dict[str, Any]:
    """Find active people by a part of their name, number, pinyin or initials.

    Whoever is no staff sees a part of their numbers, and finds nobody by a part of one.
    """
    numbers = sees_numbers(require_principal())
    with reading() as connection:
        return {"rows": search_people(connection, query["q"], numbers=numbers)}
