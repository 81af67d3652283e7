"""A real SMTP server of this machine, which keeps what comes and says what a test wants."""

import email
import email.policy
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller


@dataclass
class Post:
    """What has come, as (receivers, message); `says` answers each receiver, `then` what he was sent."""

    says: str = "250 OK"
    then: str = "250 kept"
    kept: list[tuple[list[str], EmailMessage]] = field(default_factory=list)
    port: int = 0

    async def handle_RCPT(  # noqa: N802
        self, server: Any, session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        if self.says.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.says

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        message = email.message_from_bytes(envelope.content, EmailMessage, policy=email.policy.default)
        self.kept.append((envelope.rcpt_tos, message))
        return self.then

    @property
    def to(self) -> list[str]:
        """Who got something, in order."""
        return [receiver for receivers, _ in self.kept for receiver in receivers]


@contextmanager
def post_office() -> Iterator[Post]:
    """Run a server on a free port."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        port = sock.getsockname()[1]
    made = Post(port=port)
    controller = Controller(made, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield made
    finally:
        controller.stop()


def words(message: EmailMessage, kind: str = "plain") -> str:
    """Give the text of a message, or its HTML."""
    body = message.get_body((kind,))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")
