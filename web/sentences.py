"""Sentences of codes that have no error class of their own: faults of fields, passwords, bundles."""

from collections.abc import Mapping

from web.marks import N_

FIELDS: Mapping[str, str] = {
    "invalid_value": N_("This value does not fit."),
    "required": N_("Please fill this in."),
    "type": N_("This is not the kind of value that is wanted here."),
    "too_long": N_("At most %(limit)s characters."),
    "too_short": N_("At least %(limit)s characters."),
    "too_small": N_("Not less than %(limit)s."),
    "too_large": N_("Not more than %(limit)s."),
    "too_many": N_("At most %(limit)s entries."),
    "too_few": N_("At least %(limit)s entries."),
    "pattern": N_("This is not written the way it must be."),
    "format": N_("This is not written the way it must be."),
    "choice": N_("Please choose one of the values offered."),
    "unknown_field": N_("There is no such field."),
    "not_editable": N_("You cannot change this field at this step."),
    "not_null": N_("This must not be empty."),
}

PASSWORDS: Mapping[str, str] = {
    "too_short": N_("A password has at least 10 characters."),
    "too_long": N_("The password is too long."),
    "same_as_old": N_("The new password is the old one."),
    "contains_account": N_("The password must not contain your account or number."),
    "too_simple": N_("Use at least two of: letters, digits, other characters."),
    "wrong_old": N_("The old password is wrong."),
    "no_credential": N_("This account has no password here."),
}

CONTACTS: Mapping[str, str] = {
    "bad_phone": N_("This is not a telephone number."),
    "bad_email": N_("This is not an e-mail address."),
}

BUNDLES: Mapping[str, str] = {
    "file_missing": N_("The folder lacks a file that it needs."),
    "toml": N_("service.toml cannot be read."),
    "no_key": N_("service.toml names no process key."),
    "bad_name": N_("A file has a name that is not allowed."),
    "too_many_files": N_("There are too many files."),
    "too_big": N_("The files are too large together."),
    "not_a_zip": N_("This is not a zip archive."),
}

HTTP: Mapping[int, tuple[str, str]] = {
    400: ("bad_request", N_("The request cannot be understood.")),
    401: ("not_signed_in", N_("Please sign in.")),
    403: ("forbidden", N_("You may not do this.")),
    404: ("not_found", N_("This does not exist, or you are not among those who may see it.")),
    405: ("method_not_allowed", N_("This address does not answer that method.")),
    406: ("not_acceptable", N_("There is no answer in the form you ask for.")),
    408: ("timeout", N_("The request took too long.")),
    409: ("conflict", N_("Somebody was faster.")),
    412: ("precondition_failed", N_("This has changed since you read it.")),
    413: ("too_large", N_("The request is too large.")),
    414: ("address_too_long", N_("The address is too long.")),
    415: ("unsupported_media_type", N_("This kind of content is not taken here.")),
    422: ("invalid_request", N_("The request does not have the shape that is documented.")),
    428: ("precondition_required", N_("The request must say what it has seen.")),
    429: ("too_many_requests", N_("Too many requests. Try again later.")),
    431: ("headers_too_large", N_("The headers of the request are too large.")),
    500: ("internal_error", N_("Something went wrong here. It has been logged.")),
    503: ("unavailable", N_("The service is not available right now.")),
}
CSRF = ("csrf", N_("The page has expired. Reload it and try again."))
