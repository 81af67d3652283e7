"""Fields that the system fills in (``x-auto``): who applies, for which unit, when."""

from datetime import datetime
from typing import Any

from sqlalchemy import text

from calendars.zone import CAMPUS_TIME
from db.link import Answer, Link, Row
from forms.model import Form
from identity.principal import Principal
from identity.refs import UnitRef

_CONTACT = text("SELECT phone, email FROM person WHERE id = :id")


def automatic_fields(form: Form, facts: dict[str, Any]) -> dict[str, Any]:
    """Give the fields whose ``x-auto`` names a known fact."""
    fields = form.schema.get("properties", {}).items()
    sources = {name: field["x-auto"] for name, field in fields if "x-auto" in field}
    return {name: facts[source] for name, source in sources.items() if facts.get(source) is not None}


def ask_contact(connection: Link, by: Principal) -> Answer:
    """Ask for a person's phone and email, for :func:`initiator_facts`."""
    return connection.execute(_CONTACT, {"id": by.person_id})


def initiator_facts(
    by: Principal,
    unit: UnitRef | None,
    now: datetime,
    contact: Row,
    business_no: str | None = None,
) -> dict[str, Any]:
    """Give what the system knows about the initiator and the moment, by dotted names."""
    moment = now.astimezone(CAMPUS_TIME)
    return {
        "initiator.name": by.name,
        "initiator.number": by.number,
        "initiator.phone": contact.phone or None,
        "initiator.email": contact.email or None,
        "unit.name": unit.name if unit else None,
        "unit.code": unit.code if unit else None,
        "now": moment.isoformat(timespec="seconds"),
        "today": moment.date().isoformat(),
        "business_no": business_no,
    }
