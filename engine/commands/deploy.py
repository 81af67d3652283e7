"""Store a bundle as a new version of its process, and put it in force."""

from bpmn_models.bundle import Bundle
from db.unit_of_work import reading, transaction
from engine.deploying import put_in_force, ready
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
    """
    if by is not None and not may_somewhere(by, DEFINITION_PUBLISH):
        raise Forbidden(service=bundle.key)
    with reading() as connection:
        bundle, prepared = ready(rt, connection, bundle)
    with transaction() as uow:
        return put_in_force(rt, uow, by, bundle, prepared)
