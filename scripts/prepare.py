"""Bring the checkout to where it can run: ``python -m scripts.prepare run|test``.

Each step leaves a stamp in ``.make/`` that holds a digest of what it was made from; a step whose
digest is unchanged is skipped, so that the second start takes no time.
"""

import sys

from scripts.steps import catalogues, environment, frontend, project
from scripts.steps.problem import Problem


def main(wanted: list[str]) -> int:
    """Prepare for running, or for testing; return the exit code."""
    dependencies = "dev" if "test" in wanted else "runtime"
    try:
        environment.prepare(dependencies)
        project.install()
        catalogues.compile_all()
        frontend.build()
    except Problem as problem:
        print(problem, file=sys.stderr)
        return 3
    except KeyboardInterrupt:
        # pip and npm got the same Ctrl-C; a step that was cut off is done again at the next start.
        return 130
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
