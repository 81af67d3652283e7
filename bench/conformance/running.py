"""One case: deploy, start, let everything happen that can, and see what the log says."""

import time
import uuid
from datetime import timedelta
from pathlib import Path

from sqlalchemy import text

from bench.conformance.cases import Case, Diagram, Outcome
from bench.conformance.hall import BEGIN, Hall
from bench.conformance.log import Log
from bpmn_models.bundle import Bundle, make
from db import reading, transaction
from engine.commands.deliver_event import deliver_event, hear_event
from engine.commands.deploy import deploy
from engine.commands.fire_timers import fire_timers
from engine.commands.start_process import start_process
from engine.definitions import Deployed
from engine.errors import EngineError, Undeployable
from engine.execution import ExecutionError
from engine.runtime import Runtime
from engine.saving import DELIVER_EVENT, HEAR_EVENT

SECONDS = 20.0
_SERVICE = '[process]\nkey = "{key}"\nname = "{key}"\n'
_FORM = (
    b'{"type": "object", "properties": {"test": {"type": "string", "title": "test"},'
    b' "integerVariable": {"type": "integer", "title": "integerVariable"}}}'
)
_LAYOUT = b'{"title": "Betsy", "columns": 2, "rows": [[{"label": "test", "field": "/test"}]]}'

_JOBS = text(
    "DELETE FROM procrastinate_jobs WHERE id IN (SELECT id FROM procrastinate_jobs"
    " WHERE status = 'todo' AND task_name = ANY(:names) ORDER BY id LIMIT 1) RETURNING task_name, args"
)
_DUE = text(
    "SELECT min(d) FROM (SELECT min(next_due) AS d FROM instance WHERE service_key = :key"
    " UNION ALL SELECT min(next_due) FROM beginning WHERE service_key = :key) t"
)
_FAULTS = text(
    "SELECT DISTINCT i.code FROM incident i JOIN instance n ON n.id = i.instance_id"
    " WHERE n.service_key = :key AND i.closed_at IS NULL"
)
_UNHEARD = text(
    "SELECT count(*) FROM record_entry e JOIN instance n ON n.id = e.instance_id"
    " WHERE n.service_key = :key AND e.kind = 'escalation'"
)


def run_case(hall: Hall, folder: Path, diagram: Diagram, case: Case) -> Outcome:
    """Run one case; whatever goes wrong becomes a line of its log, or its error."""
    begun = time.monotonic()
    log = Log(case)
    try:
        error = _run(hall, (folder / diagram.file).read_bytes(), case, log, begun + SECONDS)
    except (OSError, EngineError, ExecutionError) as problem:
        error = f"{type(problem).__name__}: {problem}"
    return Outcome(log.closed(), time.monotonic() - begun, error)


def _run(hall: Hall, xml: bytes, case: Case, log: Log, deadline: float) -> str | None:
    rt, key = hall.for_case(xml, log), f"betsy-{uuid.uuid4().hex[:12]}"
    try:
        definition = deploy(rt, hall.by, _bundle(key, xml))
    except Undeployable as refusal:
        log.lines.append("ERROR_generic")
        return "; ".join(f"{finding.rule} {finding.element}" for finding in refusal.findings)
    with reading() as link:
        deployed = rt.definitions.get(link, definition)
    _start(hall, rt, deployed, case)
    late = _let_happen(hall, rt, key, case, deadline)
    log.lines += _faults(key)
    return late


def _bundle(key: str, xml: bytes) -> Bundle:
    files = {"process.bpmn": xml, "form.schema.json": _FORM, "paper.layout.json": _LAYOUT}
    return make({**files, "service.toml": _SERVICE.format(key=key).encode()})


def _start(hall: Hall, rt: Runtime, deployed: Deployed, case: Case) -> None:
    """Start what people would start: the second process of the file first, if it is to run beside."""
    by_hand = [name for name, program in deployed.programs.by_id.items() if program.spec.starts]
    beside = [name for name in by_hand if name != deployed.programs.main][: int(case.beside)]
    for process in (*beside, *([deployed.programs.main] if by_hand else [])):
        start_process(rt, hall.by, deployed.service_key, {}, process_id=process)


def _let_happen(hall: Hall, rt: Runtime, key: str, case: Case, deadline: float) -> str | None:
    """Deliver what was thrown; when nothing is on its way, let time pass to the next timer."""
    end = BEGIN + timedelta(milliseconds=case.delay)
    while time.monotonic() < deadline:
        if _deliver_one(rt) or fire_timers(rt):
            continue
        with reading() as link:
            due = link.execute(_DUE, {"key": key}).scalar_one_or_none()
        if due is None or due > end:
            return None
        hall.now = max(due, hall.now)
    return f"not finished in {SECONDS:.0f} s"


def _deliver_one(rt: Runtime) -> bool:
    with transaction() as uow:
        job = uow.execute(_JOBS, {"names": [DELIVER_EVENT, HEAR_EVENT]}).one_or_none()
    if job is None:
        return False
    occurrence = uuid.UUID(job.args["occurrence_id"])
    if job.task_name == DELIVER_EVENT:
        deliver_event(rt, occurrence)
    else:
        hear_event(rt, occurrence, uuid.UUID(job.args["instance_id"]))
    return True


def _faults(key: str) -> list[str]:
    """What people would see as faults of a matter, in Betsy's words."""
    with reading() as link:
        codes = set(link.execute(_FAULTS, {"key": key}).scalars())
        unheard = link.execute(_UNHEARD, {"key": key}).scalar_one()
    thrown = ["ERROR_thrownErrorEvent"] if "uncaught_error" in codes else []
    other = ["ERROR_runtime"] if codes - {"uncaught_error"} else []
    return thrown + other + (["ERROR_thrownEscalationEvent"] if unheard else [])
