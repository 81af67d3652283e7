"""Set an outside system up, or change how it is reached (school administrators)."""

from collections.abc import Mapping
from typing import Any

from connectors.errors import BadSetting
from connectors.setting_up import all_set_up, set_up
from db.unit_of_work import transaction
from engine.keeping import require_keeper
from engine.runtime import Runtime
from identity.principal import Principal


def set_connector(
    rt: Runtime,
    by: Principal,
    name: str,
    kind: str,
    settings: Mapping[str, Any],
    secret: str | None = None,
    *,
    is_new: bool = False,
) -> None:
    """Keep its settings; calls from then on go by them. The change is recorded, a secret never.

    Parameters
    ----------
    secret
        Its password or token; None leaves what there is.
    is_new
        Whether there must be none of that name yet.

    Raises
    ------
    Forbidden, BadSetting
    """
    require_keeper(by)
    with transaction() as uow:
        if is_new and name in {one.name for one in all_set_up(uow)}:
            raise BadSetting("/name", "taken")
        set_up(uow, rt.vault, name, kind, settings, secret, rt.clock(), by.person_id)
