"""The sentence of each fault of a field: msgids in English, with the names that their parameters have."""

from collections.abc import Mapping


def N_(msgid: str) -> str:  # noqa: N802 (gettext's own name for it)
    """Mark a msgid that is translated where it is shown."""
    return msgid


FIELD_ERRORS: Mapping[str, str] = {
    "required": N_("Please fill this in."),
    "type": N_("This is not the kind of value that is wanted here."),
    "number": N_("Please write a number in digits, such as 12 or 3.5."),
    "integer": N_("Please write a whole number in digits, such as 12."),
    "date": N_("Please write a date that exists, such as 2026-11-23."),
    "datetime": N_("Please write a date and time, such as 2026-11-23 09:30."),
    "email": N_("Please write an e-mail address, such as name@example.edu."),
    "too_long": N_("At most %(limit)s characters."),
    "too_short": N_("At least %(limit)s characters."),
    "too_small": N_("Not less than %(limit)s."),
    "too_large": N_("Not more than %(limit)s."),
    "more_than": N_("More than %(limit)s."),
    "less_than": N_("Less than %(limit)s."),
    "multiple_of": N_("A multiple of %(limit)s."),
    "too_many": N_("At most %(limit)s entries."),
    "too_few": N_("At least %(limit)s entries."),
    "repeated": N_("The same entry stands here twice."),
    "pattern": N_("This is not written as described here. Please compare it with the hint."),
    "format": N_("This is not written the way it must be."),
    "choice": N_("Please choose one of the values offered."),
    "file_kind": N_("This kind of file is not taken here. Allowed: %(kinds)s."),
    "file_size": N_("A file may have at most %(limit)s."),
    "unknown_field": N_("There is no such field."),
    "not_editable": N_("You cannot change this field at this step."),
    "characters": N_("This contains a character that cannot be stored."),
    "too_deep": N_("The document is nested too deeply."),
    "too_big": N_("The document is too big."),
    "invalid_value": N_("This value does not fit."),
}
