"""The unit that somebody acts for, as requests name it."""

from engine.errors import UnknownUnit
from identity.principal import Principal


def unit_id(by: Principal, code: str | None) -> int | None:
    """Return the id of one of his units; None for his main unit.

    Raises
    ------
    UnknownUnit
    """
    if code is None:
        return None
    for unit in by.units:
        if unit.code == code:
            return unit.id
    raise UnknownUnit(unit=code)
