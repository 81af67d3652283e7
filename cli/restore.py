"""``tongban restore``: a hall again from one file."""

import dataclasses
import json
import tempfile
from collections.abc import Mapping
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import click

from cli.alone import alone
from cli.archive.errors import ArchiveProblem
from cli.archive.reading import Backup
from cli.database import database
from settings import Settings, read_settings


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--replace", is_flag=True, help="Give up all that the database holds.")
@click.option(
    "--keys",
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The folder of the keys that the backup was made with.",
)
@click.option("--json", "as_json", is_flag=True, help="Say what was done as a JSON object.")
@click.pass_context
def restore(ctx: click.Context, file: Path, replace: bool, folder: Path | None, as_json: bool) -> None:
    """Bring database, files and, if need be, keys back from a backup.

    Everything is checked before anything is touched; the database is loaded whole or not at all, brought to
    this program's version, and its record verified. Web servers and workers must be stopped. Exit code 1: the
    hall is there, but files are missing or entries of the record do not hold.
    """
    from cli.archive.reading import open_backup

    settings = read_settings()
    try:
        # With the embedded database a running hall may have no connection just now, and would take one soon.
        with (
            open_backup(file) as found,
            nullcontext() if settings.database_url else alone(settings.data),
            database(settings) as url,
        ):
            said = _restored(settings, url, found, folder, replace=replace)
    except ArchiveProblem as problem:
        click.echo(problem.sentence, err=True)
        ctx.exit(2)
    if as_json:
        click.echo(json.dumps({"summary": said}))
    else:
        click.echo(
            f"Restored {said['instances']} instances of {said['made_at']} and {said['files']} files; "
            f"{said['bad']} records do not hold, {said['anchor_faults']} of {said['anchors']} anchors "
            f"do not, {len(said['missing'])} files are missing."
        )
    ctx.exit(1 if said["bad"] or said["anchor_faults"] or said["missing"] else 0)


def _restored(
    settings: Settings, url: str, found: Backup, folder: Path | None, *, replace: bool
) -> dict[str, Any]:
    from cli.archive import keys, target
    from cli.archive.database import load
    from db.migrate import upgrade

    manifest = found.manifest
    chosen = keys.keys_in(folder) if folder else found.keys() or keys.keys_of(settings)
    target.check_schema(manifest)
    keys.check(chosen, manifest.fingerprints)
    target.check_target(url, replace=replace)
    # Files first: they lie under their digests and disturb nobody if the rest fails.
    files = _files(settings, found)
    with tempfile.TemporaryDirectory(dir=settings.data, prefix="restore-") as temporary:
        dump = Path(temporary) / "database.dump"
        found.write_dump(dump)
        load(url, dump, replace=replace)
    keys.install(settings, chosen, manifest.made_at.replace(":", ""))
    upgrade(url)
    target.forget_workers(url)
    instances, bad, faults = _verified(settings, url, chosen["record_key"], found.anchors())
    said = {"made_at": manifest.made_at, "instances": instances, "bad": bad, "files": files}
    said |= {"anchors": len(found.anchors()), "anchor_faults": faults}
    target.note(url, "verification", ok=not bad and not faults, instances=instances, bad=bad + faults)
    target.note(url, "restore", ok=not bad and not faults and not manifest.missing, **said)
    return {**said, "missing": manifest.missing}


def _files(settings: Settings, found: Backup) -> int:
    from connectors.local_files import LocalFiles

    store = LocalFiles(settings.files, limit=2**63)
    return len([store.put(source) for source in found.files()])


def _verified(
    settings: Settings, url: str, record_key: bytes, anchors: Mapping[str, bytes]
) -> tuple[int, int, int]:
    """Verify every record; against the anchors that came along, too, which join those that are here.

    Anchors that are here and newer than the backup witness what it cannot hold: they are no faults of it.
    """
    from app import create_app
    from connectors.anchors import AnchorFolder
    from db import db, reading
    from engine.queries.anchors import anchor_faults
    from engine.queries.verification import verify
    from web.current import RUNTIME

    app = create_app(dataclasses.replace(settings, database_url=url, record_key=record_key))
    total = bad = 0
    with app.app_context(), tempfile.TemporaryDirectory(dir=settings.data, prefix="anchors-") as temporary:
        came = AnchorFolder(Path(temporary))
        for folder in (came, AnchorFolder(settings.anchor_folder)):
            for name, content in anchors.items():
                folder.keep(name, content)
        with reading() as connection:
            faults = len(list(anchor_faults(connection, came)))
            for verdict in verify(app.extensions[RUNTIME], connection, None):
                total, bad = total + 1, bad + (not verdict.ok)
        db.engine.dispose()
    return total, bad, faults
