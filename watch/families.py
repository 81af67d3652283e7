"""The figures that the program counts. Labels are names of our own code, routes or settings, never data."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

QUICK = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
SLOW = (0.1, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0, 60.0, 300.0, 1800.0, 7200.0)


@dataclass(frozen=True, slots=True)
class Family:
    """One figure: ``counter``, ``gauge`` or ``histogram`` (then with the upper bounds of its buckets)."""

    kind: str
    help: str
    labels: tuple[str, ...]
    buckets: tuple[float, ...] = ()


FAMILIES: Mapping[str, Family] = MappingProxyType(
    {
        "tongban_requests_total": Family("counter", "Requests answered.", ("route", "method", "status")),
        "tongban_request_seconds": Family("histogram", "How long requests took.", ("route", "method"), QUICK),
        "tongban_commands_total": Family(
            "counter",
            "Transactions by the operation that opened them; the outcome is done or the class of an error.",
            ("command", "outcome"),
        ),
        "tongban_command_seconds": Family(
            "histogram", "How long transactions were open, their commit included.", ("command",), QUICK
        ),
        "tongban_jobs_total": Family("counter", "Jobs that ran, by outcome.", ("job", "outcome")),
        "tongban_job_seconds": Family("histogram", "How long jobs ran.", ("job",), QUICK),
        "tongban_job_wait_seconds": Family(
            "histogram", "From the moment a job that was put off could begin until it did.", ("job",), SLOW
        ),
        "tongban_timer_lateness_seconds": Family(
            "histogram", "From the moment a timer was due until it fired.", (), SLOW
        ),
        "tongban_calls_total": Family(
            "counter", "Tries of calls of outside systems, by outcome.", ("connector", "outcome")
        ),
        "tongban_call_seconds": Family("histogram", "How long tries of calls took.", ("connector",), SLOW),
        "tongban_sandbox_total": Family(
            "counter", "Expressions and scripts run in the sandbox, by outcome.", ("outcome",)
        ),
        "tongban_sandbox_seconds": Family("histogram", "How long they ran.", (), QUICK),
        "tongban_database_connections": Family(
            "gauge", "Connections in the pools of this machine's processes.", ("state",)
        ),
        "tongban_instances": Family("gauge", "Process instances that have not ended.", ("state",)),
        "tongban_incidents_open": Family("gauge", "Open incidents.", ("service",)),
        "tongban_jobs_queued": Family("gauge", "Jobs in the queue.", ("job", "status")),
        "tongban_jobs_oldest_seconds": Family("gauge", "Age of the oldest job that could run.", ()),
        "tongban_timers_overdue": Family("gauge", "Timers and deadlines that are due.", ("kind",)),
        "tongban_timers_oldest_seconds": Family("gauge", "How late the oldest of them is.", ("kind",)),
        "tongban_calls_open": Family(
            "gauge", "Calls of outside systems that are not over.", ("connector", "state")
        ),
        "tongban_mails": Family(
            "gauge", "E-mails on their way, and messages whose e-mail failed for good.", ("state",)
        ),
        "tongban_records_broken": Family("gauge", "Records that did not hold when last verified.", ()),
        "tongban_connectors_resting": Family("gauge", "Connectors that are left alone after failures.", ()),
        "tongban_workers": Family("gauge", "Workers that have given a sign of life.", ("state",)),
        "tongban_store_free_bytes": Family("gauge", "Free space where files are stored.", ()),
        "tongban_upkeep_age_seconds": Family(
            "gauge", "Since when a work of upkeep was last done.", ("work",)
        ),
        "tongban_info": Family("gauge", "Version of the program.", ("version",)),
    }
)
