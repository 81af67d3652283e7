"""A process that is not marked executable is a drawing."""

from collections.abc import Iterator

from designer_export.findings import Finding, Repair, finding
from designer_export.model import Model
from designer_export.nodes import flag

ID = "not-executable"


def check(model: Model) -> Iterator[Finding]:
    """Ask whether a process is meant to run; what another calls, or stands beside one that runs, need not."""
    for process in model.processes:
        if flag(process, "isExecutable") or not len(process) or process.get("id") in model.called:
            continue
        if process in model.drawn:
            yield finding(ID, "advice", process, case="beside", attribute="isExecutable")
        else:
            repair = Repair("mark-executable", automatic=True)
            yield finding(ID, "complete", process, attribute="isExecutable", repair=repair)
