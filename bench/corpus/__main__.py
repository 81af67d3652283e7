"""The command line: a line a folder, then the same keys over all of them (interfaces.md)."""

import json
import statistics
import sys
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

from bench.corpus.pool import Answer, look_at
from cli.lint import DIAGRAMS

USAGE = "usage: python -m bench.corpus DIR [--json]"


def main(words: list[str]) -> int:
    """Look at every diagram below a folder; 1 if one is not explained, crashed, hung or left its drawing."""
    paths = [word for word in words if word != "--json"]
    if len(paths) != 1 or not Path(paths[0]).is_dir():
        print(USAGE, file=sys.stderr)
        return 3
    root, everything = Path(paths[0]), []
    for folder, answers in _folders(root):
        everything += answers
        _print({"folder": folder, **counts(answers)}, "--json" in words)
        for answer in answers:
            _complain(root, answer)
    total = counts(everything)
    _print({"total": total} if "--json" in words else {"folder": "total", **total}, "--json" in words)
    return 0 if total["explained"] == total["files"] and not _faults(total) else 1


def _folders(root: Path) -> Iterator[tuple[str, list[Answer]]]:
    """Give the answers by the folder that their file lies in, at the top; ``.`` is the root itself."""
    files = sorted(
        path for path in root.rglob("*") if path.is_file() and path.name.lower().endswith(DIAGRAMS)
    )
    files.sort(key=lambda path: _folder(root, path))
    for folder, answers in groupby(look_at(files), lambda answer: _folder(root, answer.path)):
        yield folder, list(answers)


def _folder(root: Path, path: Path) -> str:
    parts = path.relative_to(root).parts
    return parts[0] if len(parts) > 1 else "."


def counts(answers: list[Answer]) -> dict[str, Any]:
    """Add up; what crashed or hung is explained by nobody."""
    found = [answer.found for answer in answers if answer.found is not None]
    verdicts = [one["verdict"] for one in found]
    times = sorted(one["seconds"] for one in found)
    return {
        "files": len(answers),
        "explained": sum(not one["unexplained"] for one in found),
        "refused": verdicts.count("refused"),
        "drawing": verdicts.count("drawing"),
        "runnable": verdicts.count("runnable"),
        "first_wait": sum(one["stop"] in ("wait", "end") for one in found),
        "to_end": sum(one["last"] == "end" for one in found),
        "repaired_deployable": sum(one["repaired"] for one in found),
        "crashed": sum(answer.fault == "crashed" for answer in answers),
        "timed_out": sum(answer.fault == "timed_out" for answer in answers),
        "strayed": sum(bool(one["strayed"]) for one in found),
        "median_s": round(statistics.median(times), 4) if times else 0.0,
        "p95_s": round(times[max(0, -(-len(times) * 95 // 100) - 1)], 4) if times else 0.0,
    }


def _faults(total: dict[str, Any]) -> int:
    return int(total["crashed"] + total["timed_out"] + total["strayed"])


def _complain(root: Path, answer: Answer) -> None:
    """Say on standard error what is wrong with a file."""
    name, found = answer.path.relative_to(root), answer.found or {}
    if answer.fault:
        print(f"{name}: {answer.fault} {answer.detail}", file=sys.stderr)
    for kind in ("unexplained", "strayed"):
        for detail in found.get(kind) or ():
            print(f"{name}: {kind}: {detail}", file=sys.stderr)


def _print(row: dict[str, Any], as_json: bool) -> None:
    if as_json:
        print(json.dumps(row, ensure_ascii=False), flush=True)
    else:
        print("  ".join(f"{key} {value}" for key, value in row.items()), flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
