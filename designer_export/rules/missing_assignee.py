"""A step for people says who handles it, or stands in a lane that does (decision 7)."""

from collections.abc import Iterator

from designer_export.findings import Finding, Level, Repair, finding
from designer_export.lanes import lane_of
from designer_export.model import Model

ID = "missing-assignee"


def check(model: Model) -> Iterator[Finding]:
    """Ask who handles a user task; the head of the initiator's unit can be taken."""
    repair = Repair("assign-unit-head", automatic=True)
    for name, step in model.steps.items():
        if step.assign or name not in model.by_id:
            continue
        node = model.by_id[name][0]
        lane = lane_of(model.lanes, node)
        # Another engine opens such a task for nobody in particular; here it goes to the administrators.
        is_open = model.runs_elsewhere(node)
        level: Level = "changed" if is_open else "complete"
        if lane is None or model.known_lanes is None:
            yield finding(ID, level, node, case="open" if is_open else None, repair=repair)
        elif lane not in model.known_lanes:
            yield finding(ID, level, node, case="open" if is_open else "lane", repair=repair, lane=lane)
