"""event_log_xes, event_log_ocel: writing a log of 20,000 to-do items, in microseconds an event.

Where `TONGBAN_PM4PY` names a Python that has pm4py, that reads both logs back, and finds as many matters,
events and objects as the rows hold. pm4py is under the AGPL: it is run here, in an environment of its own
that somebody made by hand, and is no part of the program, which neither ships nor imports it.

Where `TONGBAN_XES_XSD` and `TONGBAN_OCEL_SCHEMA` name the schemas of the standards
(``xes-ieee-1849-2016.xsd``, ``ocel20-schema-json.json``), each log is held against its own. Nothing said who
may pass them on, so they are not kept here.
"""

import json
import os
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema_rs
import psycopg
from lxml import etree

from app import create_app
from bench.result import Result, summarise
from bench.stage import Stage
from bench.statistics_data import STEPS, copy_matters
from cli.demo import load_demo
from db import reading
from engine.commands.export_event_log import pieces
from engine.queries.statistics import Asked, look_up
from web.current import RUNTIME

SERVICE = "fitness-exemption"
ITEMS = 20_000
_XES = b"http://www.xes-standard.org/"
_READ = """
import json, sys, warnings
warnings.simplefilter("ignore")
import pm4py
xes = pm4py.read_xes(sys.argv[1])
ocel = pm4py.read_ocel2_json(sys.argv[2])
print(json.dumps({"matters": int(xes["case:concept:name"].nunique()), "events": len(xes),
    "ocel_events": len(ocel.events), "ocel_matters": int((ocel.objects["ocel:type"] == "matter").sum()),
    "ocel_items": int((ocel.objects["ocel:type"] == "item").sum())}))
"""
_ROWS = (
    "SELECT count(DISTINCT i.id), count(*), count(*) + count(t.closed_at) FROM instance i"
    " JOIN task t ON t.instance_id = i.id"
)


def run(stage: Stage) -> Iterator[Result]:
    """Write both logs of one service into files, and have them read back if there is somebody to do it."""
    settings = stage.settings(stage.database())
    load_demo(settings)
    app = create_app(settings)
    with psycopg.connect((settings.database_url or "").replace("+psycopg", "")) as raw:
        people = [row[0] for row in raw.execute("SELECT id FROM person")]
        units = [row[0] for row in raw.execute("SELECT id FROM unit")]
        copy_matters(raw, SERVICE, ITEMS // len(STEPS), people, units)
        matters, items, events = raw.execute(_ROWS).fetchone() or (0, 0, 0)
    files = {kind: stage.folder / f"log.{kind}" for kind in ("xes", "jsonocel")}
    with app.app_context():
        for kind, path in files.items():
            seconds = _write(app.extensions[RUNTIME], path, "xes" if kind == "xes" else "ocel")
            name = f"event_log_{'xes' if kind == 'xes' else 'ocel'}"
            megabytes = round(path.stat().st_size / 1e6, 1)
            yield summarise(name, [seconds * 1e6 / events], "µs", events=events, megabytes=megabytes)
    yield from _against_schemas(files["xes"], files["jsonocel"])
    found = _read_back(files["xes"], files["jsonocel"])
    if found is not None:
        held = {"matters": matters, "events": events}
        expected = held | {"ocel_events": events, "ocel_matters": matters, "ocel_items": items}
        assert found == expected, (found, expected)
        yield summarise("event_log_read_back", [float(found["events"])], "events", **found)


def _write(rt: Any, path: Path, kind: str) -> float:
    with reading() as connection:
        subject = look_up(connection, SERVICE, Asked())
    started = time.perf_counter()
    with path.open("w", encoding="utf-8") as file:
        for piece in pieces(rt, subject, kind, names=False):
            file.write(piece)
    return time.perf_counter() - started


def _against_schemas(xes: Path, ocel: Path) -> Iterator[Result]:
    """Count what the schemas of the standards find wrong, where somebody has them: nothing may be."""
    checks = (("TONGBAN_XES_XSD", _faults_of_xes, xes), ("TONGBAN_OCEL_SCHEMA", _faults_of_ocel, ocel))
    for variable, faults_of, log in checks:
        schema = os.environ.get(variable)
        if schema:
            faults = faults_of(Path(schema), log)
            assert not faults, faults[:5]
            yield summarise(f"event_log_schema_{log.suffix[1:]}", [float(len(faults))], "faults")


def _faults_of_xes(schema: Path, log: Path) -> list[str]:
    # The schema names no namespace of its own; what it describes stands in that of the standard.
    head = b'<xs:schema xmlns="%s" targetNamespace="%s" ' % (_XES, _XES)
    told = etree.tostring(etree.parse(schema).getroot()).replace(b"<xs:schema ", head, 1)
    found = etree.XMLSchema(etree.fromstring(told))
    return [] if found.validate(etree.parse(log)) else str(found.error_log).splitlines()


def _faults_of_ocel(schema: Path, log: Path) -> list[str]:
    rules = jsonschema_rs.Draft7Validator(json.loads(schema.read_text()), validate_formats=True)
    return [one.message for one in rules.iter_errors(json.loads(log.read_text(encoding="utf-8")))]


def _read_back(xes: Path, ocel: Path) -> dict[str, Any] | None:
    python = os.environ.get("TONGBAN_PM4PY")
    if not python:
        return None
    command = [python, "-c", _READ, str(xes), str(ocel)]
    answer = subprocess.run(command, capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(answer.stdout.splitlines()[-1])
    return found
