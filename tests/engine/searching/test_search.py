"""Administrators find instances by everything that is known of them, and only those they look after."""

from datetime import date, timedelta

import pytest

from engine.queries.search import BadFilter, FieldTest, Filter, count, ids, search
from engine.queries.search.typed import is_empty, read_filter, write_filter

FITNESS, MAIL = "fitness-exemption", "email-unlock"


@pytest.fixture
def find(story, matters):
    """Look as somebody; give the words of what was found, in order."""
    words = {instance_id: word for word, instance_id in matters.items()}

    def look(login="admin", **wanted):
        page = search(story.rt, story.connection, story.person(login), Filter(**wanted))
        assert page.next is None
        found = [words[row.id] for row in page.rows]
        assert count(story.rt, story.connection, story.person(login), Filter(**wanted)) == len(found)
        assert [
            words[one] for one in ids(story.rt, story.connection, story.person(login), Filter(**wanted))
        ] == found
        return found

    return look


def test_everything_is_found_newest_first_or_oldest_first(find):
    assert find() == ["stopped", "mail", "third", "second", "first"]
    assert find(oldest_first=True) == ["first", "second", "third", "mail", "stopped"]


def test_by_service_version_and_state(find):
    assert find(services=(MAIL,)) == ["mail"]
    assert find(services=(FITNESS,), versions=(1,)) == ["stopped", "third", "second", "first"]
    assert find(services=(FITNESS,), versions=(7,)) == []
    assert find(states=("suspended",)) == ["second"]
    assert find(states=("terminated", "cancelled")) == ["stopped"]
    assert find(states=("running", "suspended")) == ["mail", "third", "second", "first"]
    assert find(states=("completed",)) == []


def test_by_people(find, story):
    student = story.person("stu01")
    assert find(initiator=story.person("stu02").number) == ["stopped", "second"]
    assert find(initiator=student.name) == find(initiator=student.name[:2]) == ["third", "first"]
    assert find(initiator=student.name[:1]) == []
    assert find(handler=story.person("cs_head").number) == ["mail", "third", "second", "first"]
    assert len(find(handler=story.person("hosp_clerk").name)) == 1
    assert find(handler=story.person("it_clerk").name) == []


def test_by_where_it_stands(find, story, matters):
    (row,) = search(story.rt, story.connection, story.person("admin"), Filter(services=(MAIL,))).rows
    assert find(step=row.tasks[0].element) == ["mail"]
    assert find(step="nowhere") == []


def test_by_number_and_words(find, story, matters):
    number = story.view("admin", matters["first"]).business_no
    assert find(number=number) == ["first"]
    assert set(find(number=number[:2])) == {"first", "second", "third", "stopped"}
    assert find(number="%") == find(number="_") == []
    assert find(words=number) == ["first"]
    assert find(words=story.person("stu03").name) == ["mail"]
    assert find(words="li@mail.songxi.example") == ["mail"]
    assert find(words="nothing of this kind") == []


def test_by_a_searchable_field_of_one_service(find):
    injured = FieldTest("/category", "is", "injury")
    assert find(services=(FITNESS,), fields=(injured,)) == ["stopped", "third", "second", "first"]
    assert find(services=(FITNESS,), fields=(FieldTest("/category", "is", "other"),)) == []
    assert find(services=(FITNESS,), fields=(FieldTest("/phone", "is", "000-5550-0186"),)) == []


def test_by_days_of_the_campus(find):
    first = date(2026, 11, 23)
    assert find(started_from=first, started_to=first) == ["first"]
    assert find(started_from=first + timedelta(days=2)) == ["stopped", "mail", "third"]
    assert find(ended_from=first) == ["stopped"]
    assert find(ended_to=first) == []
    assert find(started_to=date.max) == find()


def test_by_unit_and_those_below(find, story):
    unit = story.person("stu01").main_unit
    assert "first" in find(unit=unit.code)
    assert find(unit="nowhere") == []


def test_an_administrator_of_a_unit_finds_its_services_only(find, story):
    assert find("it_head") == ["mail"]
    assert find("it_head", words=story.person("stu01").name) == []
    with pytest.raises(BadFilter) as refused:
        find("it_head", services=(FITNESS,))
    assert refused.value.faults == {"service": "unknown"}


@pytest.mark.parametrize("login", ["stu01", "tea01", "hosp_clerk"])
def test_who_looks_after_nothing_finds_nothing(find, login):
    assert find(login) == []


def test_pages_follow_each_other_without_gaps(story, matters):
    admin, found, after = story.person("admin"), [], None
    while True:
        page = search(story.rt, story.connection, admin, Filter(), after=after, limit=2)
        found += [row.id for row in page.rows]
        after = page.next
        if after is None:
            break
    assert found == [matters[word] for word in ("stopped", "mail", "third", "second", "first")]


def test_what_a_list_shows(story, matters):
    page = search(story.rt, story.connection, story.person("admin"), Filter(services=(MAIL,)))
    (row,) = page.rows
    assert (row.service_name, row.number, row.state) == ("邮箱解锁申请", 1, "running")
    assert row.fields["/mailbox"] == "li@mail.songxi.example"
    assert [task.people for task in row.tasks] != [()]
    assert row.since == row.tasks[0].opened_at
    assert (row.overdue, row.held, row.incidents) == (False, False, ())


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"q": ["张"], "state": ["running", "suspended"], "service": ["a"], "version": ["1", "2"]},
        {"started_from": ["2026-11-01"], "ended_to": ["2026-12-01"], "order": ["oldest"]},
        {"service": ["a"], "field:/name": ["柳"], "field:/amount:from": ["10"], "mark": ["incident"]},
    ],
)
def test_a_filter_is_written_as_it_was_read(typed):
    read = read_filter(typed)
    assert write_filter(read) == typed
    assert is_empty(read) == (not typed)


@pytest.mark.parametrize(
    ("typed", "faults"),
    [
        ({"state": ["asleep"]}, {"state": "unknown"}),
        ({"mark": ["' OR 1=1"]}, {"mark": "unknown"}),
        (
            {"started_from": ["yesterday"], "ended_to": ["2026-13-01"]},
            {"started_from": "date", "ended_to": "date"},
        ),
        ({"version": ["1"]}, {"version": "one_service"}),
        ({"service": ["a"], "version": ["x"]}, {"version": "number"}),
        ({"service": ["a"], "version": ["9" * 20]}, {"version": "number"}),
        ({"q": ["x" * 201]}, {"q": "too_long"}),
        ({"field:/name": ["x"]}, {"field:/name": "one_service"}),
    ],
)
def test_what_cannot_be_looked_for_is_told_at_its_name(typed, faults):
    with pytest.raises(BadFilter) as refused:
        read_filter(typed)
    assert refused.value.faults == faults


@pytest.mark.parametrize(
    "typed", ["'; DROP TABLE instance; --", "\\", "%", "😀", "\0", "\u202e", "9" * 17, "-", "."]
)
def test_hostile_words_find_nothing_and_harm_nothing(find, typed):
    wanted = read_filter(
        {"q": [typed], "number": [typed], "initiator": [typed], "handler": [typed], "unit": [typed]}
    )
    fields = {name: getattr(wanted, name) for name in ("words", "number", "initiator", "handler", "unit")}
    assert find(**fields) == ([] if any(fields.values()) else find())


@pytest.mark.parametrize("after", ["", "~", "2026-11-23T00:00:00~x", "x~x", "9" * 400])
def test_a_cursor_that_cannot_be_read_is_none(story, matters, after):
    page = search(story.rt, story.connection, story.person("admin"), Filter(), after=after)
    assert len(page.rows) == 5
