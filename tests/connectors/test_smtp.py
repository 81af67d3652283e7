"""E-mail as a real SMTP server gets it."""

import email
import email.policy
import socket

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from connectors.outside import Failed, Refused, Request
from connectors.smtp import SmtpMail, SmtpServer
from tests.connectors.servers import contexts

TO = {"to": "stu01@example.edu", "subject": "邮箱已\r\nBcc: all@example.edu 解锁", "text": "您好：\n已解锁。"}


class Post:
    """Keeps what came; `says` answers the receivers."""

    def __init__(self):
        self.kept, self.says = [], "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        if self.says.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.says

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        self.kept.append(
            (envelope.rcpt_tos, email.message_from_bytes(envelope.content, policy=email.policy.default))
        )
        return "250 kept"


@pytest.fixture
def post():
    return Post()


def running(post, **options):
    return Controller(post, hostname="127.0.0.1", port=_free(), **options)


def _free():
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return sock.getsockname()[1]


def send(controller, params=None, key="k1", **more):
    given = {"security": "none"} | more
    server = SmtpServer("127.0.0.1", controller.port, ["通办 ", "hall@example.edu>"][1].strip(">"), **given)
    return SmtpMail(server).call(Request("send", TO if params is None else params, key), 3)


def test_a_message_arrives_as_it_was_written(post):
    controller = running(post)
    controller.start()
    try:
        result = send(controller)
        send(controller)
    finally:
        controller.stop()
    (to, message), (_, again) = post.kept
    assert to == ["stu01@example.edu"]
    assert message["To"] == "stu01@example.edu"
    assert message["From"] == "hall@example.edu"
    assert message["Subject"] == "邮箱已 Bcc: all@example.edu 解锁", "what was typed makes no header"
    assert message["Bcc"] is None
    assert message.get_content().replace("\r\n", "\n") == "您好：\n已解锁。\n"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Message-ID"] == again["Message-ID"] == result["messageId"] == "<k1@example.edu>"


@pytest.mark.parametrize(
    ("says", "kind", "code"),
    [("550 nobody", Refused, "refused"), ("450 later", Failed, "busy")],
)
def test_a_receiver_that_the_server_does_not_take(post, says, kind, code):
    controller = running(post)
    controller.start()
    post.says = says
    try:
        with pytest.raises(kind) as no:
            send(controller)
    finally:
        controller.stop()
    assert no.value.code == code
    if kind is Refused:
        assert no.value.error == "BAD_ADDRESS"


@pytest.mark.parametrize("to", ["", "nobody", "a@b\r\nBcc: c@d", "a b@c", "@", "<a@b.c>, d@e.f"])
def test_what_is_no_address_is_refused_before_anything_is_sent(post, to):
    with pytest.raises(Refused) as no:
        SmtpMail(SmtpServer("127.0.0.1", 1, "hall@example.edu")).call(
            Request("send", TO | {"to": to}, "k"), 1
        )
    assert no.value.error == "BAD_ADDRESS"


@pytest.mark.parametrize("to", [None, [], 7, ["a@b.c"] * 51])
def test_nobody_and_far_too_many_are_a_fault_of_the_diagram(to):
    with pytest.raises(Failed) as failed:
        SmtpMail(SmtpServer("127.0.0.1", 1, "hall@example.edu")).call(
            Request("send", TO | {"to": to}, "k"), 1
        )
    assert (failed.value.code, failed.value.lasting) == ("parameter", True)


def test_nobody_there_and_nobody_who_answers(post):
    with pytest.raises(Failed) as failed:
        SmtpMail(SmtpServer("127.0.0.1", _free(), "hall@example.edu", "none")).call(
            Request("send", TO, "k"), 1
        )
    assert (failed.value.code, failed.value.lasting) == ("unreachable", False)
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        deaf.listen()
        server = SmtpServer("127.0.0.1", deaf.getsockname()[1], "hall@example.edu", "none")
        with pytest.raises(Failed) as failed:
            SmtpMail(server).call(Request("send", TO, "k"), 0.3)
    assert failed.value.code == "timeout"


def test_starttls_and_sign_in(post, tmp_path):
    tls, trust = contexts(tmp_path, "localhost")

    def check(server, session, envelope, mechanism, data):
        return AuthResult(success=(data.login, data.password) == (b"hall", b"s3cret"), handled=False)

    controller = running(post, tls_context=tls, authenticator=check, auth_required=True)
    controller.start()
    try:
        send(controller, security="starttls", user="hall", password="s3cret", trust=trust)
        with pytest.raises(Failed) as wrong:
            send(controller, security="starttls", user="hall", password="other", trust=trust)
        with pytest.raises(Failed) as unknown:
            send(controller, security="starttls", user="hall", password="s3cret")
    finally:
        controller.stop()
    assert len(post.kept) == 1
    assert (wrong.value.code, wrong.value.lasting) == ("settings", True)
    assert unknown.value.code == "certificate"


def test_tls_from_the_beginning(post, tmp_path):
    tls, trust = contexts(tmp_path, "localhost")
    controller = running(post, ssl_context=tls)
    controller.start()
    try:
        send(controller, security="tls", trust=trust)
        with pytest.raises(Failed) as unknown:
            send(controller, security="tls")
    finally:
        controller.stop()
    assert len(post.kept) == 1
    assert unknown.value.code == "certificate"


def test_html_goes_beside_the_text_and_the_page_where_one_unsubscribes_into_a_header(post):
    controller = running(post)
    controller.start()
    more = {"html": "<p>已解锁。</p>", "unsubscribe": "https://hall.example.edu/me/messages"}
    try:
        send(controller, TO | more)
        for evil in ("javascript:alert(1)", "https://x/>\r\nBcc: a@b.c", "https://x/ y", "https://x/,<z>"):
            send(controller, TO | {"unsubscribe": evil})
    finally:
        controller.stop()
    (_, message), *others = post.kept
    assert message.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    assert message.get_body(("plain",)).get_content().replace("\r\n", "\n") == "您好：\n已解锁。\n"
    assert message.get_body(("html",)).get_content().strip() == "<p>已解锁。</p>"
    assert message["List-Unsubscribe"] == "<https://hall.example.edu/me/messages>"
    assert [other["List-Unsubscribe"] for _, other in others] == [None] * 4
