"""运行概况: is the hall well, and what is to be done if not (A1)."""

from flask import current_app, render_template

from db import reading
from portal.blueprint import portal
from portal.inspection import require_inspector
from portal.watching import said
from settings import Settings
from web.principal import runtime
from web.watching.judging import concerns
from web.watching.overview import overview


@portal.get("/inspect/overview")
def inspect_overview() -> str:
    """Show how the hall is doing."""
    me = require_inspector(everywhere=True)
    settings: Settings = current_app.extensions["tongban.settings"]
    with reading() as link:
        seen = overview(runtime(), link, me, settings.files)
    return render_template("portal/inspect/overview.html", seen=seen, concerns=concerns(seen), said=said)
