"""What templates can call: filters, icons, addresses of the front end."""

import re
from collections.abc import Mapping
from typing import Any

from flask import request, url_for
from flask.blueprints import BlueprintSetupState
from markupsafe import Markup, escape

from forms.rendering import field_id
from identity.numbers import shown_number
from identity.refs import PersonRef
from messages.inbox import MessageRow
from portal import ahead, assets, designing, figures, formats, inspecting, threads, words
from portal.blueprint import portal
from portal.inspection import inspect_sections
from portal.kept_views import list_address, offered_views
from portal.moving import operation_name
from portal.reasons import skip_words
from portal.shell import shell
from web import message_words
from web.current import now
from web.i18n import page_language, text_of
from web.marks import N_
from web.principal import current_principal
from web.reasons import sentence_of
from web.sent_forms import form_key

# Until a school can name itself in its settings.
SCHOOL = N_("Songxi University of Technology")


def marked(text: str, query: str) -> Markup:
    """Return a text with the words that were searched for marked."""
    parts = [re.escape(word) for word in query.split()]
    if not parts:
        return escape(text)
    pieces = re.split(f"({'|'.join(parts)})", text, flags=re.IGNORECASE)
    found = (Markup("<mark>{}</mark>").format(p) if n % 2 else escape(p) for n, p in enumerate(pieces))
    return Markup("").join(found)


def commands(text: str) -> Markup:
    """Return a text with the commands that it quotes as commands, without the quotation marks."""
    pieces = re.split("“(tongban [^”]*)”", text)
    found = (Markup("<code>{}</code>").format(p) if n % 2 else escape(p) for n, p in enumerate(pieces))
    return Markup("").join(found)


def catalogue_url(filters: Mapping[str, Any], changes: Mapping[str, Any] | None = None) -> str:
    """Return the catalogue's address under some filters; empty ones are left out."""
    wanted = {**filters, **(changes or {})}
    return url_for("portal.services", **{name: value for name, value in wanted.items() if value})


def message_place(message: MessageRow) -> str:
    """Return where a message leads: the task while it waits, else the matter, or one's drafts."""
    if message.pending:
        return url_for("portal.task", task_id=message.task_id)
    if message.instance_id is None:
        return url_for("portal.todo", box="draft")
    return url_for("portal.instance", instance_id=message.instance_id)


def mail_words(message: MessageRow) -> str:
    """Say what became of a message by e-mail; nothing where its reader wanted none, or it is no news."""
    if message.mail == "skipped":
        return ""
    return message_words.fate_words(message.mail, message.mail_code)


def here() -> str:
    """Return this page's own path with its query, to come back to after signing in."""
    return request.full_path.rstrip("?") if request.method == "GET" else "/"


def other_language() -> str:
    """Return this page's address in the other language."""
    args = {**request.args, "lang": "en" if page_language() == "zh-CN" else "zh"}
    query = "&".join(f"{escape(name)}={escape(value)}" for name, value in args.items())
    return f"{request.path if request.method == 'GET' else '/'}?{query}"


def number_for_reader(person: PersonRef) -> str:
    """Return the number of a person as whoever reads the page may see it."""
    return shown_number(person, current_principal())


FILTERS = {
    "ago": formats.ago,
    "audience": words.audience,
    "commands": commands,
    "deadline_words": words.deadline_words,
    "duration": formats.duration,
    "exact": formats.exact,
    "field_id": field_id,
    "file_size": formats.file_size,
    "formal_date": formats.formal_date,
    "greeting": formats.greeting,
    "in_language": text_of,
    "initials": formats.initials,
    "left": formats.left,
    "marked": marked,
    "choice_words": message_words.choice_words,
    "kind_words": message_words.kind_words,
    "fate_code_words": message_words.code_words,
    "fate_state_words": message_words.state_words,
    "mail_words": mail_words,
    "message_place": message_place,
    "message_words": message_words.message_words,
    "mentioning": threads.mentioning,
    "moment": formats.moment,
    "notice_kind": words.notice_kind,
    "listed": words.listed,
    "people": words.people,
    "person_kinds": words.person_kinds,
    "reason_sentence": sentence_of,
    "sex": words.sex,
    "shown_number": number_for_reader,
    "skip_words": skip_words,
    "term_words": words.term_words,
    "thousands": formats.thousands,
    "threads": threads.threads,
    "today_words": formats.today_words,
}
GLOBALS = {
    **ahead.GLOBALS,
    **designing.GLOBALS,
    **figures.GLOBALS,
    **inspecting.GLOBALS,
    "N_": N_,
    "audience_words": words.audience_words,
    "catalogue_url": catalogue_url,
    "comma": words.comma,
    "form_key": form_key,
    "here": here,
    "icon": assets.icon,
    "inspect_sections": inspect_sections,
    "list_address": list_address,
    "offered_views": offered_views,
    "now": now,
    "operation_name": operation_name,
    "other_language": other_language,
    "school_name": SCHOOL,
    "scripts": assets.scripts,
    "stylesheets": assets.stylesheets,
}


@portal.record_once
def install(state: BlueprintSetupState) -> None:
    """Give the application's templates their filters and globals (macros see nothing else)."""
    state.app.jinja_env.filters.update(FILTERS)
    state.app.jinja_env.globals.update(GLOBALS)
    state.app.jinja_env.trim_blocks = state.app.jinja_env.lstrip_blocks = True


@portal.app_context_processor
def frame() -> dict[str, Any]:
    """Give every page its frame."""
    return {"shell": shell()}
