"""The command line: a line a case, then the sum."""

import json
import sys
from pathlib import Path
from typing import Any

from bench.spiff_cases.cases import PATTERN, Case, read_cases
from bench.spiff_cases.running import run_case, take_in
from expressions.sandbox import Sandbox

USAGE = "usage: python -m bench.spiff_cases DIR [--json]"


def main(words: list[str]) -> int:
    """Run every case below a folder; 1 if one failed, 3 if the call or a file is off."""
    paths = [word for word in words if word != "--json"]
    if len(paths) != 1 or not Path(paths[0]).is_dir():
        print(USAGE, file=sys.stderr)
        return 3
    root, rows = Path(paths[0]), []
    try:
        files = {file: list(read_cases(file)) for file in sorted(root.rglob(PATTERN))}
    except (ValueError, AttributeError, TypeError) as problem:
        print(f"no cases: {problem}", file=sys.stderr)
        return 3
    for file, cases in files.items():
        for row in _rows(root, file, cases):
            rows.append(row)
            _print(row, "--json" in words)
    counts = {"passed": sum(row["passed"] for row in rows), "total": len(rows)}
    _print({"summary": counts}, "--json" in words)
    return 0 if counts["passed"] == counts["total"] else 1


def _rows(root: Path, file: Path, cases: list[Case]) -> list[dict[str, Any]]:
    model, sandbox = take_in(file.parent), Sandbox(workers=1)
    try:
        told = [(case, run_case(model, case, sandbox)) for case in cases]
    finally:
        sandbox.close()
    name = str(file.relative_to(root))
    return [
        {"file": name, "case": case.name, "passed": why is None, "repaired": model.repaired, "why": why}
        for case, why in told
    ]


def _print(row: dict[str, Any], as_json: bool) -> None:
    text = json.dumps(row, ensure_ascii=False)
    print(text if as_json else "  ".join(f"{key} {value}" for key, value in row.items()), flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
