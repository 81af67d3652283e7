"""运行管理: keep the filter of a list under a name, share it, forget it."""

from urllib.parse import parse_qs

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from engine.commands.drop_view import drop_view
from engine.commands.keep_view import keep_view
from engine.errors import UnknownUnit
from engine.queries.search import BadFilter
from engine.queries.search.typed import read_filter
from engine.view_errors import TooManyViews, ViewNameRequired, ViewNameTooLong
from portal.blueprint import portal
from portal.faults import words_of
from portal.inputs import LARGEST
from portal.inspection import require_inspector
from portal.kept_views import query_of
from web.principal import runtime

MOST_BYTES = 20_000
"""Of a filter that is kept: no address is longer."""


@portal.post("/inspect/views")
def keep_inspect_view() -> ResponseReturnValue:
    """Keep what the page showed; say what is wrong above the same list."""
    me = require_inspector()
    name, unit = request.form.get("name", ""), request.form.get("unit", "")
    try:
        wanted = read_filter(parse_qs(request.form.get("filter", "")[:MOST_BYTES]))
    except (BadFilter, ValueError):
        flash(gettext("Mend the filter before you keep it."), "red")
        return redirect(url_for("portal.inspect"))
    try:
        keep_view(runtime(), me, name, wanted, unit=unit)
    except (ViewNameRequired, ViewNameTooLong, TooManyViews, UnknownUnit) as refused:
        flash(words_of(refused), "red")
    else:
        flash(gettext("The view “%(name)s” is kept.", name=" ".join(name.split())), "green")
    return redirect(_list(query_of(wanted)))


@portal.post(f"/inspect/views/<int(max={LARGEST}):view_id>/drop")
def drop_inspect_view(view_id: int) -> ResponseReturnValue:
    """Forget one of his own."""
    drop_view(require_inspector(), view_id)
    flash(gettext("The view is deleted."), "green")
    return redirect(url_for("portal.inspect"))


def _list(query: str) -> str:
    return url_for("portal.inspect") + (f"?{query}" if query else "")
