"""The ports that forms need: people, units and files, as the pages of this door show them."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from flask import url_for

from db import reading
from identity import directory
from identity.refs import UnitRef


class Directory:
    """People and units for one page; units are asked once, and only if a control needs them."""

    @cached_property
    def _units(self) -> dict[str, UnitRef]:
        with reading() as connection:
            return {unit.code: unit for unit in directory.units(connection)}

    def unit_choices(self) -> Sequence[tuple[str, str]]:
        """Return the units that may be chosen, as (code, name)."""
        return [(code, unit.name) for code, unit in self._units.items()]

    def unit_name(self, value: Any) -> str | None:
        """Return the name of the unit with this code."""
        found = self._units.get(str(value))
        return found.name if found else None

    def person_name(self, value: Any) -> str | None:
        """Return the name of the person with this number."""
        with reading() as connection:
            found = directory.id_by_number(connection, str(value))
            person = directory.person(connection, found) if found else None
        return person.name if person else None


class Files:
    """Where attachments are opened."""

    def url(self, file_id: str) -> str:
        """Return the address of a stored file."""
        return url_for("portal.attachment", attachment_id=file_id)
