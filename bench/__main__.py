"""``python -m bench [NAME…]``: run the benchmarks, all of them by default."""

import importlib
import json
import sys

from bench.stage import Stage

# In the order in which they run: a benchmark may be compared with an earlier one.
BENCHES = {
    "floor_db": "bench.floor_db",
    "floor_http": "bench.floor_http",
    "shapes": "bench.shapes",
    "forecast": "bench.forecast",
    "commands": "bench.commands",
    "bulk": "bench.bulk",
    "completions": "bench.completions",
    "bytes_instance": "bench.bytes_instance",
    "todo": "bench.todo",
    "statistics": "bench.statistics",
    "event_log": "bench.event_log",
    "timers_idle_100000": "bench.timers_idle",
    "timers_due_10000": "bench.timers_due",
    "timer_lateness": "bench.timer_lateness",
    "job_start": "bench.job_start",
    "kill9": "bench.kill9",
    "inspect": "bench.inspect",
    "lint": "bench.lint",
    "hostile_uploads": "bench.hostile_uploads",
}


def main(wanted: list[str]) -> int:
    """Print a JSON line a result; return 1 when one is over its limit, 3 for an unknown name."""
    unknown = sorted(set(wanted) - set(BENCHES))
    if unknown:
        print(f"no such benchmark: {', '.join(unknown)}; there are {', '.join(BENCHES)}", file=sys.stderr)
        return 3
    stage = Stage()
    try:
        print(json.dumps({"machine": stage.machine()}), flush=True)
        for name in wanted or BENCHES:
            for result in importlib.import_module(BENCHES[name]).run(stage):
                stage.results[result.bench] = result
                print(result.line(), flush=True)
    finally:
        stage.close()
    return 0 if all(result.ok for result in stage.results.values()) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
