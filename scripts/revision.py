"""Write the next migration from the difference between tables and models.

``python -m scripts.revision "what changes"``. It works on a throw-away server; read what it wrote
before you commit it, and never edit a migration that was released.
"""

import sys
import tempfile
from pathlib import Path

from alembic import command
from sqlalchemy import create_engine

from app import import_models
from db.migrate import config, upgrade
from db.server import start


def main(message: str) -> None:
    """Write one revision into ``db/migrations/versions``."""
    import_models()
    with tempfile.TemporaryDirectory(prefix="tongban-revision-") as folder:
        Path(folder).chmod(0o711)
        server = start(Path(folder) / "postgres", durable=False)
        try:
            upgrade(server.url())
            _write(server.url(), message)
        finally:
            server.stop()


def _write(url: str, message: str) -> None:
    engine = create_engine(url)
    with engine.connect() as connection:
        number = len(list(Path(config().get_main_option("script_location") or "").glob("versions/*.py"))) + 1
        command.revision(config(connection), message, autogenerate=True, rev_id=f"{number:04}")
    engine.dispose()


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit('usage: python -m scripts.revision "what changes"')
    main(sys.argv[1])
