"""The entry of the console command, its sub-commands, and what becomes of errors."""

import importlib
import io
import os
import sys

import click

from cli.problems import sentence

# A sub-command's module is imported only when it is called or listed.
COMMANDS = {
    "run": "cli.run:run",
    "web": "cli.web:web",
    "worker": "cli.worker:worker",
    "migrate": "cli.migrate:migrate",
    "demo": "cli.demo:demo",
    "deploy": "cli.services:deploy",
    "lint": "cli.lint:lint",
    "repair": "cli.repair:repair",
    "dry-run": "cli.dry_run:dry_run",
    "verify": "cli.verify:verify",
    "log": "cli.log:log",
    "connector": "cli.connector:connector",
    "backup": "cli.backup:backup",
    "restore": "cli.restore:restore",
}


class Commands(click.Group):
    """The sub-commands, in the order of the table."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order in which the help shows them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return one sub-command; ``None`` where there is no such name."""
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(":")
        command: click.Command = getattr(importlib.import_module(module), name)
        return command


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="tongban", message="%(prog)s %(version)s")
def tongban() -> None:
    """通办: a school's service hall where every service is a BPMN process.

    \b
    Environment:
      DATABASE_URL   a PostgreSQL server; without it tongban runs one of its own
      TONGBAN_PORT   the port of the web server (8000)
      TONGBAN_DATA   folder of database, files and keys (.data in the checkout)
      docs/operations.md tells those for metrics, workers and tracing

    \b
    Exit codes: 0 fine, 1 findings or failed cases, 2 something refused,
    3 usage or environment.
    """


def main(arguments: list[str] | None = None) -> int:
    """Run the command line and return its exit code; never a traceback, one sentence instead."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8")
    try:
        code = tongban.main(args=arguments, prog_name="tongban", standalone_mode=False)
    except click.ClickException as problem:
        problem.show()
        return 3
    except (click.Abort, KeyboardInterrupt):
        return 130
    except BrokenPipeError:
        # The reader of our output went away; Python would complain once more when it flushes.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return 0
    except Exception as problem:
        if os.environ.get("TONGBAN_DEBUG"):
            raise
        click.echo(f"tongban: {sentence(problem)}", err=True)
        return 3
    return code if isinstance(code, int) else 0
