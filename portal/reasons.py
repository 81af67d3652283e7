"""The words of the record about steps nobody handled; who handles one and why stands in `web.reasons`."""

from collections.abc import Mapping

from flask_babel import gettext

from web.marks import N_

SKIPPED: Mapping[str, str] = {
    "nobody": N_("There was nobody to handle it"),
    "initiator": N_("The initiator would have handled it himself"),
    "repeated": N_("Approved before in this matter"),
}


def skip_words(reason: str) -> str:
    """Say why a step was passed over."""
    return gettext(SKIPPED[reason]) if reason in SKIPPED else reason
