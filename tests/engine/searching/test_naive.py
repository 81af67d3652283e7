"""Whatever is asked for: what is found is what plain Python finds among all rows, page by page."""

import itertools
import json
import uuid
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from calendars.zone import CAMPUS_TIME
from engine.queries.search import FieldTest, Filter, count, ids, search
from engine.queries.search.typed import read_filter, write_filter

FITNESS, MAIL, NOTICE = "fitness-exemption", "email-unlock", "notice"
FIELDS = {
    FITNESS: ("/number", "/name", "/college", "/category"),
    MAIL: ("/number", "/name", "/unit", "/mailbox"),
}
STATES = ("running", "suspended", "completed", "terminated", "cancelled")
NUMBERS = ("A1", "A%", "A_", "A12", "B'1", "B\\", "a1", "中1")
VALUES = ("injury", "ill%", "_", "0012", "12", "x'y", "中文")
STEPS = ("one", "two")
PHASES = (Phase.explicit, Phase.reuse, Phase.generate)
"""Without shrinking: each try writes a hall, and that took minutes."""
DAYS = tuple(date(2026, 11, 20) + timedelta(days=n) for n in range(4))

_INSERT = text(
    "INSERT INTO instance (id, definition_id, service_key, business_no, title, initiator_id, unit_id, state,"
    " lock_version, snapshot, record_length, record_head, started_at, ended_at, fields) SELECT :id, d.id,"
    " d.service_key, :number, 't', :initiator, :unit, :state, 1, '\\x00', 0, '\\x00', :started, :ended,"
    " CAST(:fields AS jsonb) FROM definition d WHERE d.service_key = :service"
)
_TASK = text(
    "INSERT INTO task (instance_id, token, element, name, state, version, reasons, handler_id, opened_at,"
    " due_at, held_at) VALUES (:id, 1, :step, 's', :state, 1, '[]', :handler, :at, :due, :held)"
)
_INCIDENT = text(
    "INSERT INTO incident (instance_id, token, element, code, detail, opened_at, closed_at)"
    " VALUES (:id, 1, :step, 'c', '', :at, :closed)"
)


@dataclass(frozen=True)
class Matter:
    """One random instance, with a task and perhaps an incident."""

    service: str
    state: str
    initiator: int
    unit: int | None
    day: date
    hour: int
    took: int
    values: tuple[str | None, ...]
    step: str
    open_: bool
    handler: int
    due: str
    held: bool
    incident: str

    @property
    def started(self):
        return datetime(self.day.year, self.day.month, self.day.day, self.hour, tzinfo=CAMPUS_TIME)

    @property
    def ended(self):
        over = self.state not in ("running", "suspended")
        return self.started + timedelta(hours=self.took) if over else None


def matters(people, units):
    return st.builds(
        Matter,
        service=st.sampled_from((FITNESS, MAIL, NOTICE)),
        state=st.sampled_from((*STATES, "running", "suspended")),
        initiator=st.sampled_from(people),
        unit=st.sampled_from((None, *units)),
        day=st.sampled_from(DAYS),
        hour=st.sampled_from((0, 12, 23)),
        took=st.sampled_from((1, 30)),
        values=st.tuples(*[st.sampled_from((None, *VALUES))] * 4),
        step=st.sampled_from(STEPS),
        open_=st.sampled_from((True, True, False)),
        handler=st.sampled_from(people),
        due=st.sampled_from(("", "past", "past", "future")),
        held=st.sampled_from((False, False, True)),
        incident=st.sampled_from(("", "open", "closed")),
    ).map(_closed_at_the_end)


def _closed_at_the_end(one):
    """Whatever has ended waits for nobody."""
    return replace(one, open_=one.open_ and one.ended is None)


def filters(numbers, units):
    some = st.sampled_from
    fields = st.lists(
        st.builds(
            FieldTest, some(("/number", "/mailbox", "/category")), some(("is", "from", "to")), some(VALUES)
        ),
        max_size=2,
    )
    loose = {
        "states": st.lists(some(STATES), min_size=1, max_size=2, unique=True).map(tuple),
        "marks": st.lists(some(("incident", "overdue", "held")), min_size=1, max_size=2, unique=True).map(
            tuple
        ),
        "step": some(STEPS),
        "initiator": some(numbers),
        "handler": some(numbers),
        "unit": some(units),
        "number": some(("A", "A%", "A_", "a", "B'", "中", "\\")),
        "started_from": some(DAYS),
        "started_to": some(DAYS),
        "ended_from": some(DAYS),
        "ended_to": some(DAYS),
        "oldest_first": st.booleans(),
    }
    # Few conditions at once: where many must hold, hardly anything is ever found.
    named = st.lists(some((*sorted(loose), "marks", "marks")), max_size=2, unique=True)
    said = named.flatmap(lambda names: st.fixed_dictionaries({name: loose[name] for name in names}))
    anyone = st.tuples(some(((), (FITNESS, MAIL), (NOTICE,))), st.just(()), said)
    of_one = st.tuples(some(((FITNESS,), (MAIL,))), fields.map(tuple), said)
    return (anyone | of_one).map(lambda drawn: Filter(services=drawn[0], fields=drawn[1], **drawn[2]))


@dataclass
class Hall:
    """What the naive filter knows: rows as they were written, people and units."""

    rows: dict
    people: dict
    units: dict
    now: datetime

    def fits(self, key, wanted):
        number, one = self.rows[key]
        return all(
            (
                not wanted.services or one.service in wanted.services,
                not wanted.states or one.state in wanted.states,
                all(self.marked(one, mark) for mark in wanted.marks),
                not wanted.step or self.stands(one, wanted.step),
                not wanted.initiator or self.people[one.initiator] == wanted.initiator,
                not wanted.handler or (not one.open_ and self.people[one.handler] == wanted.handler),
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

    def holds(self, one, test):
        names = FIELDS.get(one.service, ())
        value = one.values[names.index(test.pointer)] if test.pointer in names else None
        if value is None:
            return False
        return {
            "is": value == test.value,
            "from": value.encode() >= test.value.encode(),
            "to": value.encode() <= test.value.encode(),
        }[test.operator]


@pytest.fixture
def hall(rt, connection, clock):
    """Give the people and units of the campus; nobody's tasks are waited for by others."""
    rows = connection.execute(text("SELECT id, number FROM person ORDER BY id LIMIT 4"))
    units = connection.execute(text("SELECT id, path, code FROM unit ORDER BY id LIMIT 8"))
    people = {row.id: row.number for row in rows}
    return Hall({}, people, {row.id: (row.path, row.code) for row in units}, clock())


def write(connection, hall, drawn):
    for table in ("incident", "task", "instance"):
        connection.execute(text(f"DELETE FROM {table}"))
    hall.rows = {}
    for n, one in enumerate(drawn):
        key, number = uuid.UUID(int=n * 7919 + 1, version=4), f"{NUMBERS[n % len(NUMBERS)]}{n}"
        hall.rows[key] = (number, one)
        values = {"id": key, "number": number, "service": one.service, "initiator": one.initiator}
        values |= {"unit": one.unit, "state": one.state, "started": one.started, "ended": one.ended}
        stored = one.values if one.service in FIELDS else ()
        connection.execute(_INSERT, values | {"fields": json.dumps(stored)})
        due = {"": None, "past": hall.now - timedelta(hours=1), "future": hall.now + timedelta(hours=1)}
        task = {"id": key, "step": one.step, "state": "open" if one.open_ else "completed"}
        task |= {"handler": None if one.open_ else one.handler, "at": one.started, "due": due[one.due]}
        connection.execute(_TASK, task | {"held": one.started if one.held else None})
        if one.incident:
            closed = one.started if one.incident == "closed" else None
            connection.execute(_INCIDENT, {"id": key, "step": one.step, "at": one.started, "closed": closed})


def pages(rt, connection, by, wanted):
    """Read page after page, three rows each."""
    after = None
    for _ in range(20):
        page = search(rt, connection, by, wanted, after=after, limit=3)
        yield [row.id for row in page.rows]
        after = page.next
        if after is None:
            return
    raise AssertionError("pages without end")


def test_what_is_found_is_what_plain_python_finds(rt, connection, person, hall):
    admin, it_head = person("admin"), person("it_head")
    several = st.lists(matters(tuple(hall.people), tuple(hall.units)), min_size=4, max_size=12)
    asked = filters(tuple(hall.people.values()), tuple(code for _, code in hall.units.values()))

    @settings(max_examples=40, deadline=None, phases=PHASES, suppress_health_check=list(HealthCheck))
    @given(several, st.lists(asked, min_size=10, max_size=10))
    def check(drawn, wanted_ones):
        write(connection, hall, drawn)
        for wanted, by in itertools.product(wanted_ones, (admin, it_head)):
            mine = {MAIL} if by is it_head else {FITNESS, MAIL, NOTICE}
            if not set(wanted.services) <= mine:
                continue
            expected = sorted(
                (key for key in hall.rows if hall.fits(key, wanted) and hall.rows[key][1].service in mine),
                key=lambda key: (hall.rows[key][1].started, key),
                reverse=not wanted.oldest_first,
            )
            assert list(itertools.chain.from_iterable(pages(rt, connection, by, wanted))) == expected
            assert list(ids(rt, connection, by, wanted)) == expected
            assert count(rt, connection, by, wanted) == len(expected)
            again = read_filter(write_filter(wanted))
            assert replace(again, fields=()) == replace(wanted, fields=())
            assert set(again.fields) == set(wanted.fields)

    check()
