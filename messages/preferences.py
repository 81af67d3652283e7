"""What a person has chosen: which messages come by e-mail, when, and in which language."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import orjson
from sqlalchemy import text

from db.link import Link
from db.unit_of_work import transaction
from identity.principal import Principal
from messages.errors import BadChoice
from messages.kinds import CHOICES, KINDS, OFF

LANGUAGES = ("zh-CN", "en")

_READ = text("SELECT mail, language FROM message_preference WHERE person_id = :person_id")
_KEEP = text(
    "INSERT INTO message_preference (person_id, mail, language, changed_at)"
    " VALUES (:person_id, CAST(:mail AS jsonb), :language, :now) ON CONFLICT (person_id) DO UPDATE"
    " SET mail = excluded.mail, language = excluded.language, changed_at = excluded.changed_at"
)
# Of what waits for the digest, what nobody wants any more does not go out.
_DROP = text(
    "UPDATE message_fate f SET state = 'skipped', code = 'preference', at = :now FROM message g"
    " WHERE f.person_id = :person_id AND f.state = 'waiting' AND g.id = f.message_id AND g.kind = ANY(:kinds)"
)


@dataclass(frozen=True, slots=True)
class Preferences:
    """`mail` says for every kind when it goes out by e-mail: ``now``, ``digest`` or ``off``."""

    mail: Mapping[str, str]
    language: str


def preferences(link: Link, person_id: int) -> Preferences:
    """Give what holds for a person: his own choices, and the defaults where he made none."""
    row = link.execute(_READ, {"person_id": person_id}).one_or_none()
    chosen: Mapping[str, str] = row.mail if row is not None else {}
    mail = {name: chosen.get(name, kind.default) for name, kind in KINDS.items()}
    return Preferences(mail, row.language if row is not None else LANGUAGES[0])


def keep_preferences(by: Principal, mail: Mapping[str, str], language: str, now: datetime) -> Preferences:
    """Keep a person's choices instead of those he had; kinds left out follow the defaults again.

    Raises
    ------
    BadChoice
    """
    for kind, choice in mail.items():
        if kind not in KINDS or choice not in CHOICES:
            raise BadChoice(kind=kind)
    if language not in LANGUAGES:
        raise BadChoice(kind="language")
    # What is the default anyway is not kept, so that a better default reaches whoever made no choice.
    chosen = {kind: choice for kind, choice in mail.items() if choice != KINDS[kind].default}
    packed = orjson.dumps(chosen).decode()
    with transaction() as uow:
        uow.execute(_KEEP, {"person_id": by.person_id, "mail": packed, "language": language, "now": now})
        unwanted = [one for name, choice in mail.items() if choice == OFF for one in KINDS[name].members]
        uow.execute(_DROP, {"person_id": by.person_id, "kinds": unwanted, "now": now})
        return preferences(uow, by.person_id)
