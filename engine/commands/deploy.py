"""Store a bundle as a new version of its process, and put it in force."""

from bpmn_models.bundle import Bundle
from db.unit_of_work import reading, transaction
from engine.apart.work import make_ready
from engine.deploying import known_to, put_in_force
from engine.errors import Forbidden
from engine.runtime import Runtime
from identity.capabilities import DEFINITION_PUBLISH
from identity.principal import Principal, may_somewhere


def deploy(rt: Runtime, by: Principal | None, bundle: Bundle) -> int:
    """Deploy a bundle; give the id of the version now in force.

    Running instances stay on theirs. A bundle equal to the version in force changes nothing.

    Parameters
    ----------
    by
        None for the program itself, loading the services that ship.

    Raises
    ------
    Forbidden
    Undeployable
        With the findings that forbid it.
    NumberTaken
    BrokenBundle
        ``setting``.
    Busy, TookTooLong, TookTooMuch
    """
    if by is not None and not may_somewhere(by, DEFINITION_PUBLISH):
        raise Forbidden(service=bundle.key)
    with reading() as connection:
        known = known_to(rt, connection)
    bundle, begun = rt.apart.run(by.person_id if by else None, make_ready, bundle, known, rt.clock())
    with transaction() as uow:
        return put_in_force(rt, uow, by, bundle, begun)
