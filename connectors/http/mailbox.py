"""Administration of mailboxes: unlock one, and set a new password, over HTTP."""

from collections.abc import Mapping
from types import MappingProxyType

from .service import HttpOperation

NO_MAILBOX = "NO_MAILBOX"
"""The BPMN error of a mailbox that the system does not have."""
WEAK_PASSWORD = "WEAK_PASSWORD"
"""The BPMN error of a password that the system does not take."""

OPERATIONS: Mapping[str, HttpOperation] = MappingProxyType(
    {
        "unlock": HttpOperation("POST", "/mailboxes/{mailbox}/unlock", {404: NO_MAILBOX}),
        "reset": HttpOperation("PUT", "/mailboxes/{mailbox}/password", {404: NO_MAILBOX, 422: WEAK_PASSWORD}),
    }
)
"""What a system for mailboxes must offer; docs/connectors.md tells the bodies."""
