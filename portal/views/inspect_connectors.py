"""运行管理: the outside systems that services call: how they do, and how they are set up."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from connectors.errors import BadSetting
from db import reading
from engine.commands.remove_connector import remove_connector
from engine.commands.set_connector import set_connector
from engine.commands.try_connector import NO_ADDRESS, NO_MAIL, try_connector
from engine.errors import NotFound
from engine.keeping import require_keeper
from engine.queries.connectors import ChangeView, ConnectorView, connector, connectors
from portal import connecting
from portal.blueprint import portal
from portal.connecting import Typed, settings_of, typed_in, typed_of
from portal.faults import words_of
from web.current import now
from web.marks import N_
from web.principal import require_principal, runtime

_ONE = "/inspect/connectors/<name>"
MOST_SECRET = 10_000
_UNTRIED = {
    NO_MAIL: N_("Only a connection that sends mail can be tried."),
    NO_ADDRESS: N_("You have registered no e-mail address to send one to."),
}


@portal.get("/inspect/connectors")
def inspect_connectors() -> str:
    """Show all of them."""
    with reading() as connection:
        found = connectors(connection, require_principal(), now())
    return render_template("portal/inspect/connectors.html", rows=found, kinds=connecting.KINDS)


@portal.get("/inspect/add-connector")
def new_connector() -> str:
    """Ask what a new one needs; its kind is chosen first."""
    require_keeper(require_principal())
    kind = request.args.get("kind", "http")
    return _form(typed_of("", kind if kind in connecting.KINDS else "http", {}), is_new=True)


@portal.post("/inspect/add-connector")
def add_connector() -> ResponseReturnValue:
    """Set a new one up; on a refusal the page comes back with everything that was typed but the secret."""
    require_keeper(require_principal())
    typed = typed_in(request.form, request.form.get("name", "").strip(), request.form.get("kind", ""))
    return _set(typed, is_new=True)


@portal.get(_ONE)
def inspect_connector(name: str) -> str:
    """Show how one is set up, and what was changed of it."""
    with reading() as connection:
        found, _ = connector(connection, require_principal(), name, now())
    return _form(typed_of(name, found.kind or "http", found.settings))


@portal.post(_ONE)
def change_connector(name: str) -> ResponseReturnValue:
    """Change it."""
    with reading() as connection:
        found, _ = connector(connection, require_principal(), name, now())
    return _set(typed_in(request.form, name, found.kind or request.form.get("kind", "")))


@portal.post(f"{_ONE}/remove")
def forget_connector(name: str) -> ResponseReturnValue:
    """Forget it and its secret."""
    remove_connector(runtime(), require_principal(), name)
    flash(gettext("%(name)s is forgotten, with its secret.", name=name), "green")
    return redirect(url_for("portal.inspect_connectors"))


@portal.post(f"{_ONE}/try")
def test_connector(name: str) -> ResponseReturnValue:
    """Send a mail to oneself."""
    words = {
        "subject": gettext("A test of the service hall"),
        "text": gettext("You have asked the service hall to send you this. Its mail works."),
    }
    tried = try_connector(runtime(), require_principal(), name, words)
    if tried.code in _UNTRIED:
        flash(gettext(_UNTRIED[tried.code]), "amber")
    elif tried.code:
        told = gettext("It was not sent: %(code)s %(detail)s", code=tried.code, detail=tried.detail)
        flash(told, "red")
    else:
        flash(gettext("A mail to %(to)s was handed over.", to=tried.to), "green")
    return redirect(url_for("portal.inspect_connector", name=name))


def _set(typed: Typed, *, is_new: bool = False) -> ResponseReturnValue:
    secret = request.form.get("secret", "").strip()[:MOST_SECRET] or None
    try:
        set_connector(
            runtime(),
            require_principal(),
            typed.name,
            typed.kind,
            settings_of(typed),
            secret,
            is_new=is_new,
        )
    except BadSetting as bad:
        return _form(typed, is_new=is_new, bad=bad), 422
    flash(gettext("Saved. Calls from now on go by it."), "green")
    return redirect(url_for("portal.inspect_connector", name=typed.name))


def _form(typed: Typed, *, is_new: bool = False, bad: BadSetting | None = None) -> str:
    found: ConnectorView | None = None
    changes: tuple[ChangeView, ...] = ()
    if not is_new:
        with reading() as connection:
            found, changes = connector(connection, require_principal(), typed.name, now())
    if typed.kind not in connecting.KINDS:
        raise NotFound(connector=typed.name)
    return render_template(
        "portal/inspect/connector.html",
        typed=typed,
        found=found,
        changes=changes,
        is_new=is_new,
        fault=(connecting.field_of(bad.pointer), words_of(bad)) if bad else ("", ""),
        words=connecting,
    )
