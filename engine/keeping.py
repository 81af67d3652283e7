"""Who keeps the outside systems: school administrators, for all services call the same ones."""

from identity.capabilities import CONNECTOR_MANAGE
from identity.principal import Principal, may_everywhere

from .errors import Forbidden


def keeps_connectors(by: Principal) -> bool:
    """Tell whether somebody may see and change how outside systems are reached."""
    return may_everywhere(by, CONNECTOR_MANAGE)


def require_keeper(by: Principal) -> None:
    """Let nobody else pass.

    Raises
    ------
    Forbidden
    """
    if not keeps_connectors(by):
        raise Forbidden
