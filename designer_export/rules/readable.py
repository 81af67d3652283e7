"""The upload must be a BPMN 2.0 diagram in XML that can be read within limits (decision 9)."""

from designer_export.errors import Unreadable
from designer_export.findings import Finding, message_of

ID = "readable"


def refusal(problem: Unreadable) -> Finding:
    """Say why an upload cannot be read; the only finding without an element."""
    params = {"limit": "", "declared": "", "reason": "", "root": "", "bytes": "", **problem.params}
    return Finding(ID, "refused", None, None, problem.line, message_of(ID, problem.code, params))
