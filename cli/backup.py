"""``tongban backup``: everything of the hall in one file, while it runs."""

import json
import sys
from contextlib import nullcontext
from pathlib import Path

import click

from cli.archive.errors import ArchiveProblem
from cli.database import database
from settings import read_settings


@click.command()
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(allow_dash=True, path_type=Path),
    help="The file to write; it must not exist. - for standard output.",
)
@click.option("--with-keys", is_flag=True, help="Put the keys in, too: the file then opens every secret.")
@click.option("--json", "as_json", is_flag=True, help="Say what was done as a JSON object.")
@click.pass_context
def backup(ctx: click.Context, output: Path, with_keys: bool, as_json: bool) -> None:
    """Write database and files, as they are at one moment, into one file.

    The hall may go on meanwhile. The keys (folder secrets of TONGBAN_DATA) are not in the file unless
    --with-keys says so; without them its record cannot be verified and its secrets cannot be opened, so keep
    them in another place. The file is not encrypted: it holds personal data. Exit code 1: files are missing.
    """
    from cli.archive.source import check_source
    from cli.archive.target import note
    from cli.archive.writing import new_file, write_backup

    settings = read_settings()
    to_stdout = str(output) == "-"
    try:
        with database(settings) as url:
            check_source(url)
            with nullcontext(sys.stdout.buffer) if to_stdout else new_file(output) as target:
                manifest = write_backup(settings, url, target, with_keys=with_keys)
            size = sum(member.bytes for member in manifest.members.values())
            note(url, "backup", ok=not manifest.missing, bytes=size, missing=len(manifest.missing))
    except ArchiveProblem as problem:
        click.echo(problem.sentence, err=True)
        ctx.exit(2)
    files = sum(name.startswith("files/") for name in manifest.members)
    said = {"instances": manifest.instances, "files": files, "bytes": size, "missing": manifest.missing}
    if as_json:
        click.echo(json.dumps({"summary": said}), err=to_stdout)
    else:
        keys = "in it" if with_keys else f"not in it: keep {settings.data / 'secrets'} in another place"
        click.echo(
            f"Backed up {manifest.instances} instances and {files} files; the keys are {keys}.", err=to_stdout
        )
        for one in manifest.missing:
            click.echo(f"The store has lost the file {one}.", err=True)
    ctx.exit(1 if manifest.missing else 0)
