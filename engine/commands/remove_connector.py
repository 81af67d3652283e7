"""Forget an outside system and its secret (school administrators)."""

from connectors.setting_up import remove
from db.unit_of_work import transaction
from engine.errors import NotFound
from engine.keeping import require_keeper
from engine.runtime import Runtime
from identity.principal import Principal


def remove_connector(rt: Runtime, by: Principal, name: str) -> None:
    """Forget it: calls that come become incidents, those of `mail` and `mailbox` are only shown again.

    Raises
    ------
    Forbidden
    NotFound
        Nobody has set it up.
    """
    require_keeper(by)
    with transaction() as uow:
        if not remove(uow, name, rt.clock(), by.person_id):
            raise NotFound(connector=name)
