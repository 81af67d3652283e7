"""``tongban dry-run``: let a process run with nobody, and see where it leads."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

import click

from bpmn_models.bundle import PROCESS, SERVICE, Bundle, read_folder, read_zip, shipped
from bpmn_models.errors import BrokenBundle
from cli.beside import files_beside
from designer_export.lint import Report, lint, lint_bundle
from engine.execution import NotExecutable, decision_problems

EXIT_FINE, EXIT_STOPPED, EXIT_REFUSED = 0, 1, 2
_NOTHING: dict[str, Any] = {
    "stop": None,
    "trace": [],
    "open": [],
    "variables": {},
    "coverage": {"flows": 0, "taken": 0},
}
_STOPS = {
    "wait": "it waits",
    "end": "it has ended",
    "incident": "a step does not work",
    "budget": "it runs for too long",
}
_ANSWERS = {
    "json": "the file of answers is no JSON: {detail}",
    "shape": 'answer {n} is not of the shape {{"element", "outcome", "data"}}',
    "outcome": "answer {n} has an outcome that its step does not have; it has: {detail}",
    "value": "answer {n} holds a value that cannot be stored",
}


@click.command("dry-run")
@click.argument("what", metavar="FILE|SERVICE")
@click.option("--answers", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--seed", type=int, help="Draw outcomes and values at random, the same for the same number.")
@click.option("--until", type=click.Choice(["wait", "end"]), default="end", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.pass_context
def dry_run(
    context: click.Context,
    what: str,
    answers: Path | None,
    seed: int | None,
    until: Literal["wait", "end"],
    as_json: bool,
) -> None:
    """Run a diagram, a service's folder or zip, or a service that ships: no mail, no records, no database.

    Operations are not called. Exit code 0: it has ended or waits; 1: an incident, or it ran for too long;
    2: it cannot run, with the findings that say why.
    """
    if (answers is None) == (seed is None):
        raise click.UsageError("give either --answers or --seed")
    subject = _read(what)
    # Of what lies beside a single file nothing is said, as by ``tongban lint``.
    report = (
        lint_bundle(subject, judge=decision_problems)
        if isinstance(subject, Bundle)
        else lint(subject[0], beside=subject[1])
    )
    if report.verdict != "runnable":
        _tell_refusal(what, report, as_json)
        context.exit(EXIT_REFUSED)
    try:
        told = _rehearse(subject, answers, seed, until)
    except NotExecutable as problem:
        # What a single file needs may lie elsewhere, such as its decisions.
        _tell_lack(what, problem, as_json)
        context.exit(EXIT_REFUSED)
    click.echo(json.dumps(told, ensure_ascii=False) if as_json else _in_words(told))
    context.exit(EXIT_FINE if told["stop"] in ("wait", "end") else EXIT_STOPPED)


def _read(what: str) -> Bundle | tuple[bytes, Mapping[str, bytes]]:
    """Give a service, or a diagram with what lies beside it."""
    path = Path(what)
    try:
        if path.is_dir():
            return read_folder(path)
        if path.is_file() and path.suffix.lower() == ".zip":
            return read_zip(path.read_bytes())
    except BrokenBundle as problem:
        raise click.UsageError(f"{what} is no service: {problem}") from problem
    if path.is_file():
        is_service = path.name == PROCESS and (path.parent / SERVICE).is_file()
        return read_folder(path.parent) if is_service else (path.read_bytes(), files_beside(path))
    known = {bundle.key: bundle for bundle in shipped()}
    if what not in known:
        raise click.UsageError(f"{what} is neither a file nor a service; there are {', '.join(known)}")
    return known[what]


def _rehearse(
    subject: Bundle | tuple[bytes, Mapping[str, bytes]],
    answers: Path | None,
    seed: int | None,
    until: Literal["wait", "end"],
) -> dict[str, Any]:
    from engine.rehearsal import AnswerProblem, Drawn, Listed, of_bundle, of_diagram, read_answers, rehearse
    from expressions.sandbox import Sandbox
    from notices.publishing import OPERATION

    ready = of_bundle(subject) if isinstance(subject, Bundle) else of_diagram(*subject)
    sandbox = Sandbox(workers=1)
    try:
        actor = Listed(read_answers(answers.read_bytes())) if answers else Drawn(ready, seed or 0)
        told = rehearse(ready, actor, sandbox, until, (OPERATION,)).as_json()
    except AnswerProblem as problem:
        raise click.UsageError(_ANSWERS[problem.code].format(n=problem.n, detail=problem.detail)) from problem
    finally:
        sandbox.close()
    left = len(actor.left) if isinstance(actor, Listed) else 0
    return {**told, "verdict": "runnable", "answers_left": left}


def _tell_refusal(what: str, report: Report, as_json: bool) -> None:
    """Tell why it cannot run; the keys of a run are there, with nothing in them."""
    if as_json:
        findings = report.as_json(what)["findings"]
        told = {**_NOTHING, "verdict": report.verdict, "findings": findings}
        click.echo(json.dumps(told, ensure_ascii=False))
        return
    click.echo(f"{what}: {report.verdict}")
    for finding in report.findings:
        if finding.level in ("refused", "complete"):
            place = finding.element or "-"
            click.echo(f"  {finding.rule} {place}: {finding.message['zh-CN']} / {finding.message['en']}")


def _tell_lack(what: str, problem: NotExecutable, as_json: bool) -> None:
    """Tell what a diagram names that did not come with it."""
    lacks = [{"rule": one.code, "element": one.element, **one.params} for one in problem.findings]
    if as_json:
        told = {**_NOTHING, "verdict": "refused", "findings": lacks}
        click.echo(json.dumps(told, ensure_ascii=False))
        return
    click.echo(f"{what}: refused")
    for lack in lacks:
        click.echo("  " + " ".join(str(value) for value in lack.values()))


def _in_words(told: Mapping[str, Any]) -> str:
    lines = [f"{row['n']:>5} {row['event']:<9}{row['element']}" for row in told["trace"]]
    lines += [f"      failed   {row['element']}: {row['code']} {row['detail']}" for row in told["failures"]]
    where = f" at {', '.join(told['open'])}" if told["open"] else ""
    coverage = "{taken} of {flows} flows taken".format_map(told["coverage"])
    return "\n".join([*lines, f"{_STOPS[told['stop']]}{where}; {coverage}"])
