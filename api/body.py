"""Reads requests: JSON that is JSON, shapes that are documented, faults as codes with pointers."""

from collections.abc import Iterator, Mapping
from typing import Any, NoReturn

import orjson
from flask import Request
from marshmallow import Schema, ValidationError
from webargs import missing
from webargs.flaskparser import FlaskParser
from werkzeug.exceptions import UnsupportedMediaType

from web.refusals import BodyError, BodyNotValid, UnreadableBody

_LOCATIONS = ("json", "query", "files", "form", "headers", "json_or_form")


class Parser(FlaskParser):
    """Gives a view what its schema says, or refuses in our own words."""

    def load_json(self, req: Request, schema: Schema) -> Any:
        """Return the body as JSON; no body at all counts as an empty object."""
        body = req.get_data()
        # The length tells of a form, whose bytes have been read already.
        if not body and not req.content_length:
            return {}
        if not req.is_json:
            raise UnsupportedMediaType
        try:
            read = orjson.loads(body)
        except orjson.JSONDecodeError as exc:
            raise UnreadableBody from exc
        if not isinstance(read, dict):
            raise BodyNotValid([BodyError("", "type")])
        if b"\\u0000" in body:
            _refuse_nul(read)
        return read

    def load_files(self, req: Request, schema: Schema) -> Any:
        """Return the uploaded files by the name of their part."""
        return req.files if req.files else missing

    def handle_error(self, error: ValidationError, req: Request, schema: Schema, **kwargs: Any) -> NoReturn:
        """Turn marshmallow's messages, which are codes here, into faults with pointers."""
        raise BodyNotValid(list(_faults(error.messages))) from error


def _faults(messages: Any) -> Iterator[BodyError]:
    """Yield one fault for each place, the location's name left out."""
    for key, told in messages.items() if isinstance(messages, Mapping) else [("", messages)]:
        if key in _LOCATIONS and isinstance(told, Mapping):
            yield from _at("", told)
        else:
            yield from _at(f"/{key}" if key else "", told)


def _at(pointer: str, told: Any) -> Iterator[BodyError]:
    if isinstance(told, Mapping):
        for key, inner in told.items():
            yield from _at(pointer if key == "_schema" else f"{pointer}/{_escape(str(key))}", inner)
    else:
        for code in told if isinstance(told, list) else [told]:
            yield BodyError(pointer, str(code), {"limit": 500} if code == "too_long" else {})


def _escape(key: str) -> str:
    return key.replace("~", "~0").replace("/", "~1")


def _refuse_nul(body: Any) -> None:
    """Refuse the one character that PostgreSQL's text cannot hold.

    Not by recursion: a body may be nested as deeply as the parser reads, which is deeper than Python calls.
    """
    waiting = [("", body)]
    while waiting:
        pointer, value = waiting.pop()
        texts = value if isinstance(value, dict) else [value]
        if any(isinstance(one, str) and "\0" in one for one in texts):
            raise BodyNotValid([BodyError(pointer, "characters")])
        if isinstance(value, dict):
            waiting += [(f"{pointer}/{_escape(key)}", inner) for key, inner in value.items()]
        elif isinstance(value, list):
            waiting += [(f"{pointer}/{index}", inner) for index, inner in enumerate(value)]
