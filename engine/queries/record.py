"""办理记录: the lines of an instance's record, as people read them (T2)."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text

from db.link import Answer, Link, Row
from engine.definitions import Deployed
from engine.outcomes import outcomes_of
from engine.runtime import Runtime

# What people say beside the process takes no time of it: the next step counts from the one before.
_TALK = "(e.kind IN ('copy', 'comment', 'remind', 'answer'))"
# Whom a line is about: keys of people, of groups, of posts at a unit, one after the other.
_NAMED = (
    "ARRAY(SELECT coalesce(o.name, g.name, x.name || r.name)"
    " FROM unnest(string_to_array(e.outcome, ' ')) WITH ORDINALITY AS k(key, place)"
    " LEFT JOIN person o ON o.id = substring(k.key FROM '^p:([0-9]{1,18})$')::bigint"
    " LEFT JOIN group_ g ON g.key = substring(k.key FROM '^g:(.+)$')"
    " LEFT JOIN role r ON r.key = substring(k.key FROM '^r:(.+)@[0-9]+$')"
    " LEFT JOIN unit x ON x.id = substring(k.key FROM '@([0-9]{1,18})$')::bigint"
    " WHERE coalesce(o.name, g.name, x.name || r.name) IS NOT NULL ORDER BY k.place)"
)
_LINES = (
    "SELECT e.n, e.kind, e.element, e.outcome, e.at, w.text, p.name AS person_name,"
    " coalesce(u.name, '') AS person_unit,"
    " CASE WHEN NOT {talk} THEN extract(epoch FROM e.at - lag(e.at) OVER (PARTITION BY {talk} ORDER BY e.n))"
    "::float END AS seconds,"
    " CASE WHEN e.outcome ~ '^[pgr]:' THEN {named} ELSE '{{}}' END AS others,"
    " c.reply_to, ARRAY(SELECT o.name"
    " FROM jsonb_array_elements_text(c.mentions) WITH ORDINALITY AS k(id, place)"
    " JOIN person o ON o.id = k.id::bigint ORDER BY k.place) AS mentions,"
    " (SELECT min(r.first_at) FROM task_read r WHERE r.task_id = e.task_id AND r.person_id = e.person_id"
    " AND NOT {talk})"
    " AS first_read_at, e.text_digest IS NOT NULL AND w.text IS NULL AS erased"
    " FROM record_entry e LEFT JOIN record_text w USING (instance_id, n)"
    " LEFT JOIN comment c USING (instance_id, n)"
    " LEFT JOIN person p ON p.id = e.person_id"
    " LEFT JOIN membership m ON m.person_id = p.id AND m.main LEFT JOIN unit u ON u.id = m.unit_id"
    " WHERE e.instance_id = {instance} ORDER BY e.n"
)

_RECEIPTS = (
    "SELECT t.element, t.name, p.name AS person_name, coalesce(u.name, '') AS person_unit, r.first_at"
    " FROM task t JOIN task_read r ON r.task_id = t.id JOIN person p ON p.id = r.person_id"
    " LEFT JOIN membership m ON m.person_id = p.id AND m.main LEFT JOIN unit u ON u.id = m.unit_id"
    " WHERE t.instance_id = {instance} AND t.state = 'open' ORDER BY r.first_at"
)

_VERSION = text("SELECT id FROM definition WHERE service_key = :key AND number = :number")

_OF_TASK = "(SELECT instance_id FROM task WHERE id = :id)"
_BY_ID = [text(sql.format(instance=":id", talk=_TALK, named=_NAMED)) for sql in (_LINES, _RECEIPTS)]
_BY_TASK = [text(sql.format(instance=_OF_TASK, talk=_TALK, named=_NAMED)) for sql in (_LINES, _RECEIPTS)]


@dataclass(frozen=True, slots=True)
class RecordLine:
    """One line.

    Attributes
    ----------
    seconds
        用时: since the line before (T2: 11:25:42 → 11:26:16 is 34 s); None for the first, and for what
        people say beside the process.
    first_read_at
        When this handler first opened the task (已浏览).
    erased
        There were words; they have been erased.
    others
        Whom the line is about besides: who was given the task, asked to sign, sent a copy; people, groups,
        or posts at a unit. Their keys are then its outcome. Of a jump, the step that it led to.
    reason
        Why a step was passed over: ``nobody``, ``initiator`` or ``repeated``.
    reply_to, mentions
        Number of the line that a comment answers, and the names of those it mentions.
    """

    n: int
    kind: str
    person_name: str
    person_unit: str
    step_id: str | None
    step_name: str
    outcome: str | None
    outcome_kind: str | None
    outcome_text: dict[str, str]
    text: str
    at: datetime
    seconds: float | None
    first_read_at: datetime | None
    erased: bool = False
    reason: str = ""
    others: tuple[str, ...] = ()
    reply_to: int | None = None
    mentions: tuple[str, ...] = ()

    @property
    def other_name(self) -> str:
        """The others in one text; empty if there are none."""
        return "、".join(self.others)


@dataclass(frozen=True, slots=True)
class ReadReceipt:
    """Somebody has opened a task that is still open."""

    step_id: str
    step_name: str
    person_name: str
    person_unit: str
    at: datetime


def ask_record(connection: Link, instance_id: uuid.UUID) -> tuple[Answer, Answer]:
    """Ask for the record of an instance and who has opened its tasks: for `entries` and `receipts`."""
    lines, receipts = (connection.execute(sql, {"id": instance_id}) for sql in _BY_ID)
    return lines, receipts


def ask_record_by_task(connection: Link, task_id: int) -> tuple[Answer, Answer]:
    """Ask as :func:`ask_record`, for the instance of a task."""
    lines, receipts = (connection.execute(sql, {"id": task_id}) for sql in _BY_TASK)
    return lines, receipts


def entries(rt: Runtime, connection: Link, asked: Answer, deployed: Deployed) -> tuple[RecordLine, ...]:
    """Give the record asked for, oldest first; what was done before a migration in the words of that version.

    Parameters
    ----------
    deployed
        The version that the instance is on.
    """
    lines = []
    for row, version in _with_versions(rt, connection, asked.all(), deployed):
        reason, outcome = _skipped(row.outcome) if row.kind == "skip" else ("", row.outcome)
        kind, words = _outcome(version, row.element, outcome)
        lines.append(
            RecordLine(
                n=row.n,
                kind=row.kind,
                person_name=row.person_name or "",
                person_unit=row.person_unit,
                step_id=row.element,
                step_name=version.step_name(row.element) if row.element else "",
                outcome=outcome,
                outcome_kind=kind,
                outcome_text=words,
                text=row.text or "",
                at=row.at,
                seconds=row.seconds,
                first_read_at=row.first_read_at,
                erased=row.erased,
                others=tuple(row.others) or _elsewhere(version, row.kind, row.outcome),
                reason=reason,
                reply_to=row.reply_to,
                mentions=tuple(row.mentions),
            )
        )
    return tuple(lines)


def receipts(asked: Answer) -> tuple[ReadReceipt, ...]:
    """Give who has opened the tasks that are still open, the first first."""
    return tuple(
        ReadReceipt(row.element, row.name, row.person_name, row.person_unit, row.first_at) for row in asked
    )


def _with_versions(
    rt: Runtime, connection: Link, rows: Sequence[Row], deployed: Deployed
) -> list[tuple[Row, Deployed]]:
    """Give each line with the version that its instance was on then."""
    found = []
    for row in reversed(rows):
        found.append((row, deployed))
        if row.kind == "migrate" and row.outcome:
            values = {"key": deployed.service_key, "number": int(row.outcome.partition("-")[0])}
            before = connection.execute(_VERSION, values).scalar_one()
            deployed = rt.definitions.get(connection, before)
    return found[::-1]


def _elsewhere(deployed: Deployed, kind: str, outcome: str | None) -> tuple[str, ...]:
    """Name the step that a jump led to."""
    return (deployed.step_name(outcome),) if kind == "jump" and outcome else ()


def _skipped(outcome: str) -> tuple[str, str]:
    """Take apart why a step was passed over and with which outcome."""
    reason, _, chosen = outcome.partition(":")
    return reason, chosen


def _outcome(
    deployed: Deployed, element: str | None, outcome: str | None
) -> tuple[str | None, dict[str, str]]:
    for candidate in outcomes_of(deployed, element) if element else ():
        if candidate.id == outcome:
            return candidate.kind, dict(candidate.text)
    return None, {}
