"""Keep a filter of instances under a name, for oneself or for the administrators of a unit (A1)."""

from urllib.parse import urlencode

from sqlalchemy import text

from db.link import Link
from db.unit_of_work import transaction
from engine.errors import Forbidden, UnknownUnit
from engine.queries.search import Filter
from engine.queries.search.typed import write_filter
from engine.runtime import Runtime
from engine.store import saved_views
from engine.view_errors import TooManyViews, ViewNameRequired, ViewNameTooLong
from identity.capabilities import INSTANCE_INSPECT
from identity.principal import Principal, may, may_somewhere

MOST = 50
"""How many a person keeps."""
LONGEST = 40
"""Characters of a name."""

_UNIT = text("SELECT id, path FROM unit WHERE code = :code")


def keep_view(rt: Runtime, by: Principal, name: str, wanted: Filter, *, unit: str = "") -> int:
    """Keep it, instead of what he had under this name; give its id.

    Parameters
    ----------
    unit
        Code of the unit whose administrators see it, too; empty for himself alone.

    Raises
    ------
    Forbidden
        He looks after no service, or not after this unit.
    UnknownUnit, ViewNameRequired, ViewNameTooLong, TooManyViews
    """
    if not may_somewhere(by, INSTANCE_INSPECT):
        raise Forbidden
    called = _checked(name)
    with transaction() as uow:
        unit_id = _shared_with(uow, by, unit) if unit else None
        if saved_views.others(uow, by.person_id, called) >= MOST:
            raise TooManyViews(limit=MOST)
        values = {
            "person_id": by.person_id,
            "name": called,
            "filter": urlencode(write_filter(wanted), doseq=True),
            "unit_id": unit_id,
            "now": rt.clock(),
        }
        return saved_views.keep(uow, values)


def _checked(name: str) -> str:
    called = " ".join(name.split())
    if not called:
        raise ViewNameRequired
    if len(called) > LONGEST:
        raise ViewNameTooLong(limit=LONGEST)
    return called


def _shared_with(connection: Link, by: Principal, code: str) -> int:
    row = connection.execute(_UNIT, {"code": code}).one_or_none()
    if row is None:
        raise UnknownUnit
    if not may(by, INSTANCE_INSPECT, unit_path=row.path):
        raise Forbidden
    unit_id: int = row.id
    return unit_id
