"""lint_150, lint_5000: what `tongban lint` costs on a chain of so many user tasks."""

import time
from collections.abc import Iterator

from bench.diagrams import chain
from bench.result import Result, summarise
from bench.stage import Stage
from designer_export.lint import lint

ROUNDS = {150: 10, 5000: 3}


def run(stage: Stage) -> Iterator[Result]:
    """Lint a chain of user tasks."""
    for tasks, rounds in ROUNDS.items():
        data = chain(tasks)
        samples = []
        for _ in range(rounds):
            started = time.perf_counter()
            lint(data)
            samples.append((time.perf_counter() - started) * 1000)
        yield summarise(f"lint_{tasks}", samples, tasks=tasks)
