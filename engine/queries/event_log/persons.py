"""Who did it: under a name that tells nobody who it is, or, for those who may, the real one."""

import hashlib
import hmac
from collections.abc import Callable, Iterable
from typing import Final

from sqlalchemy import text

from db.link import Link

Called = Callable[[str], str]
"""What stands for a person in a log, by his id."""

_LENGTH: Final = 20
_NAMES = text("SELECT id, name, number FROM person WHERE id = ANY(CAST(:ids AS bigint[]))")


def pseudonyms(record_key: bytes, service_key: str) -> Called:
    """Call everybody by a keyed digest: the same in every log of the service, another one in those of others.

    Without the key nobody can work it out by trying all numbers; two services cannot be laid side by side.
    """
    key = hmac.digest(record_key, f"event log of {service_key}".encode(), hashlib.sha256)

    def called(person: str) -> str:
        return "p-" + hmac.new(key, person.encode(), hashlib.sha256).hexdigest()[:_LENGTH]

    return called


class Names:
    """Calls people by name and number; each is looked up once."""

    def __init__(self, connection: Link) -> None:
        self._connection = connection
        self._known: dict[str, str] = {}

    def learn(self, people: Iterable[str]) -> None:
        """Look up those who are not known yet."""
        wanted = sorted({int(one) for one in people} - {int(one) for one in self._known})
        if not wanted:
            return
        for row in self._connection.execute(_NAMES, {"ids": wanted}):
            self._known[str(row.id)] = f"{row.name} {row.number or ''}".strip()

    def __call__(self, person: str) -> str:
        """Give the name; of one who is gone, his id."""
        if person not in self._known:
            self.learn([person])
        return self._known.setdefault(person, person)
