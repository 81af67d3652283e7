"""An HTTP service as a real server sees it: what is sent, what answers mean, what nobody can do to us."""

import json
import socket
import time

import pytest

from connectors.http.addresses import resolve
from connectors.http.sending import MOST_BYTES
from connectors.http.service import HttpOperation, HttpService
from connectors.outside import Failed, Refused, Request
from tests.connectors.servers import answer, contexts, site

OPERATIONS = {
    "open": HttpOperation("POST", "/accounts/{id}/open", {404: "NO_ACCOUNT"}),
    "look": HttpOperation("GET", "/accounts/{id}"),
}


def call(found, operation="open", limit_s=5.0, *, private=True, **params):
    service = HttpService(found.address, OPERATIONS, token="t0ken", private=private)
    return service.call(Request(operation, params, "key-1"), limit_s)


def gives(status, body=b"{}", **headers):
    return lambda handler, seen: answer(handler, status, body, **headers)


def test_what_is_sent_and_what_comes_back():
    with site(gives(200, '{"名": 1}'.encode())) as found:
        result = call(found, id="学/1 ?", reason="忘记密码", count=2)
    assert result == {"status": 200, "body": {"名": 1}}
    (seen,) = found.seen
    assert (seen.method, seen.path) == ("POST", "/accounts/%E5%AD%A6%2F1%20%3F/open")
    assert json.loads(seen.body) == {"reason": "忘记密码", "count": 2}
    assert seen.headers["Idempotency-Key"] == "key-1"
    assert seen.headers["Authorization"] == "Bearer t0ken"
    assert seen.headers["Content-Type"] == "application/json"
    assert seen.headers["Host"] == f"127.0.0.1:{found.port}"


def test_what_is_read_has_its_parameters_in_the_address_and_no_body():
    with site(gives(204, b"")) as found:
        assert call(found, "look", id=7, full="是") == {"status": 204, "body": None}
    assert found.seen[0].path == "/accounts/7?full=%E6%98%AF"
    assert found.seen[0].body == b""


def test_an_answer_that_is_no_json_is_its_text():
    with site(gives(200, "好".encode())) as found:
        assert call(found, id=1)["body"] == "好"


def test_a_status_with_a_code_is_a_refusal_with_its_words():
    with site(gives(404, b'{"why": "none"}')) as found, pytest.raises(Refused) as no:
        call(found, id=1)
    assert no.value.error == "NO_ACCOUNT"
    assert no.value.values == {"status": 404, "body": {"why": "none"}}


@pytest.mark.parametrize(
    ("status", "code", "lasting"),
    [
        (400, "broken", True),
        (401, "broken", True),
        (429, "busy", False),
        (503, "busy", False),
        (500, "broken", False),
        (302, "broken", True),
    ],
)
def test_other_answers_are_failures(status, code, lasting):
    headers = {"Location": "http://127.0.0.1:1/elsewhere"} if status == 302 else {}
    with site(gives(status, b"", **headers)) as found, pytest.raises(Failed) as failed:
        call(found, id=1)
    assert (failed.value.code, failed.value.lasting) == (code, lasting)
    assert len(found.seen) == 1, "redirects lead nowhere"


@pytest.mark.parametrize("value", [None, "", "..", "."])
def test_a_parameter_cannot_leave_its_place_in_the_path(value):
    with site(gives(200)) as found, pytest.raises(Failed) as failed:
        call(found, id=value)
    assert (failed.value.code, failed.value.lasting, found.seen) == ("parameter", True, [])


def test_a_parameter_that_is_missing_is_told():
    with site(gives(200)) as found, pytest.raises(Failed) as failed:
        call(found, reason="x")
    assert failed.value.code == "parameter"


def test_an_operation_that_is_not_declared_is_not_called():
    with site(gives(200)) as found, pytest.raises(Failed) as failed:
        call(found, "delete")
    assert (failed.value.code, found.seen) == ("no_operation", [])


def test_private_addresses_only_where_they_are_allowed():
    with site(gives(200)) as found, pytest.raises(Failed) as failed:
        call(found, private=False, id=1)
    assert (failed.value.code, failed.value.lasting, found.seen) == ("forbidden", True, [])


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "192.168.0.1",
        "169.254.169.254",
        "::1",
        "fe80::1",
        "::ffff:10.0.0.1",
        "0.0.0.0",
        "100.64.0.1",
        "224.0.0.1",
        "2130706433",
        "0x7f000001",
    ],
)
def test_however_a_private_address_is_written_it_is_one(address):
    with pytest.raises(Failed):
        resolve(address, 80, private=False)


def test_a_name_with_one_private_address_among_others_is_refused(monkeypatch):
    answers = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, 80)) for ip in ("93.184.216.34", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: answers)
    with pytest.raises(Failed):
        resolve("two.example", 80, private=False)


def test_nobody_there_is_tried_again():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    service = HttpService(f"http://127.0.0.1:{port}", OPERATIONS, private=True)
    with pytest.raises(Failed) as failed:
        service.call(Request("open", {"id": 1}, "k"), 2)
    assert (failed.value.code, failed.value.lasting) == ("unreachable", False)


def _silence(handler, seen):
    time.sleep(3)


def _dripping(head, piece):
    def drip(handler, seen):
        handler.wfile.write(head)
        for _ in range(60):
            handler.wfile.write(piece)
            handler.wfile.flush()
            time.sleep(0.05)

    return drip


_SLOW = {
    "silence": _silence,
    "a head": _dripping(b"HTTP/1.0 200 OK\r\n", b"X-Slow: 1\r\n"),
    "a body": _dripping(b"HTTP/1.0 200 OK\r\n\r\n", b"x"),
}


@pytest.mark.parametrize("slow", _SLOW.values(), ids=_SLOW)
def test_however_slowly_it_speaks_it_has_its_limit(slow):
    with site(slow) as found, pytest.raises(Failed) as failed:
        before = time.monotonic()
        call(found, id=1, limit_s=0.4)
    assert failed.value.code == "timeout"
    assert time.monotonic() - before < 2.5


def test_an_answer_without_end_is_cut():
    with site(gives(200, b"x" * (MOST_BYTES + 10))) as found, pytest.raises(Failed) as failed:
        call(found, id=1)
    assert failed.value.code == "too_long"


@pytest.mark.parametrize(
    "words", [b"", b"nonsense\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{}"]
)
def test_what_is_no_http_is_a_failure(words):
    def speak(handler, seen):
        handler.wfile.write(words)
        handler.wfile.flush()
        handler.connection.shutdown(socket.SHUT_RDWR)

    with site(speak) as found, pytest.raises(Failed) as failed:
        call(found, id=1)
    assert failed.value.code == "unreachable"


def test_https_is_believed_only_with_its_certificate(tmp_path):
    server, client = contexts(tmp_path, "localhost")
    other_server, _ = contexts(tmp_path, "other.example")
    with site(gives(200), server) as found:
        address = f"https://localhost:{found.port}"
        trusting = HttpService(address, OPERATIONS, private=True, trust=client)
        assert trusting.call(Request("open", {"id": 1}, "k"), 5)["status"] == 200
        with pytest.raises(Failed) as failed:
            HttpService(address, OPERATIONS, private=True).call(Request("open", {"id": 1}, "k"), 5)
        assert failed.value.code == "certificate"
    with site(gives(200), other_server) as found, pytest.raises(Failed) as failed:
        trust = HttpService(f"https://localhost:{found.port}", OPERATIONS, private=True, trust=client)
        trust.call(Request("open", {"id": 1}, "k"), 5)
    assert failed.value.code == "certificate"
