"""What both doors do around commands on designs and versions: the hall hears of each (D8).

The engine knows capabilities and versions, the hall its catalogue; neither knows the other.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TypeVar

from db import reading
from engine.commands.publish_design import publish_design
from engine.commands.restore_version import restore_version
from engine.commands.retire_version import retire_version
from engine.designs import to_publish, visible
from engine.versions import visible_version
from hall.editing import set_listed
from hall.errors import UnknownService
from hall.publish_service import check_service, publish_service
from identity.principal import Principal
from web.current import now, runtime

Answer = TypeVar("Answer")


def publish(
    by: Principal,
    design_id: int,
    version: int,
    starters: Sequence[str] | None,
    once: Callable[[Callable[[], int]], Answer],
) -> Answer:
    """Publish a design, and list its service in the hall; give what `once` makes of the version's id.

    Parameters
    ----------
    once
        Calls the command, perhaps under an Idempotency-Key. A repeated request heals a crash between the two.
    """
    with reading() as connection:
        bundle = to_publish(runtime(), by, visible(connection, by, design_id), starters)
    # Asked before a version stands: a row of the catalogue that cannot be written must not leave one behind.
    check_service(by, bundle, now())
    answer = once(lambda: publish_design(runtime(), by, design_id, version, starters))
    publish_service(by, bundle, now())
    set_listed(by, bundle.key, True, now())
    return answer


def take_back(by: Principal, definition_id: int, once: Callable[[Callable[[], str]], Answer]) -> Answer:
    """Take a version back and its service off the catalogue (停用); `once` as in :func:`publish`."""
    key = _key(by, definition_id)
    answer = once(lambda: retire_version(runtime(), by, definition_id))
    _list(by, key, listed=False)
    return answer


def bring_back(by: Principal, definition_id: int, once: Callable[[Callable[[], str]], Answer]) -> Answer:
    """Put a version in force again, and its service on the catalogue; `once` as in :func:`publish`."""
    key = _key(by, definition_id)
    answer = once(lambda: restore_version(runtime(), by, definition_id))
    _list(by, key, listed=True)
    return answer


def _key(by: Principal, definition_id: int) -> str:
    with reading() as connection:
        return str(visible_version(runtime(), connection, by, definition_id).service_key)


def _list(by: Principal, key: str, *, listed: bool) -> None:
    # A service that was only ever deployed has no row.
    with suppress(UnknownService):
        set_listed(by, key, listed, now())
