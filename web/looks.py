"""Every look at a matter that somebody sees by his right as an administrator alone is noted, or not given.

The note is written after a door has its answer and before that answer leaves: where the note cannot be
written, the answer is an error.
"""

from collections.abc import Iterable, Mapping

from flask import Flask, Response, request

from engine.commands.note_looks import note_looks
from engine.looking import Seen, begin
from engine.queries.search import Filter, Found
from engine.queries.search.typed import impersonal
from web.current import runtime
from web.marks import N_
from web.per_request import once
from web.principal import current_principal, require_principal

KINDS: Mapping[str, str] = {
    "matter": N_("The matter"),
    "task": N_("A task"),
    "path": N_("The path"),
    "talk": N_("Comments"),
    "record": N_("The record"),
    "file": N_("A file"),
    "inspect": N_("At a glance"),
    "variables": N_("Variables"),
    "waits": N_("What it waits for"),
    "form": N_("The form as filled in"),
    "replay": N_("Its history"),
    "snapshot": N_("The snapshot"),
    "download": N_("The snapshot, as a file"),
    "list": N_("A list"),
    "export": N_("A list, as a file"),
    "log": N_("An event log, as a file"),
}
"""What was seen, by the word under which it is stored."""

_BY_VIEW: Mapping[str, str] = {
    "task": "task",
    "get_task": "task",
    "progress_page": "path",
    "get_forecast": "path",
    "say_form": "talk",
    "get_calls": "waits",
    "get_talk": "talk",
    "get_record": "record",
    "attachment": "file",
    "get_attachment": "file",
    "inspect_instance": "inspect",
    "get_inspection": "inspect",
    "inspect_variables": "variables",
    "inspect_variable": "variables",
    "get_variables": "variables",
    "inspect_waits": "waits",
    "inspect_form": "form",
    "inspect_record": "record",
    "inspect_replay": "replay",
    "get_history": "replay",
    "inspect_snapshot": "snapshot",
    "download_snapshot": "download",
}
_NOTHING_PERSONAL = frozenset({"instance_diagram"})
"""Views that check who may see a matter and show nothing of people."""


def install_looks(app: Flask) -> None:
    """Note looks around every request that reads."""

    @app.before_request
    def _begin() -> None:
        once("seen_by_right", begin)

    @app.after_request
    def _note(response: Response) -> Response:
        view = (request.endpoint or "").rpartition(".")[2]
        seen: Seen = once("seen_by_right", begin)
        if seen and request.method in ("GET", "HEAD") and response.status_code < 300:
            me = current_principal()
            if me is not None and view not in _NOTHING_PERSONAL:
                note_looks(runtime(), me, seen, _BY_VIEW.get(view, "matter"), _part())
        return response


def note_list(rows: Iterable[Found], wanted: Filter) -> None:
    """Note that the reader sees a list of matters, once for all of it, unless he began every one himself."""
    me = require_principal()
    if any(row.initiator_id != me.person_id for row in rows):
        note_looks(runtime(), me, [None], "list", impersonal(wanted))


def _part() -> str:
    """Which file or variable it was, as the address says."""
    named = request.view_args or {}
    return str(named.get("attachment_id", named.get("pointer", "")))[:200]
