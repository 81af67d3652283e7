"""forecast_30: what it costs to look 30 steps ahead, compared with walking a step inside the engine."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import pairwise

from bench.diagrams import flow
from bench.result import Result, summarise
from bench.shapes import step_memory
from bench.stage import Stage
from bpmn_models.bundle import make
from engine.definitions import Deployed, prepare
from engine.execution import Environment
from engine.forecast import from_start
from expressions.sandbox import Sandbox

ROUNDS = 30
STEPS = 30
LIMIT = 250
_NS = "http://www.omg.org/spec/BPMN/20100524/MODEL"
_FORM = b'{"type": "object", "properties": {"amount": {"type": "number", "title": "a"}}}'
_LAYOUT = b'{"title": "t", "columns": 2, "rows": []}'


def run(stage: Stage) -> Iterator[Result]:
    """Foresee a service of 30 approvals, each with a question that the data or an outcome to come decides."""
    sandbox = Sandbox()
    deployed = service(STEPS)
    variables = {"steps": {}, "amount": 7}
    _ = deployed.program.outlook  # made once a version
    samples = []
    for _round in range(ROUNDS):
        started = time.perf_counter()
        ahead = from_start(deployed, sandbox, variables)
        samples.append((time.perf_counter() - started) * 1000)
    assert len(list(ahead.steps())) == STEPS
    # A step inside the engine takes hundredths of a millisecond: a page may cost as much as some hundreds.
    env = Environment(clock=lambda: datetime.now(UTC), sandbox=sandbox)
    one_step = stage.results.get("step_memory") or step_memory(env)
    yield summarise("forecast_30", samples, over=one_step, limit=LIMIT, steps=STEPS)
    sandbox.close()


def service(steps: int) -> Deployed:
    """Approvals one behind the other; behind each a gateway to the next one or to the end."""
    body, names = '<startEvent id="s"/><endEvent id="e"/><endEvent id="no"/>', ["s"]
    for n in range(steps):
        body += f'<userTask id="t{n}" name="步骤 {n}"/><exclusiveGateway id="g{n}" default="d{n}"/>'
        body += flow(f"d{n}", f"g{n}", "no")
        names += [f"t{n}", f"g{n}"]
    for n, (source, target) in enumerate(pairwise([*names, "e"])):
        body += _asked(n, source, target) if source.startswith("g") else flow(f"f{n}", source, target)
    text = (
        f'<definitions xmlns="{_NS}" targetNamespace="urn:t"><process id="P">{body}</process></definitions>'
    )
    files = {
        "process.bpmn": text.encode(),
        "service.toml": b'[process]\nkey = "ahead"\nname = "ahead"\n',
        "form.schema.json": _FORM,
        "paper.layout.json": _LAYOUT,
    }
    return prepare(make(files))


def _asked(number: int, source: str, target: str) -> str:
    asks = "amount &gt; 5" if number % 4 == 0 else f"steps.t{source[1:]}.outcome == 'approve'"
    condition = f"<conditionExpression>{asks}</conditionExpression>"
    return (
        f'<sequenceFlow id="f{number}" sourceRef="{source}" targetRef="{target}">{condition}</sequenceFlow>'
    )
