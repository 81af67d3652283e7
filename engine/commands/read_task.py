"""已浏览: note when a person first opened a task. It changes no version and locks nothing."""

from sqlalchemy import text

from db.unit_of_work import transaction
from engine.runtime import Runtime
from identity.principal import Principal

_READ = text(
    "INSERT INTO task_read (task_id, person_id, first_at)"
    " SELECT t.id, :person_id, :now FROM task t WHERE t.id = :task_id AND t.state = 'open'"
    " AND EXISTS (SELECT FROM inbox i WHERE i.task_id = t.id AND i.principal = ANY(:keys))"
    " ON CONFLICT (task_id, person_id) DO NOTHING"
)


def read_task(rt: Runtime, by: Principal, task_id: int) -> None:
    """Note the first look of a candidate at an open task; anybody else's look leaves no trace."""
    with transaction() as uow:
        uow.execute(
            _READ,
            {
                "task_id": task_id,
                "person_id": by.person_id,
                "keys": list(by.keys),
                "now": rt.clock(),
            },
        )
