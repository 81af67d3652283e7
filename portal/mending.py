"""What the page of a matter offers its administrators (A1): the actions that would work now."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import gettext

from db import reading
from db.link import Link
from engine.definitions import in_force
from engine.queries.calls_of import CallOf, calls_of
from engine.queries.instance_view import InstanceView
from engine.queries.mending import Mending, mending
from engine.queries.migration import InstanceChange, VersionChange, migration_report
from identity.principal import Principal
from web.current import runtime
from web.marks import N_

BLOCKS: Mapping[str, str] = {
    "gone": N_("It stands at “%(name)s”, which the other version no longer has."),
    "changed": N_("It stands at “%(name)s”, which is another kind of step there."),
    "join": N_("Other ways lead to “%(name)s” there, where its branches meet."),
    "branches": N_("Its branches part otherwise there, at “%(name)s”."),
    "half": N_("A part of what “%(name)s” waits for has come, and it waits for something else there."),
    "ended": N_("“%(name)s” has ended something by force, and is no longer there."),
    "broken": N_("Its state cannot be read."),
}


@dataclass(frozen=True, slots=True)
class Move:
    """Where the matter would go to: the version in force, and what that means for it."""

    definition_id: int
    number: int
    version: VersionChange
    matter: InstanceChange

    @property
    def blocks(self) -> tuple[str, ...]:
        """Why it cannot go, a sentence each; empty if it can."""
        return tuple(gettext(BLOCKS[block.code], name=block.name) for block in self.matter.blocks)


@dataclass(frozen=True, slots=True)
class Offer:
    """The actions that would work now, by name, and what they need; a `move` that is blocked says why."""

    mending: Mending
    move: Move | None
    actions: tuple[str, ...]


def offer_of(connection: Link, by: Principal, matter: InstanceView) -> Offer | None:
    """Return what an administrator of the matter's service may do to it; None for anybody else."""
    if not matter.may_mend:
        return None
    found = mending(runtime(), connection, by, matter.id)
    move = _move(connection, by, matter) if matter.state in ("running", "suspended") else None
    possible = {
        "suspend": matter.state == "running",
        "resume": matter.state == "suspended",
        "retry": bool(found.failed),
        "jump": any(place.targets for place in found.places),
        "cancel": any(place.may_end for place in found.places),
        "add": bool(found.begins),
        "restart": bool(found.steps),
        "reassign": bool(found.tasks),
        "edit": bool(found.variables),
        "migrate": move is not None and not move.blocks,
        "end": matter.may_terminate,
    }
    return Offer(found, move, tuple(name for name, able in possible.items() if able))


def calls_seen(connection: Link, by: Principal, matter: InstanceView) -> tuple[CallOf, ...] | None:
    """Return what the matter asks of outside systems, for who looks after its service; None for others."""
    return calls_of(runtime(), connection, by, matter.id) if matter.may_inspect else None


def offered_to(by: Principal, matter: InstanceView) -> Offer | None:
    """Return the same, on a connection of its own."""
    with reading() as connection:
        return offer_of(connection, by, matter)


def _move(connection: Link, by: Principal, matter: InstanceView) -> Move | None:
    target = in_force(connection, matter.service_key)
    if target is None:
        return None
    report = migration_report(runtime(), connection, by, target, only=matter.id)
    if not report.instances:
        return None
    return Move(target, report.number, report.versions[0], report.instances[0])
