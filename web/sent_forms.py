"""A form of a page that arrives twice does its work once, and leads both times to the same place.

Each such form carries a key made with its page. A double click, the browser's own "send again" and the page
of an interruption send the same fields under the same key. Where the work led is kept in its own transaction,
as :mod:`web.idempotency` does for the API; a twin waits for it. Changed fields are other work: whoever goes
back, corrects and sends again means it.
"""

import hashlib
import json
import re
import uuid
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from flask import flash, jsonify, redirect, request
from flask.typing import ResponseReturnValue
from sqlalchemy import text

from db import UnitOfWork, reading
from db.link import Row
from db.unit_of_work import keeping_open
from web.current import now
from web.idempotency import FIND, KEEP
from web.per_request import once
from web.principal import require_principal

Given = ParamSpec("Given")
Made = TypeVar("Made")

FIELD = "once"
_KEY = re.compile(r"[A-Za-z0-9_-]{16,64}")
_SAYS_NOTHING = frozenset({FIELD, "csrf_token", "draft"})
"""Fields that may differ between two sendings of the same: the session's, and what saving by itself sets."""
# One waits here until the other has committed; what it kept is seen by the next statement only.
_WAIT = text("SELECT pg_advisory_xact_lock(hashtextextended(:person || ' ' || :key, 7))")


@dataclass(frozen=True, slots=True)
class Lead:
    """Where a form leads when its work is done, and what is said there."""

    address: str
    words: str = ""


class _Led(Exception):
    """The work is done already; carries where it led."""

    def __init__(self, lead: Lead) -> None:
        super().__init__()
        self.lead = lead


@dataclass(frozen=True, slots=True)
class _Sending:
    """One person's form under the key of its page."""

    person: str
    key: str
    digest: bytes

    @property
    def _named(self) -> dict[str, str]:
        return {"person": self.person, "key": self.key}

    def look(self) -> Lead | None:
        """Return where the same form led before."""
        with reading() as connection:
            return _lead_of(connection.execute(FIND, self._named).one_or_none())

    def claim(self, uow: UnitOfWork) -> None:
        """Wait for a twin, and leave the command if it has done the work."""
        uow.execute(_WAIT, self._named)
        found = uow.execute(FIND, self._named)

        def check() -> None:
            lead = _lead_of(found.one_or_none())
            if lead is not None:
                raise _Led(lead)

        uow.check(check)

    def keep(self, uow: UnitOfWork, lead: Lead) -> None:
        """Keep where the work leads, in its transaction."""
        values = {"digest": self.digest, "status": 302, "location": lead.address, "etag": None, "now": now()}
        uow.execute(KEEP, {**self._named, **values, "answer": json.dumps(asdict(lead)).encode()})


def form_key() -> str:
    """Return the key of this page's forms: a new one, or the one sent, where a form comes back."""
    return _sent_key() or once("form_key", lambda: uuid.uuid4().hex)


def is_keyed() -> bool:
    """Say whether this request is a form that may be sent again without harm."""
    return _sent_key() is not None


def sent_once(view: Callable[Given, ResponseReturnValue]) -> Callable[Given, ResponseReturnValue]:
    """Let a view that gets a form lead to where the same form led before, if it came before.

    The view does its work by :func:`do_once`. It is not asked at all where the work is known to be done:
    what it would look at first, such as a draft, may be used up.
    """

    @wraps(view)
    def looked(*args: Given.args, **kwargs: Given.kwargs) -> ResponseReturnValue:
        sending = _sending()
        if sending is None:
            return view(*args, **kwargs)
        known = sending.look()
        if known is not None:
            return _go(known)
        try:
            return view(*args, **kwargs)
        except _Led as led:
            return _go(led.lead)
        except Exception:
            # The twin may have committed since our look and used up what the view asked for.
            known = sending.look()
            if known is None:
                raise
            return _go(known)

    return looked


def do_once(act: Callable[[], Made], lead: Callable[[Made], Lead]) -> ResponseReturnValue:
    """Carry a form's work out and lead on, in a view marked by :func:`sent_once`.

    Parameters
    ----------
    act
        Runs exactly one command, of one transaction; whatever it raises is raised.
    lead
        Says of what it gave where the form leads.
    """
    sending = _sending()
    if sending is None:
        return _go(lead(act()))
    with keeping_open(sending.claim) as kept:
        led = lead(act())
        if kept.uow is not None:
            sending.keep(kept.uow, led)
    return _go(led)


def _sending() -> _Sending | None:
    key = _sent_key()
    if key is None:
        return None
    digest = once("form_digest", _digest)
    return _Sending(str(require_principal().person_id), f"form:{key}:{digest.hex()}", digest)


def _sent_key() -> str | None:
    key = request.form.get(FIELD, "") if request.method == "POST" else ""
    return key if _KEY.fullmatch(key) else None


def _digest() -> bytes:
    """Return 16 bytes that differ for every other address or content, however the form travelled."""
    digest = hashlib.blake2b(digest_size=16)
    for piece in (request.full_path.encode(), *_fields(), *_files()):
        digest.update(len(piece).to_bytes(8, "big"))
        digest.update(piece)
    return digest.digest()


def _fields() -> list[bytes]:
    said = sorted(name for name in request.form if name not in _SAYS_NOTHING)
    return [
        piece.replace("\r\n", "\n").encode()
        for name in said
        for value in request.form.getlist(name)
        for piece in (name, value)
    ]


def _files() -> list[bytes]:
    pieces: list[bytes] = []
    for name, part in sorted(request.files.items(multi=True), key=lambda one: one[0]):
        # A field in which no file was chosen is sent as a nameless empty one.
        if part.filename:
            pieces += [name.encode(), part.filename.encode(), part.stream.read()]
            part.stream.seek(0)
    return pieces


def _lead_of(row: Row | None) -> Lead | None:
    if row is None:
        return None
    kept: dict[str, Any] = json.loads(bytes(row.answer))
    return Lead(**kept)


def _go(lead: Lead) -> ResponseReturnValue:
    """Lead on: a browser by itself, an island by telling it the address."""
    if request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json":
        return jsonify(address=lead.address), 201
    if lead.words:
        flash(lead.words, "green")
    return redirect(lead.address)
