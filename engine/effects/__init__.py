"""What an action would do to a matter, seen by doing it and taking everything back.

``picture`` tells how a matter stands inside a transaction, ``comparing`` what differs between two such
pictures, ``trying`` lets the real command run between them and rolls its transaction back. So the preview
knows nothing of any action, and cannot say anything else than what the action does.
"""

from .comparing import Effect, Spot, TaskEffect, Told, VariableEffect, Wait
from .picture import fingerprint_of
from .trying import as_seen, effect_of, require_unchanged, try_out

__all__ = [
    "Effect",
    "Spot",
    "TaskEffect",
    "Told",
    "VariableEffect",
    "Wait",
    "as_seen",
    "effect_of",
    "fingerprint_of",
    "require_unchanged",
    "try_out",
]
