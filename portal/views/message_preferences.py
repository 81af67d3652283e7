"""消息设置: which messages come by e-mail, when, and in which language; a page of the personal centre."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from db import reading
from identity.profile import profile
from messages.kinds import CHOICES, KINDS
from messages.preferences import Preferences, keep_preferences, preferences
from portal.blueprint import portal
from web.current import now
from web.principal import require_principal


@portal.get("/me/messages")
def message_preferences() -> str:
    """Show what holds for whoever is signed in, and where his mails go."""
    me = require_principal()
    with reading() as connection:
        chosen = preferences(connection, me.person_id)
        known = profile(connection, me.person_id)
    email = known.email if known else ""
    return render_template(
        "portal/message_preferences.html", chosen=chosen, email=email, kinds=list(KINDS), choices=CHOICES
    )


@portal.post("/me/messages")
def save_message_preferences() -> ResponseReturnValue:
    """Keep what was chosen."""
    given = _given()
    keep_preferences(require_principal(), given.mail, given.language, now())
    flash(gettext("Your choices are saved."), "green")
    return redirect(url_for("portal.message_preferences"))


def _given() -> Preferences:
    mail = {name: request.form[name] for name in KINDS if name in request.form}
    return Preferences(mail, request.form.get("language", ""))
