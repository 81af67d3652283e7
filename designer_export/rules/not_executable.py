"""A process that is not marked executable is a drawing."""

from collections.abc import Iterator

from designer_export.findings import Finding, Repair, finding
from designer_export.model import Model

ID = "not-executable"


def check(model: Model) -> Iterator[Finding]:
    """Ask whether the process is meant to run."""
    for process in model.processes:
        if process.get("isExecutable", "false") not in ("true", "1") and len(process):
            repair = Repair("mark-executable", automatic=True)
            yield finding(ID, "complete", process, attribute="isExecutable", repair=repair)
