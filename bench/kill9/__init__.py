"""kill9: ``kill -9`` of web servers, workers and the database, while matters with timers and calls run.

``python -m bench.kill9 --rounds 6 --matters 20 --seed 7`` runs as many as asked for.
"""

import sys
from collections.abc import Iterator

from bench.kill9.rounds import Found, Plan, run_rounds
from bench.result import Result
from bench.stage import Stage


def run(stage: Stage) -> Iterator[Result]:
    """Run the hundred rounds; the result counts what does not hold, and may not be more than 0."""
    yield result(run_rounds(Plan(), stage.folder / "kill9"))


def result(found: Found) -> Result:
    """Put what was found into a line, and what does not hold beside it."""
    plan = found.plan
    for fault in found.faults:
        print(f"kill9, seed {plan.seed}: {fault}", file=sys.stderr)
    params = {
        "seed": plan.seed,
        "matters": plan.matters,
        "processes": f"{plan.web} web servers, {plan.workers} workers, 1 database",
        "kills": dict(found.kills),
        "ended_by_themselves": dict(found.ended),
        "requests": dict(found.told),
        "effects": found.effects,
        "calls_repeated_under_their_key": found.asked_again,
        "receiver": dict(found.moods),
        "seconds": round(found.seconds),
        "seconds_after_the_last": round(found.seconds_after),
        "slowest_matter_s": found.slowest_s,
    }
    count = float(len(found.faults))
    return Result("kill9", plan.rounds, "faults", count, count, limit=0, params=params)
