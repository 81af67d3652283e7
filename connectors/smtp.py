"""E-mail over SMTP."""

import re
import smtplib
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import formatdate
from typing import Any

from connectors.limit import Limit
from connectors.outside import Failed, Refused, Request

SEND = "send"
MOST_RECEIVERS = 50
BAD_ADDRESS = "BAD_ADDRESS"
"""The BPMN error of a receiver whom the server does not take."""


@dataclass(frozen=True, slots=True)
class SmtpServer:
    """A mail server; `security` is ``none``, ``starttls`` or ``tls``."""

    host: str
    port: int
    sender: str
    security: str = "starttls"
    user: str = ""
    password: str = ""
    trust: ssl.SSLContext | None = None


class _Plain(smtplib.SMTP):
    """Begins in the clear; is cut off in the middle of the greeting, too."""

    def __init__(self, server: SmtpServer, limit: Limit) -> None:
        self._limit = limit
        super().__init__(server.host, server.port, timeout=limit.left_s)

    def connect(self, *args: Any, **options: Any) -> tuple[int, bytes]:
        with self._limit.over(lambda: self.sock):
            return super().connect(*args, **options)


class _Tls(smtplib.SMTP_SSL):
    """Speaks TLS from the beginning; likewise."""

    def __init__(self, server: SmtpServer, limit: Limit, trust: ssl.SSLContext) -> None:
        self._limit = limit
        super().__init__(server.host, server.port, timeout=limit.left_s, context=trust)

    def connect(self, *args: Any, **options: Any) -> tuple[int, bytes]:
        with self._limit.over(lambda: self.sock):
            return super().connect(*args, **options)


class SmtpMail:
    """Sends messages: parameters ``to`` (an address or several), ``subject`` and ``text``.

    Also ``html``, the same for programs that show it, and ``unsubscribe``, the address of a page where
    the receiver says what he does not want.

    A message sent again has the same Message-ID, by which receiving systems drop the second.
    """

    def __init__(self, server: SmtpServer) -> None:
        self._server = server

    def call(self, request: Request, limit_s: float) -> Mapping[str, Any]:
        """Send one message; the result is its ``messageId``.

        Raises
        ------
        Refused, Failed
        """
        if request.operation != SEND:
            raise Failed("no_operation", request.operation, lasting=True)
        message = self._message(request)
        limit = Limit(limit_s)
        try:
            self._send(message, limit)
        except smtplib.SMTPRecipientsRefused as problem:
            raise _no_receiver(problem) from problem
        except smtplib.SMTPAuthenticationError as problem:
            raise Failed("settings", "authentication", lasting=True) from problem
        except smtplib.SMTPResponseException as problem:
            raise Failed(
                "busy" if problem.smtp_code < 500 else "broken", f"SMTP {problem.smtp_code}"
            ) from problem
        except ssl.SSLError as problem:
            raise Failed("certificate", self._server.host) from problem
        except TimeoutError as problem:
            raise Failed("timeout", self._server.host) from problem
        except (smtplib.SMTPException, OSError) as problem:
            raise Failed("timeout" if limit.is_over else "unreachable", self._server.host) from problem
        return {"messageId": str(message["Message-ID"])}

    def _send(self, message: EmailMessage, limit: Limit) -> None:
        server = self._server
        trust = server.trust or ssl.create_default_context()
        smtp: _Plain | _Tls
        if server.security == "tls":
            smtp = _Tls(server, limit, trust)
        else:
            smtp = _Plain(server, limit)
        with smtp, limit.over(lambda: smtp.sock):
            if server.security == "starttls":
                smtp.starttls(context=trust)
            if server.user:
                smtp.login(server.user, server.password)
            smtp.send_message(message)

    def _message(self, request: Request) -> EmailMessage:
        params = request.params
        message = EmailMessage()
        message["From"] = self._server.sender
        message["To"] = [_address(one) for one in _receivers(params.get("to"))]
        message["Subject"] = " ".join(str(params.get("subject") or "").split())
        message["Date"] = formatdate(localtime=False)
        message["Message-ID"] = f"<{request.key}@{self._server.sender.rpartition('@')[2].strip('<> ')}>"
        message["Auto-Submitted"] = "auto-generated"
        if place := _page(params.get("unsubscribe")):
            message["List-Unsubscribe"] = f"<{place}>"
        message.set_content(str(params.get("text") or ""))
        if html := params.get("html"):
            message.add_alternative(str(html), subtype="html")
        return message


def _receivers(given: Any) -> list[str]:
    found = [given] if isinstance(given, str) else list(given) if isinstance(given, list) else []
    if not found or len(found) > MOST_RECEIVERS:
        raise Failed("parameter", "to", lasting=True)
    return found


def _page(given: Any) -> str:
    """Give an address of the web; what is none makes no header."""
    text = str(given or "")
    return text if re.fullmatch(r"https?://[!-;=?-~]+", text) else ""


def _address(text: Any) -> Address:
    try:
        return Address(addr_spec=str(text).strip())
    except (ValueError, IndexError, MessageError) as problem:
        # What somebody typed into a form: the diagram may deal with it.
        raise Refused(BAD_ADDRESS, "not an address") from problem


def _no_receiver(problem: smtplib.SMTPRecipientsRefused) -> Refused | Failed:
    codes = [code for code, _ in problem.recipients.values()]
    if codes and all(code >= 500 for code in codes):
        return Refused(BAD_ADDRESS, f"SMTP {codes[0]}")
    return Failed("busy", f"SMTP {codes[0] if codes else ''}".strip())
