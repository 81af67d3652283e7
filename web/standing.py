"""Who asks, as the last request with the same proof left him, until the database confirms it.

Every request must know whose it is before it does anything, and nearly always he is as he was a moment ago.
So a request begins with the principal as remembered. The statement that loads him travels with the first
statements of the request, and its row is compared before anybody sees an answer of theirs and before anything
is committed. If he is another by now, or the proof has ended, what was asked is undone and the view is called
once more, with the principal as he is (decision 0042).
"""

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import TypeVar

from flask import Flask, current_app, request, session

from db import reading
from db.link import Link
from db.unit_of_work import announcing
from identity.principal import Principal
from identity.proofs import Confirmed, Proof, confirm
from web.current import now
from web.per_request import forget

MOST = 4096
"""How many principals a process remembers: those who asked last."""

PRINCIPAL = "principal"
_MEMORY, _STANDING = "tongban.remembered", "tongban.standing"
_TOLD = "_flashes"
"""Where Flask keeps in the session what the next page is to say."""
Answered = TypeVar("Answered")


class _Outdated(Exception):
    """The principal that the request began with is not the one for whom the proof stands now."""


class Memory:
    """The principals of the last requests, by proof; for all threads of a process."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._known: OrderedDict[Proof, Confirmed] = OrderedDict()
        self._lock = Lock()

    def get(self, proof: Proof) -> Confirmed | None:
        """Give whom a proof stood for when it was last confirmed."""
        with self._lock:
            known = self._known.get(proof)
            if known is not None:
                self._known.move_to_end(proof)
            return known

    def put(self, proof: Proof, known: Confirmed) -> None:
        """Remember whom a proof stands for."""
        with self._lock:
            self._known[proof] = known
            self._known.move_to_end(proof)
            if len(self._known) > self._most:
                self._known.popitem(last=False)

    def drop(self, proof: Proof) -> None:
        """Forget whom a proof stood for."""
        with self._lock:
            self._known.pop(proof, None)


class _Standing:
    """What one request takes for granted of who asks, until it is confirmed."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory
        self._assumed: tuple[Proof, Confirmed] | None = None
        self._is_fresh = True
        """Nothing was assumed or asked yet, so nothing could have been committed."""

    def find(self, proof: Proof) -> Principal | None:
        known = self._memory.get(proof) if self._is_fresh else None
        if known is None:
            return load(proof, self._memory)
        self._is_fresh, self._assumed = False, (proof, known)
        return known.principal

    def opened(self, link: Link) -> None:
        """Let the question whether he is still the same travel with what a link is asked first."""
        self._is_fresh = False
        if self._assumed is None:
            return
        proof, known = self._assumed
        answer = proof.ask(link, now())

        def check() -> None:
            if self._assumed is None:
                # Confirmed by another link since; the view may have committed on the strength of it.
                return
            if answer.one_or_none() != known.row:
                raise _Outdated
            self._assumed = None

        link.check(check)

    def confirm(self) -> None:
        """Ask now if nothing else was asked."""
        if self._assumed is not None:
            with reading() as link:
                link.send()

    def begin_anew(self) -> None:
        """Assume nothing in this request any more."""
        if self._assumed is not None:
            self._memory.drop(self._assumed[0])
        self._assumed = None


def install_standing(app: Flask) -> None:
    """Give an application its memory."""
    app.extensions[_MEMORY] = Memory()


def principal_of(proof: Proof) -> Principal | None:
    """Give whose proof it is; inside :func:`answer_confirmed` perhaps as remembered."""
    standing: _Standing | None = request.environ.get(_STANDING)
    return standing.find(proof) if standing else load(proof, _memory())


def confirm_first() -> None:
    """Have whoever asks confirmed before the request changes what a view called again would find.

    That is the session; the database looks after itself.
    """
    standing: _Standing | None = request.environ.get(_STANDING)
    if standing:
        standing.confirm()


def load(proof: Proof, memory: Memory) -> Principal | None:
    """Ask whose proof it is, and remember him."""
    with reading() as link:
        found = confirm(proof, link, now())
    if found is None:
        memory.drop(proof)
        return None
    memory.put(proof, found)
    return found.principal


def answer_confirmed(view: Callable[[], Answered]) -> Answered:
    """Answer a request by its view, which is called again if it began with somebody who is another by now.

    A view that gets files, which can be read only once, begins with a principal that was loaded.
    """
    if request.mimetype == "multipart/form-data":
        return view()
    standing = request.environ[_STANDING] = _Standing(_memory())
    try:
        with announcing(standing.opened):
            try:
                return _confirmed(standing, view)
            except _Outdated:
                standing.begin_anew()
                forget(PRINCIPAL)
                _take_back_words()
            return view()
    finally:
        # What comes behind the view, such as the page of an error, asks plainly.
        del request.environ[_STANDING]


def _confirmed(standing: _Standing, view: Callable[[], Answered]) -> Answered:
    """Let no answer and no refusal leave that rests on a principal whom nobody has confirmed."""
    try:
        answer = view()
    except Exception:
        standing.confirm()
        raise
    standing.confirm()
    return answer


def _take_back_words() -> None:
    """Drop what the view has flashed; what an earlier request left to be told stays."""
    if _TOLD in session:
        before = current_app.session_interface.open_session(current_app, request)
        left = before.get(_TOLD, ()) if before is not None else ()
        session[_TOLD] = session[_TOLD][: len(left)]


def _memory() -> Memory:
    memory: Memory = current_app.extensions[_MEMORY]
    return memory
