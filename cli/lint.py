"""``tongban lint``: what the hall would do with a diagram."""

import json
import statistics
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from bpmn_models.bundle import PROCESS, SERVICE
from cli.beside import files_beside
from designer_export.lint import Report
from designer_export.lint import lint as lint_diagram
from engine.execution import decision_problems

DIAGRAMS = (".bpmn", ".bpmn20.xml", ".bpmn2")
EXIT_REFUSED, EXIT_FINDINGS, EXIT_FINE = 2, 1, 0
_MARKS = {"refused": "✗", "complete": "…", "changed": "~", "advice": "·"}


@click.command("lint")
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="One JSON object a file, the summary last.")
@click.pass_context
def lint(context: click.Context, paths: tuple[Path, ...], as_json: bool) -> None:
    """Say what the hall would do with each diagram; folders are searched.

    Exit code 0: all runnable, nothing to say; 1: findings; 2: something refused.
    """
    reports: list[Report] = []
    for path in _diagrams(paths):
        service = _siblings(path)
        beside = files_beside(path) if service is None else None
        report = lint_diagram(path.read_bytes(), service, judge=decision_problems, beside=beside)
        reports.append(report)
        _show(path, report, as_json)
    summary = _summary(reports)
    click.echo(json.dumps({"summary": summary}) if as_json else _in_words(summary))
    sys.stdout.flush()
    context.exit(_exit_code(reports))


def _diagrams(paths: Iterable[Path]) -> Iterator[Path]:
    """Yield files as named, and the diagrams of folders in path order."""
    found: set[Path] = set()
    for path in paths:
        if path.is_dir():
            found.update(item for item in path.rglob("*") if item.is_file() and _is_diagram(item))
        else:
            found.add(path)
    yield from sorted(found)


def _is_diagram(path: Path) -> bool:
    return path.name.lower().endswith(DIAGRAMS)


def _siblings(path: Path) -> Mapping[str, bytes] | None:
    """Return the other files of a service's folder; None for a diagram that stands alone."""
    if path.name != PROCESS or not (path.parent / SERVICE).is_file():
        return None
    return {item.name: item.read_bytes() for item in path.parent.iterdir() if item.is_file() and item != path}


def _show(path: Path, report: Report, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(report.as_json(str(path)), ensure_ascii=False))
        return
    click.echo(f"{path}: {report.verdict}")
    for finding in report.findings:
        place = f"{finding.line or '-'}".rjust(6)
        click.echo(f"{place} {_MARKS[finding.level]} {finding.rule}: {finding.message['zh-CN']}")


def _summary(reports: list[Report]) -> dict[str, Any]:
    verdicts = Counter(report.verdict for report in reports)
    times = sorted(report.seconds for report in reports)
    return {
        "files": len(reports),
        "runnable": verdicts["runnable"],
        "drawing": verdicts["drawing"],
        "refused": verdicts["refused"],
        "median_s": round(statistics.median(times), 4) if times else 0.0,
        "p95_s": round(times[max(0, -(-len(times) * 95 // 100) - 1)], 4) if times else 0.0,
    }


def _in_words(summary: Mapping[str, Any]) -> str:
    return "{files} files: {runnable} runnable, {drawing} drawings, {refused} refused".format_map(summary)


def _exit_code(reports: list[Report]) -> int:
    if any(report.verdict == "refused" for report in reports):
        return EXIT_REFUSED
    return EXIT_FINDINGS if any(report.findings for report in reports) else EXIT_FINE
