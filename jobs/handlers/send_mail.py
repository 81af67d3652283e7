"""Handles ``messages.send_mail``."""

import uuid

from messages import sending
from web.current import runtime
from web.letters.writing import write


def send_mail(*, key: str, mail_id: str) -> None:
    """Send one e-mail, in its receiver's language."""
    sending.send_mail(runtime(), uuid.UUID(mail_id), write)
