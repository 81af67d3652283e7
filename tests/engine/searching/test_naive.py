"""Whatever is asked for: what is found is what plain Python finds among all rows, page by page."""

import itertools
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from engine.queries.search import FieldTest, Filter, count, few, finding, ids, search
from engine.queries.search.typed import read_filter, write_filter
from tests.engine.searching.naive import (
    AMOUNTS,
    BOUNDS,
    DAYS,
    FITNESS,
    KEPT,
    MAIL,
    MOMENTS,
    NOTICE,
    STATES,
    STEPS,
    VALUES,
    Matter,
    write,
)

PHASES = (Phase.explicit, Phase.reuse, Phase.generate)
"""Without shrinking: each try writes a hall, and that took minutes."""


def matters(hall):
    people, units = tuple(hall.people), tuple(hall.units)
    return st.builds(
        Matter,
        service=st.sampled_from((FITNESS, FITNESS, MAIL, NOTICE)),
        version=st.sampled_from((1, 2)),
        state=st.sampled_from((*STATES, "running", "suspended")),
        initiator=st.sampled_from(people),
        unit=st.sampled_from((None, *units)),
        day=st.sampled_from(DAYS),
        hour=st.sampled_from((0, 12, 23)),
        took=st.sampled_from((1, 30)),
        values=st.tuples(*[st.sampled_from((None, *KEPT))] * 4),
        amount=st.sampled_from((None, *AMOUNTS)),
        moment=st.sampled_from((None, *MOMENTS)),
        offered=st.sampled_from(sorted({key for keys in hall.keys.values() for key in keys})),
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


def filters(hall):
    some = st.sampled_from
    names = {word for number, name in hall.people.values() for word in (number, number[:5], name, name[:2])}
    people = some(sorted(names | {"2", "X"}))
    units = tuple(code for _, code in hall.units.values())
    is_ = st.builds(
        FieldTest, some(("/number", "/mailbox", "/category", "/days")), st.just("is"), some(VALUES)
    )
    ranges = some(sorted(BOUNDS)).flatmap(
        lambda pointer: st.builds(FieldTest, st.just(pointer), some(("from", "to")), some(BOUNDS[pointer]))
    )
    fields = st.lists(is_ | ranges, max_size=2)
    loose = {
        "states": st.lists(some(STATES), min_size=1, max_size=2, unique=True).map(tuple),
        "marks": st.lists(some(("incident", "overdue", "held")), min_size=1, max_size=2, unique=True).map(
            tuple
        ),
        "step": some(STEPS),
        "words": people | some((*VALUES, "A", "A%", "A1", "12.5", "soon")),
        "initiator": people,
        "handler": people,
        "unit": some(units),
        "number": some(("A", "A%", "A_", "a", "B'", "中", "\\")),
        "started_from": some(DAYS),
        "started_to": some(DAYS),
        "ended_from": some(DAYS),
        "ended_to": some(DAYS),
        "oldest_first": st.booleans(),
    }
    # Few conditions at once: where many must hold, hardly anything is ever found.
    named = st.lists(some((*sorted(loose), "marks", "words", "handler")), max_size=2, unique=True)
    said = named.flatmap(lambda names: st.fixed_dictionaries({name: loose[name] for name in names}))
    anyone = st.tuples(some(((), (FITNESS, MAIL), (NOTICE,))), st.just(()), said)
    of_one = st.tuples(some(((FITNESS,), (FITNESS,), (MAIL,))), fields.map(tuple), said)
    drawn = (anyone | of_one).map(lambda drawn: Filter(services=drawn[0], fields=drawn[1], **drawn[2]))
    versions = st.lists(some((1, 2, 3)), max_size=2, unique=True).map(tuple)
    return st.builds(lambda one, of: replace(one, versions=of if one.service else ()), drawn, versions)


def pages(rt, connection, by, wanted):
    """Read page after page, two rows each."""
    after = None
    for _ in range(20):
        page = search(rt, connection, by, wanted, after=after, limit=2)
        yield [row.id for row in page.rows]
        after = page.next
        if after is None:
            return
    raise AssertionError("pages without end")


@pytest.mark.usefixtures("second_version")
@pytest.mark.parametrize(("rare", "glance", "many"), [(2, 3, 20), (2, 2000, 1), (1000, 2000, 1)])
def test_what_is_found_is_what_plain_python_finds(
    rt, connection, person, hall, rare, glance, many, monkeypatch
):
    monkeypatch.setattr(few, "FEW", rare)
    monkeypatch.setattr(finding, "GLANCE", glance)
    monkeypatch.setattr(finding, "MANY", many)
    admin, it_head = person("admin"), person("it_head")
    several = st.lists(matters(hall), min_size=4, max_size=12)
    asked = filters(hall)

    @settings(max_examples=40, deadline=None, phases=PHASES, suppress_health_check=list(HealthCheck))
    @given(several, st.lists(asked, min_size=10, max_size=10))
    def check(drawn, wanted_ones):
        write(rt, connection, hall, drawn)
        for wanted, by in itertools.product(wanted_ones, (admin, it_head)):
            mine = {MAIL} if by is it_head else {FITNESS, MAIL, NOTICE}
            if not set(wanted.services) <= mine:
                continue
            expected = hall.expected(wanted, mine)
            assert list(itertools.chain.from_iterable(pages(rt, connection, by, wanted))) == expected, wanted
            assert list(ids(rt, connection, by, wanted)) == expected
            assert count(rt, connection, by, wanted) == len(expected)
            again = read_filter(write_filter(wanted))
            assert replace(again, fields=()) == replace(wanted, fields=())
            assert set(again.fields) == set(wanted.fields)

    check()
