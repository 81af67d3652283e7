"""发布: a design becomes the version in force of its service (D8)."""

from collections.abc import Sequence

from bpmn_models.bundle import write_zip
from db.unit_of_work import reading, transaction
from engine.apart.work import make_ready
from engine.deploying import known_to, put_in_force
from engine.designs import opened, to_publish
from engine.runtime import Runtime
from engine.store import designs
from identity.capabilities import DEFINITION_PUBLISH
from identity.principal import Principal


def publish_design(
    rt: Runtime, by: Principal, design_id: int, version: int, starters: Sequence[str] | None = None
) -> int:
    """Deploy a design; give the id of the version now in force. Running instances stay on theirs.

    The hall lists the service afterwards: whoever calls this calls `hall.publish_service` too.

    Parameters
    ----------
    starters
        Who may start the service, where its settings do not say it yet.

    Raises
    ------
    NotFound, Forbidden, DesignPublished, DesignChanged
        See :func:`engine.designs.opened`.
    StartersRequired
    Undeployable
        With the findings that forbid it.
    NumberTaken, BrokenBundle
    Busy, TookTooLong, TookTooMuch
    """
    with reading() as connection:
        row = opened(connection, by, design_id, version, DEFINITION_PUBLISH, lock=False)
        wanted = to_publish(rt, by, row, starters)
        known = known_to(rt, connection)
    bundle, begun = rt.apart.run(by.person_id, make_ready, wanted, known, rt.clock())
    with transaction() as uow:
        row = opened(uow, by, design_id, version, DEFINITION_PUBLISH)
        definition_id = put_in_force(rt, uow, by, bundle, begun)
        published = {"definition": definition_id, "bundle": write_zip(bundle), "digest": bundle.digest}
        designs.publish(uow, row.id, {**published, "now": rt.clock()})
        return definition_id
