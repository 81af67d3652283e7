"""The only reader of the environment: everything else gets the values passed in."""

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

DEFAULT_PORT = 8000
SHORTEST_TOKEN = 16
_SECRETS = ("session_key", "record_key", "vault_key")


class SettingsProblem(Exception):
    """A value in the environment cannot be used.

    Parameters
    ----------
    name, value
        The variable and what it holds; the value is empty where it must not be shown.
    """

    def __init__(self, name: str, value: str = "") -> None:
        super().__init__(name, value)
        self.name = name
        self.value = value


@dataclass(frozen=True)
class Settings:
    """What the machine's owner decides.

    Attributes
    ----------
    data
        Folder of the embedded database, of the secrets and of stored files.
    database_url
        SQLAlchemy's address of a PostgreSQL server; ``None`` for the embedded one.
    host, port, port_chosen
        Where the web server listens, and whether its port was asked for in the environment.
    session_key, record_key, vault_key
        32 bytes each: they sign cookies, chain the record, encrypt secret fields. Made at the
        first start and kept in the data folder, outside the database.
    secure_cookies
        Cookies go over HTTPS only. Off by default, because ``make run`` serves plain HTTP.
    log_level
        ``info`` for a line a request, ``warning`` for what goes wrong only.
    public_address
        Where people reach the hall, as links in e-mails say it; without one, where the server listens.
    draft_days
        After how many days without a touch a draft is deleted; 0 for never.
    fate_days, look_days
        For how many days is kept what became of messages by e-mail, and which matters administrators have
        seen; 0 for ever.
    anchors
        Folder to which the heads of all records are written from time to time; best on another machine's
        disk, or one that can only be added to.
    metrics_token, metrics_loopback
        Who may read ``/metrics``: whoever sends this bearer token, or anybody on this machine. By default
        nobody.
    worker_port
        Where a worker answers ``/healthz``, ``/readyz`` and ``/metrics``; 0 for nowhere.
    otlp_endpoint
        Address of an OpenTelemetry collector that takes OTLP over HTTP; empty for no tracing.
    """

    data: Path
    database_url: str | None
    host: str = "127.0.0.1"
    port: int = DEFAULT_PORT
    port_chosen: bool = False
    session_key: bytes = field(default=b"", repr=False)
    record_key: bytes = field(default=b"", repr=False)
    vault_key: bytes = field(default=b"", repr=False)
    secure_cookies: bool = False
    log_level: str = "info"
    public_address: str = ""
    draft_days: int = 180
    fate_days: int = 730
    look_days: int = 1095
    anchors: Path | None = None
    metrics_token: str = field(default="", repr=False)
    metrics_loopback: bool = False
    worker_port: int = 0
    otlp_endpoint: str = ""

    @property
    def cluster(self) -> Path:
        """Folder of the embedded server's cluster."""
        return self.data / "postgres"

    @property
    def figures(self) -> Path:
        """Folder through which the processes of this machine add up what they count."""
        return self.data / "metrics"

    @property
    def files(self) -> Path:
        """Folder of stored attachments."""
        return self.data / "files"

    @property
    def address(self) -> str:
        """Where people reach the hall, without a slash at the end."""
        return self.public_address or f"http://{self.host}:{self.port}"

    @property
    def anchor_folder(self) -> Path:
        """Folder of the anchors of the record."""
        return self.anchors or self.data / "anchors"


def read_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Read the environment, and make the data folder and its secrets where they are missing.

    Raises
    ------
    SettingsProblem
        Where a variable holds something that cannot be used.
    """
    env = os.environ if environment is None else environment
    data = Path(env.get("TONGBAN_DATA") or Path(__file__).parent / ".data").absolute()
    keys = {name: _secret(data, name) for name in _SECRETS}
    return Settings(
        data=data,
        database_url=_database_url(env.get("DATABASE_URL", "")),
        host=env.get("TONGBAN_HOST") or "127.0.0.1",
        port=_port(env.get("TONGBAN_PORT", "")),
        metrics_token=_token(env.get("TONGBAN_METRICS_TOKEN", "")),
        metrics_loopback=env.get("TONGBAN_METRICS_LOOPBACK") == "1",
        worker_port=_port(env.get("TONGBAN_WORKER_PORT", ""), "TONGBAN_WORKER_PORT", 0),
        otlp_endpoint=env.get("OTEL_EXPORTER_OTLP_ENDPOINT", ""),
        port_chosen=bool(env.get("TONGBAN_PORT")),
        secure_cookies=env.get("TONGBAN_SECURE_COOKIES") == "1",
        log_level=_log_level(env.get("TONGBAN_LOG", "")),
        public_address=_public_address(env.get("TONGBAN_ADDRESS", "")),
        draft_days=_days("TONGBAN_DRAFT_DAYS", env.get("TONGBAN_DRAFT_DAYS", ""), 180),
        fate_days=_days("TONGBAN_FATE_DAYS", env.get("TONGBAN_FATE_DAYS", ""), 730),
        look_days=_days("TONGBAN_LOOK_DAYS", env.get("TONGBAN_LOOK_DAYS", ""), 1095),
        anchors=Path(env["TONGBAN_ANCHORS"]).absolute() if env.get("TONGBAN_ANCHORS") else None,
        **keys,
    )


def _port(text: str, name: str = "TONGBAN_PORT", default: int = DEFAULT_PORT) -> int:
    if not text:
        return default
    if not text.isascii() or not text.isdigit() or not 0 < int(text) < 65536:
        raise SettingsProblem(name, text)
    return int(text)


def _public_address(text: str) -> str:
    if text and not re.fullmatch(r"https?://[A-Za-z0-9.:\[\]-]+(/[A-Za-z0-9._~/-]*)?", text):
        raise SettingsProblem("TONGBAN_ADDRESS", text)
    return text.rstrip("/")


def _days(name: str, text: str, usual: int) -> int:
    if not text:
        return usual
    if not text.isascii() or not text.isdigit() or int(text) > 36500:
        raise SettingsProblem(name, text)
    return int(text)


def _token(text: str) -> str:
    """Take a token that nobody guesses, or none."""
    if text and (len(text) < SHORTEST_TOKEN or not text.isascii() or " " in text):
        raise SettingsProblem("TONGBAN_METRICS_TOKEN")
    return text


def _log_level(text: str) -> str:
    if text not in {"", "info", "warning"}:
        raise SettingsProblem("TONGBAN_LOG", text)
    return text or "info"


def _database_url(text: str) -> str | None:
    """Return the address for psycopg 3, whichever of the usual prefixes it was written with."""
    if not text:
        return None
    scheme, separator, rest = text.partition("://")
    if not separator or scheme not in {"postgres", "postgresql", "postgresql+psycopg"}:
        # Its value may hold a password: it is not shown.
        raise SettingsProblem("DATABASE_URL")
    return f"postgresql+psycopg://{rest}"


def _secret(data: Path, name: str) -> bytes:
    path = data / "secrets" / name
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_bytes()
    except OSError as problem:
        raise SettingsProblem("TONGBAN_DATA", str(data)) from problem
    with os.fdopen(descriptor, "wb") as file:
        file.write(secrets.token_bytes(32))
    return path.read_bytes()
