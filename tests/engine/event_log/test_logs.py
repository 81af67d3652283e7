"""Both formats say what the rows say, and no more of people than was asked."""

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from lxml import etree
from sqlalchemy import text

from db.link import Link
from engine.commands.export_event_log import export_event_log, pieces
from engine.errors import Forbidden, NotFound
from engine.queries.event_log import Case, Event, Item, pseudonyms, reading, write_ocel, write_xes
from engine.queries.statistics import Asked
from engine.runtime import Runtime
from identity.principal import Principal

XES = "{http://www.xes-standard.org/}"
AT = datetime(2026, 11, 23, 1, tzinfo=UTC)
WORDS = {"completed": "complete", "returned": "complete", "cancelled": "ate_abort"}


@pytest.fixture
def key(many_matters: Callable[[int, int], str], rt: Runtime, monkeypatch: pytest.MonkeyPatch) -> str:
    """A service with more matters than one reading takes."""
    monkeypatch.setattr(reading, "BATCH", 3)
    made = many_matters(4, 8)
    rt.clock.forward(minutes=1)  # type: ignore[attr-defined]
    return made


@pytest.fixture
def written(rt: Runtime, key: str, person: Callable[[str], Principal]) -> Callable[..., str]:
    def write(kind: str, asked: Asked | None = None, **options: Any) -> str:
        return "".join(export_event_log(rt, person("admin"), key, asked or Asked(), kind, **options))

    return write


def rows_of(connection: Link, key: str) -> Counter[tuple[str, str, str]]:
    """The events that the rows of a service tell: matter, step, what happened."""
    sql = "SELECT t.* FROM task t JOIN instance i ON i.id = t.instance_id WHERE i.service_key = :key"
    found: Counter[tuple[str, str, str]] = Counter()
    for row in connection.execute(text(sql), {"key": key}):
        found[str(row.instance_id), row.element, "start"] += 1
        if row.closed_at:
            found[str(row.instance_id), row.element, WORDS[row.state]] += 1
    return found


def values_of(node: etree._Element) -> dict[str, str]:
    return {one.get("key", ""): one.get("value", "") for one in node if one.get("key")}


def test_a_xes_log_has_a_trace_a_matter_and_an_event_a_moment(
    connection: Link, key: str, written: Callable[..., str]
) -> None:
    log = etree.fromstring(written("xes").encode())
    # The schema of IEEE 1849 has a decimal number there.
    assert (log.tag, log.get("xes.version")) == (f"{XES}log", "1849.2016")
    order = [etree.QName(one).localname for one in log]
    kinds = ["extension", "global", "classifier", "string", "trace"]
    assert order == sorted(order, key=kinds.index)
    found: Counter[tuple[str, str, str]] = Counter()
    for trace in log.iterfind(f"{XES}trace"):
        matter = values_of(trace)["concept:name"]
        events = [values_of(event) for event in trace.iterfind(f"{XES}event")]
        times = [datetime.fromisoformat(event["time:timestamp"]) for event in events]
        assert times == sorted(times)
        found.update((matter, event["element"], event["lifecycle:transition"]) for event in events)
        begun = set()
        for event in events:
            assert event["concept:name"]
            first = event["lifecycle:transition"] == "start"
            assert (event["concept:instance"] in begun) is not first
            begun.add(event["concept:instance"])
    assert found == rows_of(connection, key)
    matters = connection.execute(text("SELECT id FROM instance WHERE service_key = :key"), {"key": key})
    traces = [values_of(trace)["concept:name"] for trace in log.iterfind(f"{XES}trace")]
    assert sorted(traces) == sorted(str(one) for one in matters.scalars())


def test_an_ocel_log_refers_only_to_what_it_holds(
    connection: Link, key: str, written: Callable[..., str]
) -> None:
    log = json.loads(written("ocel"))
    assert set(log) == {"events", "objects", "objectTypes", "eventTypes"}
    objects = {one["id"]: one for one in log["objects"]}
    assert len(objects) == len(log["objects"])
    assert len({event["id"] for event in log["events"]}) == len(log["events"])
    for entry in (*log["events"], *log["objects"]):
        assert {other["objectId"] for other in entry["relationships"]} <= objects.keys()
        assert all(set(other) == {"objectId", "qualifier"} for other in entry["relationships"])
    _check_types(log["objectTypes"], log["objects"])
    _check_types(log["eventTypes"], log["events"])
    found: Counter[tuple[str, str, str]] = Counter()
    for event in log["events"]:
        matter = next(r["objectId"] for r in event["relationships"] if r["qualifier"] == "matter")
        told = {one["name"]: one["value"] for one in event["attributes"]}
        found[matter.removeprefix("matter-"), told["element"], told["lifecycle"]] += 1
        assert datetime.fromisoformat(event["time"]).tzinfo is not None
    assert found == rows_of(connection, key)


def _check_types(types: list[Any], entries: list[Any]) -> None:
    """Every type is declared once, and every value is of its declared kind."""
    known = {one["name"]: {a["name"]: a["type"] for a in one["attributes"]} for one in types}
    assert len(known) == len(types)
    for entry in entries:
        for told in entry["attributes"]:
            # The schema of OCEL 2.0 takes text alone as a value.
            assert known[entry["type"]][told["name"]] == "string"
            assert isinstance(told["value"], str)


@pytest.mark.parametrize("kind", ["xes", "ocel"])
def test_people_stand_under_pseudonyms_unless_names_are_asked(
    connection: Link, written: Callable[..., str], person: Callable[[str], Principal], kind: str
) -> None:
    people = connection.execute(text("SELECT id, name, number FROM person")).all()
    plain, named = written(kind), written(kind, names=True)
    for one in people:
        assert one.name not in plain
        assert not one.number or one.number not in plain
    assert person("stu01").name in named
    assert plain == written(kind)


def test_a_pseudonym_is_the_same_in_each_log_of_one_service_alone() -> None:
    called, other = pseudonyms(b"k" * 32, "one"), pseudonyms(b"k" * 32, "two")
    assert called("7") == pseudonyms(b"k" * 32, "one")("7")
    assert len({called("7"), called("8"), other("7"), pseudonyms(b"l" * 32, "one")("7")}) == 4


def test_a_log_holds_the_matters_that_were_begun_in_its_period(
    rt: Runtime, connection: Link, key: str, written: Callable[..., str]
) -> None:
    times = sorted(connection.execute(text("SELECT started_at FROM instance WHERE service_key = :key"),
                                      {"key": key}).scalars())  # fmt: skip
    begun = etree.fromstring(written("xes", Asked(since=times[2], until=times[6])).encode())
    traces = [values_of(one)["started"] for one in begun.iterfind(f"{XES}trace")]
    assert traces == [one.isoformat(timespec="milliseconds") for one in times[2:6]]


def test_whoever_takes_a_log_is_noted_and_nobody_else_may(
    rt: Runtime, connection: Link, key: str, person: Callable[[str], Principal]
) -> None:
    looks = text("SELECT person_id, kind, detail FROM look ORDER BY id")
    with pytest.raises(Forbidden):
        export_event_log(rt, person("stu01"), key, Asked(), "xes")
    admin = person("admin")
    inspector = replace(admin, capabilities=tuple(
        one for one in admin.capabilities if one.capability != "instance.mend"))  # fmt: skip
    with pytest.raises(Forbidden):
        export_event_log(rt, inspector, key, Asked(), "xes", names=True)
    with pytest.raises(NotFound):
        export_event_log(rt, admin, key, Asked(unit="nowhere"), "xes")
    assert connection.execute(looks).all() == []
    export_event_log(rt, inspector, key, Asked(), "xes")
    export_event_log(rt, admin, key, Asked(), "ocel", names=True)
    assert [tuple(row) for row in connection.execute(looks)] == [
        (admin.person_id, "log", f"{key} xes pseudonymous"),
        (admin.person_id, "log", f"{key} ocel with names"),
    ]


def a_case(name: str, **given: Any) -> Case:
    item = Item("7", "task", "e", name, "completed", "ok", "3", AT, AT, None)
    case = Case(__import__("uuid").UUID(int=5), None, "running", 1, "cs", "3", AT, None, (item,))
    return replace(case, **given)


def test_hostile_names_break_neither_format() -> None:
    name = '"/><x>]]>&\x01\x0b\ud800\ufffe\n\t<!-- 名'
    log = etree.fromstring("".join(write_xes("k", name, [a_case(name)], str)).encode())
    event = log.find(f"{XES}trace/{XES}event")
    assert event is not None
    assert values_of(event)["concept:name"] == '"/><x>]]>&\n\t<!-- 名'
    assert json.loads("".join(write_ocel([a_case(name)], str)))["eventTypes"][0]["name"] == name


def test_a_service_without_matters_makes_a_sound_log() -> None:
    assert not list(etree.fromstring("".join(write_xes("k", "n", [], str)).encode()).iterfind(f"{XES}trace"))
    log = json.loads("".join(write_ocel([], str)))
    assert (log["events"], log["objects"], log["eventTypes"]) == ([], [], [])


def test_what_ends_an_item_comes_before_what_it_opened() -> None:
    first = Item("9", "task", "a", "a", "completed", None, None, AT - timedelta(1), AT, None)
    second = Item("10", "task", "b", "b", "open", None, None, AT, None, None)
    case = a_case("x", items=(second, first))
    assert [(e.item.element, e.transition) for e in case.events] == [
        ("a", "start"), ("a", "complete"), ("b", "start"),
    ]  # fmt: skip
    assert Event(first, "start", AT).id == "task-9-start"


def test_the_program_itself_writes_the_same_log(
    rt: Runtime, connection: Link, key: str, written: Any
) -> None:
    from engine.queries.statistics import look_up

    asked = Asked(until=rt.clock())
    assert "".join(pieces(rt, look_up(connection, key, asked), "xes", names=False)) == written("xes")
