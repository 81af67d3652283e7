"""What every way to a new version shares: what it may name, storing it, putting it in force."""

from collections.abc import Iterable, Sequence

from sqlalchemy import text

from bpmn_models.bundle import Bundle, write_zip
from db.link import Link
from db.unit_of_work import UnitOfWork
from designer_export.people import Who, words
from engine.apart.work import Known
from engine.beginnings import Begun
from engine.errors import NumberTaken
from engine.numbering import rule_of
from engine.runtime import Runtime
from engine.store import beginnings
from identity import directory
from identity.principal import Principal

_LATEST = text(
    "SELECT id, number, digest, state FROM definition WHERE service_key = :key ORDER BY number DESC LIMIT 1"
)
# Two deployments of one process at once would take the same number: one waits for the other.
_ALONE = text("SELECT pg_advisory_xact_lock(hashtextextended('deploy:' || :key, 0))")
_OTHERS = text("SELECT id FROM definition WHERE service_key <> :key AND state = 'published'")
_RETIRE = text("UPDATE definition SET state = 'retired' WHERE service_key = :key AND state = 'published'")
_INSERT = text(
    "INSERT INTO definition (service_key, number, state, name, digest, bundle, created_by,"
    " created_at, published_at)"
    " VALUES (:key, :number, 'published', :name, :digest, :bundle, :by, :now, :now) RETURNING id"
)


def known_to(rt: Runtime, connection: Link, said: Iterable[bytes] = ()) -> Known:
    """Give all that diagrams may name here: what services may call, and who lanes and steps may name.

    Parameters
    ----------
    said
        The diagrams whose findings somebody will read, and all that is to be written into them: which of the
        people that are named there exist is asked. Without them nothing is said of people.
    """
    places, asked = directory.places(connection), words(said)
    who = Who(
        people=None if asked is None else frozenset(directory.ids_by_number(connection, sorted(asked))),
        groups=frozenset(places["group"]),
        roles=frozenset(places["role"]),
        units=frozenset(places["unit"]),
    )
    lanes = frozenset(word for named in places.values() for pair in named.items() for word in pair)
    return Known(rt.operations.names | rt.connectors.operations(connection), lanes, who)


def put_in_force(
    rt: Runtime, uow: UnitOfWork, by: Principal | None, bundle: Bundle, begun: Sequence[Begun]
) -> int:
    """Store a bundle as the newest version of its process; one equal to the version in force stays it.

    Parameters
    ----------
    bundle, begun
        What :func:`engine.apart.work.make_ready` gives.

    Raises
    ------
    NumberTaken
    """
    lock(uow, bundle.key)
    latest = uow.execute(_LATEST, {"key": bundle.key}).one_or_none()
    if latest is not None and latest.digest == bundle.digest and latest.state == "published":
        return int(latest.id)
    _check_numbers(rt, uow, bundle)
    number = latest.number + 1 if latest else 1
    return _store(uow, rt, by, bundle, begun, number)


def lock(uow: UnitOfWork, service_key: str) -> None:
    """Let nobody else put a version of a service in force, or take it back, until the transaction ends."""
    uow.execute(_ALONE, {"key": service_key})


def retire_published(uow: UnitOfWork, service_key: str) -> None:
    """Take the version in force back, if there is one."""
    uow.execute(_RETIRE, {"key": service_key})


def _check_numbers(rt: Runtime, uow: UnitOfWork, bundle: Bundle) -> None:
    """Refuse a rule of another service: both would give the same business numbers (X8)."""
    own = rule_of(bundle.service["process"])
    if own is None:
        return
    for definition_id in uow.execute(_OTHERS, {"key": bundle.key}).scalars():
        other = rt.definitions.get(uow, definition_id)
        if rule_of(other.process) == own:
            raise NumberTaken(service=other.name)


def _store(
    uow: UnitOfWork, rt: Runtime, by: Principal | None, bundle: Bundle, begun: Sequence[Begun], number: int
) -> int:
    retire_published(uow, bundle.key)
    definition_id: int = uow.execute(
        _INSERT,
        {
            "key": bundle.key,
            "number": number,
            "name": str(bundle.service["process"].get("name", bundle.key)),
            "digest": bundle.digest,
            "bundle": write_zip(bundle),
            "by": by.person_id if by else None,
            "now": rt.clock(),
        },
    ).scalar_one()
    beginnings.replace(uow, bundle.key, definition_id, begun)
    return definition_id
