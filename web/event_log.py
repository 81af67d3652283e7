"""An event log as an answer, sent while it is written."""

from collections.abc import Iterator

from flask import Response, stream_with_context

from engine.commands.export_event_log import FORMATS

_NAMES = {"xes": "xes", "ocel": "ocel.json"}


def log_answer(pieces: Iterator[str], service_key: str, kind: str) -> Response:
    """Send a log to be kept; nothing of it waits in memory."""
    encoded = (piece.encode() for piece in pieces)
    answer = Response(stream_with_context(encoded), mimetype=FORMATS[kind])
    answer.headers["Content-Disposition"] = f'attachment; filename="{service_key}.{_NAMES[kind]}"'
    answer.headers["Cache-Control"] = "no-store"
    return answer
