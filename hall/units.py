"""Units as the catalogue needs them: a department stands for itself and everything below it."""

from sqlalchemy import Select, select
from sqlalchemy.orm import aliased

from identity.models import Unit


def subtree(code: str) -> Select[int]:
    """Select the ids of the unit with this code and of all units below it."""
    top, unit = aliased(Unit), aliased(Unit)
    return select(unit.id).join(top, unit.path.startswith(top.path)).where(top.code == code)
