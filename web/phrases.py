"""常用意见 as both doors show them: a person's own list, or the usual one in his language."""

from flask_babel import gettext

from db.link import Link
from engine.queries.phrases import phrases_of
from identity.principal import Principal
from web.marks import N_

USUAL = (N_("Agreed."), N_("Agreed; please proceed by the rules."), N_("Please complete the materials."))
"""What those have who keep none of their own (T4)."""


def shown_phrases(connection: Link, by: Principal) -> tuple[str, ...]:
    """Give the phrases that somebody is offered."""
    return phrases_of(connection, by) or tuple(gettext(one) for one in USUAL)
