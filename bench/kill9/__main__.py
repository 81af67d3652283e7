"""Run some rounds; see the package."""

import argparse
import random
import sys
import tempfile
from pathlib import Path

from bench.kill9 import result
from bench.kill9.rounds import Plan, run_rounds


def main() -> int:
    """Print the seed first, so that whatever happens can be repeated, and then what came of it."""
    asked = argparse.ArgumentParser(prog="python -m bench.kill9")
    asked.add_argument("--rounds", type=int, default=Plan.rounds)
    asked.add_argument("--matters", type=int, default=Plan.matters)
    asked.add_argument("--seed", type=int, default=random.randrange(10**6))
    told = asked.parse_args()
    plan = Plan(told.rounds, told.matters, told.seed)
    folder = Path(tempfile.mkdtemp(prefix="tongban-kill9-"))
    folder.chmod(0o711)
    print(f"seed {plan.seed}; what the processes write stands in {folder}", file=sys.stderr, flush=True)
    line = result(run_rounds(plan, folder))
    print(line.line())
    return 0 if line.ok else 1


if __name__ == "__main__":
    sys.exit(main())
