"""A system that speaks HTTP and JSON, with the operations that its settings declare."""

import json
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode

from connectors.outside import Failed, Refused, Request
from watch import spans

from .sending import Answer, send

_WITHOUT_BODY = frozenset({"GET", "DELETE"})
_BUSY = frozenset({408, 425, 429, 502, 503, 504})


@dataclass(frozen=True, slots=True)
class HttpOperation:
    """One operation.

    Attributes
    ----------
    path
        Below the system's address; ``{name}`` stands for a parameter, which then is no part of the body.
    errors
        Codes of BPMN errors by the status that means them.
    """

    method: str
    path: str
    errors: Mapping[int, str] = field(default_factory=dict)


class HttpService:
    """Calls operations of one system.

    The result of an operation is ``status`` and ``body``. The key goes along as ``Idempotency-Key``.

    Parameters
    ----------
    base
        Address of the system; no operation leads to another host.
    token
        Sent as a bearer token.
    private
        Whether the system may lie in the campus's own net.
    """

    def __init__(
        self,
        base: str,
        operations: Mapping[str, HttpOperation],
        *,
        token: str = "",
        private: bool = False,
        trust: ssl.SSLContext | None = None,
    ) -> None:
        self._base = base.rstrip("/")
        self._operations = operations
        self._token = token
        self._private = private
        self._trust = trust

    def call(self, request: Request, limit_s: float) -> Mapping[str, Any]:
        """Call an operation.

        Raises
        ------
        Refused
            The system answered with a status to which the operation gives a code.
        Failed
        """
        operation = self._operations.get(request.operation)
        if operation is None:
            raise Failed("no_operation", request.operation, lasting=True)
        url, body = self._filled(operation, request.params)
        headers = {"Accept": "application/json", "Idempotency-Key": request.key, **spans.headers()}
        if body is not None:
            headers["Content-Type"] = "application/json"
        if self._token:
            headers["Authorization"] = f"Bearer {self._token}"
        answer = send(
            operation.method, url, headers, body, limit_s=limit_s, private=self._private, trust=self._trust
        )
        return _result(operation, answer)

    def _filled(self, operation: HttpOperation, params: Mapping[str, Any]) -> tuple[str, bytes | None]:
        path, rest = operation.path, dict(params)
        for name in [name for name in rest if f"{{{name}}}" in path]:
            value = rest.pop(name)
            if value is None or str(value) in ("", ".", ".."):
                raise Failed("parameter", name, lasting=True)
            path = path.replace(f"{{{name}}}", quote(str(value), safe=""))
        if "{" in path:
            raise Failed("parameter", path, lasting=True)
        url = f"{self._base}{path}"
        if operation.method not in _WITHOUT_BODY:
            return url, json.dumps(rest, ensure_ascii=False).encode()
        return (f"{url}?{urlencode(rest)}" if rest else url), None


def _result(operation: HttpOperation, answer: Answer) -> Mapping[str, Any]:
    if answer.status in operation.errors:
        values = {"status": answer.status, "body": answer.body}
        raise Refused(operation.errors[answer.status], f"HTTP {answer.status}", values)
    if 200 <= answer.status < 300:
        return {"status": answer.status, "body": answer.body}
    if answer.status in _BUSY:
        raise Failed("busy", f"HTTP {answer.status}")
    # What the system's own fault is may be mended there; what it holds against the request stays wrong.
    is_its_fault = answer.status >= 500
    raise Failed("broken", f"HTTP {answer.status}", lasting=not is_its_fault)
