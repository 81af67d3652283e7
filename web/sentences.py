"""Sentences of codes that have no error class of their own: passwords, contact data, bundles, HTTP."""

from collections.abc import Mapping

from web.marks import N_

# Of the shape of a request; a form's own faults have their sentences in `forms.sentences`.
SHAPES: Mapping[str, str] = {
    "not_null": N_("This must not be empty."),
}

# Of filters (`engine.queries.search.BadFilter`), beside those of forms.
FILTERS: Mapping[str, str] = {
    "unknown": N_("There is nothing of this name to look for."),
    "one_service": N_("Choose one service first: others have other versions and fields."),
    "no_order": N_("Only numbers and days can be looked for from and to."),
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

# Of jumps and restarts (`engine.errors.CannotMend`); a restart may meet `compensated` and `gone` besides.
MENDINGS: Mapping[str, str] = {
    "not_live": N_("The matter no longer stands there; somebody has moved it meanwhile."),
    "no_call": N_("Nothing there waits for an answer any more."),
    "not_failed": N_("The step has not failed, or somebody has mended it meanwhile."),
    "not_skipped": N_("Only what the system does is skipped; a step of people is moved on or handed over."),
    "no_such_node": N_("The process has no step %(element)s."),
    "not_a_target": N_("The matter cannot be put on “%(element)s”: it is reached in another way only."),
    "into_level": N_("“%(element)s” lies in a sub-process that the matter is not in."),
    "into_branch": N_(
        "“%(element)s” lies in one of several branches that begin at “%(split)s”; the others would be"
        " missing."
    ),
    "beside": N_("What stands beside the flow of the process cannot be moved into it."),
    "not_done": N_("That step is not done, or somebody has opened it again meanwhile."),
    "not_kept": N_("The matter was ended before what it left could be kept; it cannot be taken up again."),
    "interrupted": N_("What that step belonged to was ended by something else and stays so."),
    "compensated": N_("The process itself has undone a part of what followed."),
    "gone": N_("Something would have to wait at a step that the present version no longer has."),
    "not_there": N_("The matter does not stand at “%(element)s”."),
    "several_there": N_("The matter stands at “%(element)s” several times; say which on its own page."),
    "awaited": N_("Others would wait for “%(element)s” for ever, at “%(split)s”. Move the matter instead."),
    "not_running": N_("Nothing runs there to which a branch could be added."),
}

# Why nobody changes a variable by hand (`engine.mend_errors.VariableKept`).
KEPT: Mapping[str, str] = {
    "secret": N_("“%(name)s” is secret: nobody sees or changes it."),
    "opinion": N_("“%(name)s” holds what people have said; their words are theirs."),
    "of_the_record": N_("“%(name)s” says what was decided; it follows the record."),
    "of_the_hall": N_("“%(name)s” was written by the hall itself; nobody changes it by hand."),
    "file": N_("Files may be taken out of “%(name)s”; they are added where they are uploaded."),
}

CHOICES: Mapping[str, str] = {
    "unknown_person": N_("There is no such person, or he has left."),
    "not_among": N_("One of these people may not be chosen for this step."),
}

# Of connectors, beside those of a form's faults.
SETTINGS: Mapping[str, str] = {
    "unknown": N_("This kind has no such setting."),
    "address": N_("This is no address that can be used here, such as https://mail.example.edu/api."),
    "name": N_("A name has small letters, digits and hyphens, 40 at most, and begins with a letter."),
    "errors": N_("Write a status and a code each, with commas between: 404 NO_CARD, 422 WEAK."),
    "taken": N_("There is one of that name already."),
    "range": N_("This number is too small or too large."),
    "again": N_("The secret was given for another system. Please enter it again for this one."),
}

ABSENCES: Mapping[str, str] = {
    "self": N_("Nobody stands in for himself; choose somebody else."),
    "order": N_("The last day is before the first."),
    "past": N_("The last day is over already."),
    "too_long": N_("An absence has at most %(limit)s days."),
    "unknown_service": N_("There is no such service."),
    "overlap": N_("For some of these days somebody stands in already."),
    "loop": N_(
        "This would close a circle: the tasks would come back to who is away."
        " Choose somebody else or other days."
    ),
    "chain": N_("A task would go through more than %(limit)s hands. Choose somebody who is there himself."),
    "not_now": N_("Tasks are handed over on the days of the absence only."),
}

WITHDRAWALS: Mapping[str, str] = {
    "not_done": N_("There is nothing of yours to withdraw here."),
    "followed": N_("Somebody has already gone on from your step."),
    "acted": N_("Something was sent or called because of your step; that cannot be taken back."),
    "countersigning": N_("The others have not all signed yet, so your signature stands until they have."),
    "interrupted": N_("What your step belonged to is over."),
    "compensated": N_("The process itself has undone what followed."),
}

CONTACTS: Mapping[str, str] = {
    "bad_phone": N_("This is not a telephone number."),
    "bad_email": N_("This is not an e-mail address."),
}

BUNDLES: Mapping[str, str] = {
    "file_missing": N_("The folder lacks %(name)s."),
    "toml": N_("service.toml cannot be read: %(detail)s"),
    "no_key": N_("service.toml names no process key."),
    "bad_name": N_("The file name %(name)s is not allowed."),
    "too_many_files": N_("There are too many files."),
    "too_big": N_("The files are too large together."),
    "not_a_zip": N_("This is not a zip archive."),
    "no_diagram": N_("There is no BPMN diagram among the files."),
    "nested_zip": N_("%(name)s is an archive within what was uploaded; unpack it first."),
    "encrypted": N_("%(name)s is protected by a password."),
    "setting_unknown": N_("service.toml has no setting %(setting)s."),
    "setting_missing": N_("service.toml: the setting %(setting)s is missing."),
    "setting_empty": N_("service.toml: %(setting)s must not be empty."),
    "setting_text": N_("service.toml: %(setting)s must be a text."),
    "setting_amount": N_("service.toml: %(setting)s must be a number."),
    "setting_list": N_("service.toml: %(setting)s must be a list."),
    "setting_table": N_("service.toml: %(setting)s must be a table."),
    "setting_long": N_("service.toml: %(setting)s is longer than %(limit)s characters."),
    "setting_many": N_("service.toml: %(setting)s has more than %(limit)s entries."),
    "setting_number_range": N_("service.toml: the number of %(setting)s is out of range."),
    "setting_choice": N_("service.toml: %(setting)s must be one of %(options)s."),
    "setting_date": N_("service.toml: %(setting)s must be a day such as 2026-09-01."),
    "setting_no_date": N_(
        "service.toml: %(setting)s takes no date or time; put it in quotes if it is a text."
    ),
    "setting_characters": N_(
        "service.toml: %(setting)s holds a line break or a character that cannot be stored."
    ),
    "setting_deep": N_("service.toml: %(setting)s is nested too deeply."),
    "setting_key": N_(
        "service.toml: %(setting)s must be small letters and digits, joined by - or _, with a letter first."
    ),
    "setting_prefix": N_("service.toml: %(setting)s must not hold braces or line breaks."),
    "setting_pointer": N_("service.toml: %(setting)s must name a field with a slash first, such as /name."),
    "setting_pattern": N_(
        "service.toml: %(setting)s may hold {prefix}, {year} and {seq} or {seq:06}, with {seq} at least once."
    ),
    "setting_title": N_(
        "service.toml: %(setting)s has a brace without its partner, or more than a name between braces."
    ),
}

HTTP: Mapping[int, tuple[str, str]] = {
    400: ("bad_request", N_("The request cannot be understood.")),
    401: ("not_signed_in", N_("Please sign in.")),
    403: ("forbidden", N_("You may not do this.")),
    404: ("not_found", N_("There is no such thing, or it is not yours to see.")),
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
AWAY = ("database_away", N_("The database cannot be reached just now. Please send this again in a moment."))
