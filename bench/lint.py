"""lint_150, lint_5000: what reading, linting and deploying a chain of user tasks costs; nothing is stored."""

import time
from collections.abc import Iterator

from bench.diagrams import chain
from bench.result import Result, summarise
from bench.stage import Stage
from engine.apart.work import Known, make_ready, mend, take_upload
from engine.runtime import utc_now

ROUNDS = {150: 10, 5000: 3}
LIMITS = {150: 500.0, 5000: 10_000.0}
_NOTHING = Known(frozenset(), frozenset())


def run(stage: Stage) -> Iterator[Result]:
    """Take a chain of user tasks as an upload; mended beforehand, so that it can be deployed."""
    for tasks, rounds in ROUNDS.items():
        bundle, _, _ = take_upload({"chain.bpmn": chain(tasks)}, None, "", "", _NOTHING)
        mended = mend(bundle, None, _NOTHING)
        data = (mended[0] if mended else bundle).process
        samples = []
        for _ in range(rounds):
            started = time.perf_counter()
            taken, _, _ = take_upload({"chain.bpmn": data}, None, "", "", _NOTHING)
            make_ready(taken, _NOTHING, utc_now())
            samples.append((time.perf_counter() - started) * 1000)
        yield summarise(f"lint_{tasks}", samples, limit=LIMITS[tasks], tasks=tasks, what="read, lint, deploy")
