"""The command line: a line a case, then the sums."""

import json
import sys
from pathlib import Path

from bench.conformance.cases import Judged, read_cases
from bench.conformance.hall import Hall
from bench.conformance.running import run_case
from bench.stage import Stage


def main(words: list[str]) -> int:
    """Run every case; 1 if one failed, 3 if the call or the files are off."""
    paths = [word for word in words if word != "--json"]
    if len(paths) != 2:
        print("usage: python -m bench.conformance DIR CASES [--json]", file=sys.stderr)
        return 3
    try:
        diagrams = read_cases(Path(paths[1]))
    except (OSError, ValueError, KeyError, TypeError) as problem:
        print(f"{paths[1]} cannot be read: {problem}", file=sys.stderr)
        return 3
    folder, stage, judged = Path(paths[0]), Stage(), []
    try:
        hall = Hall(stage)
        with hall.open():
            for diagram in diagrams:
                for case in diagram.cases:
                    judged.append(Judged(diagram, case, run_case(hall, folder, diagram, case)))
                    print(json.dumps(judged[-1].as_json(), ensure_ascii=False), flush=True)
    finally:
        stage.close()
    print(json.dumps(summary(judged), ensure_ascii=False))
    return 0 if all(one.passed is not False for one in judged) else 1


def summary(judged: list[Judged]) -> dict[str, object]:
    """Count what passed, by group and in all; a diagram passes with all of its cases."""
    groups = dict.fromkeys(one.diagram.group for one in judged)
    return {
        "groups": {name: _counts([one for one in judged if one.diagram.group == name]) for name in groups},
        "cases": _counts(judged)["cases"],
        "total": _counts(judged)["diagrams"],
    }


def _counts(judged: list[Judged]) -> dict[str, dict[str, int]]:
    files = dict.fromkeys(one.diagram.file for one in judged)
    whole = [all(one.passed for one in judged if one.diagram.file == file) for file in files]
    return {
        "diagrams": {"passed": sum(whole), "total": len(files)},
        "cases": {"passed": sum(one.passed is True for one in judged), "total": len(judged)},
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
