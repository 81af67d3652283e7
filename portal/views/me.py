"""个人中心: one's own card and contact data (L4)."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from db import reading
from identity.errors import ContactRefused
from identity.profile import change_contact, profile
from portal.blueprint import portal
from portal.shell import my_counts
from web.principal import require_principal


@portal.get("/me")
def me() -> str:
    """Show the card of whoever is signed in."""
    return _page(None, "")


@portal.post("/me/contact")
def contact() -> ResponseReturnValue:
    """Store phone and e-mail address."""
    typed = {name: request.form.get(name, "")[:254] for name in ("phone", "email")}
    try:
        change_contact(require_principal().person_id, **typed)
    except ContactRefused as refused:
        return _page(typed, refused.code), 422
    flash(gettext("The contact data are saved."), "green")
    return redirect(url_for("portal.me"))


def _page(typed: dict[str, str] | None, error: str) -> str:
    with reading() as connection:
        known = profile(connection, require_principal().person_id)
    form = typed or {"phone": known.phone if known else "", "email": known.email if known else ""}
    return render_template("portal/me.html", profile=known, form=form, error=error, counts=my_counts())
