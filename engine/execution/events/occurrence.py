"""Something that happened: thrown by a node, or brought from outside."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Thrown = Literal["message", "signal", "escalation", "error"]


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One message, signal, escalation or error on its way; an empty name stands for none.

    Attributes
    ----------
    by
        The token that threw it, 0 from outside.
    element
        Where it was thrown; None from outside.
    payload
        Values by name.
    keys
        Values of the message's correlation properties, as far as they are known.
    """

    kind: Thrown
    name: str
    by: int = 0
    element: str | None = None
    payload: Mapping[str, Any] = field(default_factory=dict)
    keys: Mapping[str, Any] = field(default_factory=dict)
