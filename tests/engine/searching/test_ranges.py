"""From and to: numbers and days between two, with the index and without it."""

import itertools
from dataclasses import replace

import pytest
from sqlalchemy import text

from engine.commands.edit_variable import edit_variable
from engine.commands.fill_fields import fill_fields
from engine.queries.search import BadFilter, FieldTest, Filter, count, few, finding, ids, search
from tests.engine.searching.naive import AMOUNTS, BOUNDS, DAYS, FITNESS, MAIL, MOMENTS, Matter, write

_VALUES = text("SELECT instance_id, place, number, word FROM ordered_value ORDER BY place")


def every_value(hall):
    """A matter of each version for each number and each moment; the first version keeps no such fields."""
    person, *_ = hall.people
    rest = {"unit": None, "hour": 8, "took": 1, "offered": f"p:{person}", "step": "one", "open_": False}
    rest |= {"handler": person, "due": "", "held": False, "incident": ""}
    for n, (version, amount, moment) in enumerate(
        itertools.product((1, 2), (None, *AMOUNTS), (None, *MOMENTS))
    ):
        yield Matter(
            FITNESS, version, "running", person, day=DAYS[n % 4], values=("x", amount, moment, "y"),
            amount=amount, moment=moment, **rest,
        )  # fmt: skip


def every_range():
    for pointer, bounds in BOUNDS.items():
        for operator, bound in itertools.product(("from", "to"), bounds):
            yield (FieldTest(pointer, operator, bound),)
        for first, last in itertools.product(bounds, bounds):
            yield (FieldTest(pointer, "from", first), FieldTest(pointer, "to", last))


@pytest.mark.usefixtures("second_version")
@pytest.mark.parametrize(("rare", "glance"), [(0, 3), (0, 2000), (1000, 2000)])
def test_from_and_to_find_what_lies_between(rt, connection, person, hall, rare, glance, monkeypatch):
    monkeypatch.setattr(few, "FEW", rare)
    monkeypatch.setattr(finding, "GLANCE", glance)
    write(rt, connection, hall, list(every_value(hall)))
    for tests in every_range():
        wanted = Filter(services=(FITNESS,), fields=tests)
        assert list(ids(rt, connection, person("admin"), wanted)) == hall.expected(wanted, {FITNESS}), tests


@pytest.mark.usefixtures("second_version")
@pytest.mark.parametrize(
    ("pointer", "bound", "code"),
    [
        ("/category", "injury", "no_order"),
        ("/days", "2026-11-20", "number"),
        ("/validFrom", "12", "date"),
        ("/validFrom", "20261120", "date"),
        ("/validFrom", "2026-02-30", "date"),
    ],
)
def test_from_and_to_are_refused_where_nothing_comes_before_or_after(
    rt, connection, person, pointer, bound, code
):
    wanted = Filter(services=(FITNESS,), fields=(FieldTest(pointer, "from", bound),))
    for look in (search, count):
        with pytest.raises(BadFilter) as refused:
            look(rt, connection, person("admin"), wanted)
        assert refused.value.faults == {f"field:{pointer}:from": code}


@pytest.mark.usefixtures("second_version")
def test_the_end_that_is_at_fault_is_named_and_not_the_other(rt, connection, person):
    ends = (FieldTest("/days", "from", "3"), FieldTest("/days", "to", "x"))
    with pytest.raises(BadFilter) as refused:
        search(rt, connection, person("admin"), Filter(services=(FITNESS,), fields=ends))
    assert refused.value.faults == {"field:/days:to": "number"}


def edit(story, instance_id, days):
    edit_variable(story.rt, story.person("admin"), instance_id, name="days", value=days, reason="误填")


@pytest.mark.usefixtures("second_version")
def test_commands_keep_what_leads_to_an_instance(story, fitness, rt, connection):
    """Whatever a command wrote is written again for instances from before, and leads to no other ones."""
    document = fitness | {"certificate": [story.upload("stu01")]}
    started = story.start("stu01", FITNESS, document)
    edit(story, started.instance_id, 7)
    days = Filter(services=(FITNESS,), fields=(FieldTest("/days", "from", "5"),))
    kept = connection.execute(_VALUES).all()
    valid_from = document["validFrom"]
    assert [tuple(row) for row in kept] == [
        (started.instance_id, 1, 7, None),
        (started.instance_id, 2, None, valid_from),
    ]
    assert list(ids(rt, connection, story.person("admin"), days)) == [started.instance_id]
    connection.execute(text("UPDATE instance SET fields = NULL"))
    connection.execute(text("DELETE FROM ordered_value"))
    assert fill_fields(rt) == 1
    assert connection.execute(_VALUES).all() == kept
    edit(story, started.instance_id, None)
    assert [row.place for row in connection.execute(_VALUES)] == [2]
    assert list(ids(rt, connection, story.person("admin"), days)) == []


@pytest.mark.parametrize("services", [(FITNESS, MAIL), ()])
def test_a_glance_hides_nothing_of_one_service_behind_another(
    rt, connection, person, hall, services, monkeypatch
):
    monkeypatch.setattr(few, "FEW", 0)
    monkeypatch.setattr(finding, "GLANCE", 3)
    first, second, *_ = hall.people
    matter = Matter(
        FITNESS, 1, "running", first, None, DAYS[3], 12, 1, ("x", "x", "x", "x"), None, None,
        f"p:{first}", "one", False, first, "", False, "",
    )  # fmt: skip
    other = replace(matter, handler=second)
    drawn = [replace(other, service=MAIL, day=DAYS[0], hour=n) for n in range(4)]
    drawn += [replace(other, day=DAYS[2]), *(replace(matter, hour=n) for n in range(4))]
    write(rt, connection, hall, drawn)
    wanted = Filter(services=services, handler=hall.people[second][0])
    expected = hall.expected(wanted, {FITNESS, MAIL})
    admin = person("admin")
    assert len(expected) == 5
    assert [row.id for row in search(rt, connection, admin, wanted, limit=3).rows] == expected[:3]
    assert count(rt, connection, admin, wanted) == 5
