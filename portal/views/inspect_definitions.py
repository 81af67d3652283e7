"""运行管理: the versions by which services run: who deployed which, how many matters are on each (A1)."""

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from db import reading
from engine.queries.kept_versions import kept_services, kept_versions
from portal.blueprint import portal
from portal.inputs import LARGEST
from portal.inspection import require_inspector
from web.principal import require_principal, runtime

_ONE = "/inspect/definitions/<key>"


@portal.get("/inspect/definitions")
def inspect_definitions() -> str:
    """Show the services, with the version in force of each."""
    me = require_inspector()
    with reading() as connection:
        found = kept_services(runtime(), connection, me)
    return render_template("portal/inspect/definitions.html", services=found)


@portal.get(_ONE)
def inspect_definition(key: str) -> str:
    """Show the versions of one."""
    with reading() as connection:
        found = kept_versions(runtime(), connection, require_principal(), key)
    return render_template("portal/inspect/definition.html", found=found)


@portal.get(f"{_ONE}/compare")
def compare_versions(key: str) -> ResponseReturnValue:
    """Go on to the page of the newer of two versions, compared with the other one."""
    with reading() as connection:
        found = kept_versions(runtime(), connection, require_principal(), key)
    ids = [request.args.get(name, type=int) for name in ("one", "other")]
    numbers = {row.id: row.number for row in found.versions}
    asked = sorted(
        (one for one in ids if one in numbers and abs(one) <= LARGEST), key=lambda one: numbers[one]
    )
    if len(asked) < 2:
        abort(404)
    older, newer = asked
    if older == newer:
        return redirect(url_for("portal.inspect_definition", key=key))
    address = url_for("portal.version", definition_id=newer, against=older, _anchor="compared")
    return redirect(address)
