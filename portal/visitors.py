"""Who counts as one visitor of a service's page."""

import secrets

from flask import session

from identity.principal import Principal


def visitor(me: Principal | None) -> str:
    """Return what tells visitors apart: the person, or a random mark in the session of somebody unknown."""
    if me is not None:
        return f"p:{me.person_id}"
    if "v" not in session:
        session["v"] = secrets.token_urlsafe(9)
    return f"v:{session['v']}"
