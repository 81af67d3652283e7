"""``tongban repair``: mend what needs no choice, into another file."""

import json
from pathlib import Path

import click

from cli.beside import files_beside
from cli.lint import EXIT_FINDINGS, EXIT_FINE, EXIT_REFUSED
from designer_export.repairing import Repaired
from designer_export.repairing import repair as repair_diagram


@click.command("repair")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "-o", "--output", required=True, type=click.Path(dir_okay=False, path_type=Path), help="Where to."
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object: what was applied, and what is left.")
@click.pass_context
def repair(context: click.Context, file: Path, output: Path, as_json: bool) -> None:
    """Apply all repairs of a diagram that need no choice; FILE itself is never changed.

    Exit code 0: nothing is left to say; 1: findings are left; 2: it is refused.
    """
    if output.exists() and output.samefile(file):
        raise click.UsageError("The output is the input; give another file.")
    repaired = repair_diagram(file.read_bytes(), beside=files_beside(file))
    output.write_bytes(repaired.data)
    click.echo(json.dumps(repaired.as_json(), ensure_ascii=False) if as_json else _in_words(output, repaired))
    context.exit(_exit_code(repaired))


def _in_words(output: Path, repaired: Repaired) -> str:
    done = [f"  + {item.repair}: {item.element} ({item.rule})" for item in repaired.applied]
    left = [f"  {item.level} {item.rule}: {item.message['zh-CN']}" for item in repaired.report.findings]
    return "\n".join([f"{output}: {repaired.report.verdict}", *done, *left])


def _exit_code(repaired: Repaired) -> int:
    if repaired.report.verdict == "refused":
        return EXIT_REFUSED
    return EXIT_FINDINGS if repaired.report.findings else EXIT_FINE
