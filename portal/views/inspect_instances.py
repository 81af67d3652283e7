"""运行管理: the instances of the services that somebody looks after (A1)."""

from flask import render_template

from portal.blueprint import portal
from portal.inspection import require_inspector


@portal.get("/inspect")
def inspect() -> str:
    """Show them."""
    require_inspector()
    return render_template("portal/inspect/instances.html")
