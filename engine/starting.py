"""The version of a service that a person may start, for its form and for the start itself."""

from db.link import Link
from identity.principal import Principal

from .definitions import Deployed, ask_in_force
from .errors import NotEligible, NotPublished
from .runtime import Runtime


def startable(rt: Runtime, connection: Link, by: Principal, service_key: str) -> Deployed:
    """Give the version in force of a service to somebody who may start it.

    Raises
    ------
    NotPublished, NotEligible
    """
    # Asked before the port looks at its own answer, both go out together.
    in_force = ask_in_force(connection, service_key)
    is_eligible = rt.eligible(connection, by, service_key)
    definition_id = in_force.scalar_one_or_none()
    if definition_id is None:
        raise NotPublished(service=service_key)
    if not is_eligible:
        raise NotEligible(service=service_key)
    return rt.definitions.get(connection, definition_id)
