"""Random instances as rows, and what plain Python finds among them."""

import json
import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import text

from calendars.zone import CAMPUS_TIME
from engine.searchable import ordered_values
from engine.store import ordered

FITNESS, MAIL, NOTICE = "fitness-exemption", "email-unlock", "notice"
FIELDS = {
    (FITNESS, 1): ("/number", "/name", "/college", "/category"),
    # The next version keeps other fields, and the same ones elsewhere.
    (FITNESS, 2): ("/category", "/days", "/validFrom", "/number"),
    (MAIL, 1): ("/number", "/name", "/unit", "/mailbox"),
}
ORDERS = {"/days": "number", "/validFrom": "day"}
STATES = ("running", "suspended", "completed", "terminated", "cancelled")
NUMBERS = ("A1", "A%", "A_", "A12", "B'1", "B\\", "a1", "中1")
VALUES = ("injury", "ill%", "_", "0012", "12", "x'y", "中文")
KEPT = (*VALUES, ("injury", "12"))
AMOUNTS = (-4, 3, 12, 12.5, 1200, "12")
"""Scripts write what they like: whatever is no number comes neither before nor after one."""
MOMENTS = ("2026-11-20", "2026-11-21T08:30", "2026-11-22", "2026-12-01T00:00:00+08:00", "soon", 20261121)
BOUNDS = {
    "/days": ("-4", "3", "12", "12.5", "1200", "7"),
    "/validFrom": ("2026-11-20", "2026-11-21", "2026-11-21T09:00", "2026-12-01"),
}
STEPS = ("one", "two")
DAYS = tuple(date(2026, 11, 20) + timedelta(days=n) for n in range(4))

_INSERT = text(
    "INSERT INTO instance (id, definition_id, service_key, business_no, title, initiator_id, unit_id, state,"
    " lock_version, snapshot, record_length, record_head, started_at, ended_at, fields) SELECT :id, d.id,"
    " d.service_key, :number, 't', :initiator, :unit, :state, 1, '\\x00', 0, '\\x00', :started, :ended,"
    " CAST(:fields AS jsonb) FROM definition d WHERE d.service_key = :service AND d.number = :version"
)
_TASK = text(
    "INSERT INTO task (instance_id, token, element, name, state, version, reasons, handler_id, opened_at,"
    " due_at, held_at) VALUES (:id, 1, :step, 's', :state, 1, '[]', :handler, :at, :due, :held) RETURNING id"
)
_OFFER = text("INSERT INTO inbox (task_id, principal) VALUES (:task, :principal)")
KEYS = text(
    "SELECT id AS person, 'p:' || id AS key FROM person UNION SELECT person_id, 'g:' || group_key"
    " FROM group_member UNION SELECT person_id, 'r:' || role_key || '@' || unit_id FROM role_holder"
)
_INCIDENT = text(
    "INSERT INTO incident (instance_id, token, element, code, detail, opened_at, closed_at)"
    " VALUES (:id, 1, :step, 'c', '', :at, :closed)"
)


@dataclass(frozen=True)
class Matter:
    """One random instance, with a task and perhaps an incident."""

    service: str
    version: int
    state: str
    initiator: int
    unit: int | None
    day: date
    hour: int
    took: int
    values: tuple[object, ...]
    amount: object
    moment: object
    offered: str
    step: str
    open_: bool
    handler: int
    due: str
    held: bool
    incident: str

    @property
    def pointers(self):
        return FIELDS.get((self.service, self.version), ())

    @property
    def kept(self):
        """The values in the order of the version."""
        special = {"/days": self.amount, "/validFrom": self.moment}
        return [special.get(name, value) for name, value in zip(self.pointers, self.values, strict=False)]

    @property
    def started(self):
        return datetime(self.day.year, self.day.month, self.day.day, self.hour, tzinfo=CAMPUS_TIME)

    @property
    def ended(self):
        over = self.state not in ("running", "suspended")
        return self.started + timedelta(hours=self.took) if over else None


@dataclass
class Hall:
    """What the naive filter knows: rows as they were written, people and units."""

    rows: dict
    people: dict
    keys: dict
    units: dict
    now: datetime

    def expected(self, wanted, services):
        return sorted(
            (key for key in self.rows if self.fits(key, wanted) and self.rows[key][1].service in services),
            key=lambda key: (self.rows[key][1].started, key),
            reverse=not wanted.oldest_first,
        )

    def fits(self, key, wanted):
        number, one = self.rows[key]
        return all(
            (
                not wanted.services or one.service in wanted.services,
                not wanted.versions or self.version(one) in wanted.versions,
                not wanted.words or self.said(number, one, wanted.words),
                not wanted.states or one.state in wanted.states,
                all(self.marked(one, mark) for mark in wanted.marks),
                not wanted.step or self.stands(one, wanted.step),
                not wanted.initiator or self.called(one.initiator, wanted.initiator),
                not wanted.handler or self.handled(one, wanted.handler),
                not wanted.unit or (one.unit is not None and self.below(one.unit, wanted.unit)),
                number.startswith(wanted.number),
                self.within(one.started, wanted.started_from, wanted.started_to),
                self.within(one.ended, wanted.ended_from, wanted.ended_to),
                all(self.holds(one, test) for test in wanted.fields),
            )
        )

    def marked(self, one, mark):
        overdue = one.open_ and one.due == "past" and not one.held and one.state == "running"
        return {
            "incident": one.incident == "open",
            "overdue": overdue,
            "held": one.open_ and one.held,
        }[mark]

    def stands(self, one, step):
        return one.step == step and (one.open_ or one.incident == "open")

    def below(self, unit, code):
        top = next(path for path, known in self.units.values() if known == code)
        return self.units[unit][0].startswith(top)

    def within(self, at, first, last):
        if first is None and last is None:
            return True
        if at is None:
            return False
        day = at.astimezone(CAMPUS_TIME).date()
        return (first is None or day >= first) and (last is None or day <= last)

    def version(self, one):
        return one.version if one.service == FITNESS else 1

    def called(self, person, words):
        number, name = self.people[person]
        by_number = number == words or (len(words) > 3 and number.startswith(words))
        return by_number or name == words or (len(words) > 1 and name.startswith(words))

    def handled(self, one, words):
        if not one.open_:
            return self.called(one.handler, words)
        return any(self.called(person, words) and one.offered in self.keys[person] for person in self.people)

    def said(self, number, one, words):
        held = any(self.equal(value, words) for value in one.kept)
        return number.startswith(words) or self.called(one.initiator, words) or held

    def holds(self, one, test):
        value = one.kept[one.pointers.index(test.pointer)] if test.pointer in one.pointers else None
        if test.operator == "is":
            return self.equal(value, test.value)
        if ORDERS[test.pointer] == "number":
            if not isinstance(value, int | float):
                return False
            return value >= float(test.value) if test.operator == "from" else value <= float(test.value)
        if not isinstance(value, str) or not value[0].isdigit():
            return False
        # The last day lasts until its end.
        return value >= test.value if test.operator == "from" else value[: len(test.value)] <= test.value

    def equal(self, value, words):
        if isinstance(value, tuple):
            return any(self.equal(item, words) for item in value)
        return value == words or (isinstance(value, int | float) and str(value) == words)


def write(rt, connection, hall, drawn):
    found = connection.execute(text("SELECT id, service_key, number FROM definition")).all()
    versions = {(row.service_key, row.number): row.id for row in found}
    for table in ("incident", "inbox", "task", "ordered_value", "instance"):
        connection.execute(text(f"DELETE FROM {table}"))
    hall.rows = {}
    for n, one in enumerate(drawn):
        key, number = uuid.UUID(int=n * 7919 + 1, version=4), f"{NUMBERS[n % len(NUMBERS)]}{n}"
        hall.rows[key] = (number, one)
        values = {"id": key, "number": number, "service": one.service, "initiator": one.initiator}
        values |= {"unit": one.unit, "state": one.state, "started": one.started, "ended": one.ended}
        values |= {"version": hall.version(one), "fields": json.dumps(one.kept)}
        connection.execute(_INSERT, values)
        deployed = rt.definitions.get(connection, versions[one.service, hall.version(one)])
        if one.pointers:
            ordered.keep(connection, [key], list(ordered_values(deployed, key, one.kept)))
        due = {"": None, "past": hall.now - timedelta(hours=1), "future": hall.now + timedelta(hours=1)}
        task = {"id": key, "step": one.step, "state": "open" if one.open_ else "completed"}
        task |= {"handler": None if one.open_ else one.handler, "at": one.started, "due": due[one.due]}
        task_id = connection.execute(_TASK, task | {"held": one.started if one.held else None}).scalar_one()
        if one.open_:
            connection.execute(_OFFER, {"task": task_id, "principal": one.offered})
        if one.incident:
            closed = one.started if one.incident == "closed" else None
            connection.execute(_INCIDENT, {"id": key, "step": one.step, "at": one.started, "closed": closed})
