"""The back end that sends nothing: it shows what would have been sent, and answers as if it had been."""

import json
import sys
from collections.abc import Mapping
from typing import Any, TextIO

from connectors.outside import Request

HIDDEN = "••••••"


class Console:
    """Writes each call to a stream, the program's own output by default; what is secret stays hidden."""

    def __init__(self, name: str, stream: TextIO | None = None) -> None:
        self._name = name
        self._stream = stream

    def call(self, request: Request, limit_s: float) -> Mapping[str, Any]:
        """Show the call; the result is empty."""
        shown = {name: HIDDEN if name in request.hidden else value for name, value in request.params.items()}
        words = json.dumps(shown, ensure_ascii=False, indent=2)
        stream = self._stream or sys.stdout
        stream.write(f"[{self._name}.{request.operation}] would be called ({request.key})\n{words}\n")
        stream.flush()
        return {}
