"""The tables of the engine.

One row of ``instance`` holds the whole state of a process (``snapshot``); the other tables are
what lists and people need without opening it. Every table is written by commands only.
"""

import uuid
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, Numeric, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base

INSTANCE_STATES = ("running", "suspended", "completed", "terminated", "cancelled")
TASK_STATES = ("open", "completed", "returned", "cancelled")


class Definition(Base):
    """One version of a process: what an instance is pinned to. Never changed once published."""

    __tablename__ = "definition"
    __table_args__ = (
        UniqueConstraint("service_key", "number"),
        Index(
            "ix_definition_in_force", "service_key", unique=True, postgresql_where=text("state = 'published'")
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    service_key: Mapped[str]
    number: Mapped[int]
    state: Mapped[str] = mapped_column(comment="editing, published, retired")
    name: Mapped[str]
    digest: Mapped[str] = mapped_column(comment="SHA-256 over everything a version is made of")
    bundle: Mapped[bytes] = mapped_column(comment="the service's folder as a zip, byte for byte")
    created_by: Mapped[int | None]
    created_at: Mapped[datetime]
    published_at: Mapped[datetime | None]


class Instance(Base):
    """A running or finished process instance (办件)."""

    __tablename__ = "instance"
    __table_args__ = (
        Index("ix_instance_initiator", "initiator_id", text("started_at DESC")),
        Index("ix_instance_service", "service_key", text("started_at DESC")),
        Index("ix_instance_due", "next_due", postgresql_where=text("next_due IS NOT NULL")),
        Index(
            "ix_instance_fields",
            "fields",
            postgresql_using="gin",
            postgresql_ops={"fields": "jsonb_path_ops"},
        ),
        Index("ix_instance_unfilled", "id", postgresql_where=text("fields IS NULL")),
        Index(
            "ix_instance_living",
            "service_key",
            text("started_at DESC"),
            postgresql_include=["state"],
            postgresql_where=text("state IN ('running', 'suspended')"),
        ),
        Index(
            "ix_instance_living_newest",
            text("started_at DESC"),
            postgresql_include=["state"],
            postgresql_where=text("state IN ('running', 'suspended')"),
        ),
        Index(
            "ix_instance_stopped",
            "service_key",
            text("started_at DESC"),
            postgresql_include=["state"],
            postgresql_where=text("state IN ('terminated', 'cancelled')"),
        ),
        Index("ix_instance_started", text("started_at DESC")),
        Index("ix_instance_definition", "definition_id", text("started_at DESC")),
        Index("ix_instance_unit", "unit_id"),
        Index("ix_instance_ended", "ended_at", postgresql_using="brin"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    definition_id: Mapped[int] = mapped_column(ForeignKey("definition.id"))
    service_key: Mapped[str]
    business_no: Mapped[str | None] = mapped_column(Text(collation="C"), unique=True)
    title: Mapped[str]
    initiator_id: Mapped[int]
    unit_id: Mapped[int | None]
    state: Mapped[str]
    lock_version: Mapped[int] = mapped_column(comment="guards caches only; a client never sends it")
    snapshot: Mapped[bytes]
    record_length: Mapped[int] = mapped_column(default=0)
    record_head: Mapped[bytes] = mapped_column(comment="digest of the newest record entry")
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    next_due: Mapped[datetime | None] = mapped_column(comment="when the next of its timers fires")
    suspended_at: Mapped[datetime | None] = mapped_column(comment="挂起: since when it waits")
    process_id: Mapped[str | None] = mapped_column(comment="NULL: the process that people start")
    conversation: Mapped[uuid.UUID | None] = mapped_column(
        comment="the instance whose message began this one, or one before it; NULL: itself"
    )
    fields: Mapped[list[Any] | None] = mapped_column(
        comment="values of the version's searchable fields, in its order; NULL: not looked at yet"
    )


class OrderedValue(Base):
    """A number or a day among the searchable values of an instance: what comes before and after others."""

    __tablename__ = "ordered_value"
    __table_args__ = (
        Index(
            "ix_ordered_value_number",
            "definition_id",
            "place",
            "number",
            "instance_id",
            postgresql_where=text("number IS NOT NULL"),
        ),
        Index(
            "ix_ordered_value_word",
            "definition_id",
            "place",
            "word",
            "instance_id",
            postgresql_where=text("word IS NOT NULL"),
        ),
    )

    instance_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("instance.id", ondelete="CASCADE"), primary_key=True
    )
    place: Mapped[int] = mapped_column(Integer, primary_key=True, comment="in instance.fields")
    definition_id: Mapped[int]
    number: Mapped[Decimal | None] = mapped_column(Numeric)
    word: Mapped[str | None] = mapped_column(Text(collation="C"), comment="a day or a moment, in ISO 8601")


class StoredData(Base):
    """What a data store of a service holds: it outlives the instances that wrote it."""

    __tablename__ = "data_store"

    service_key: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[list[Any]] = mapped_column(comment="the value, in a list of one")
    changed_at: Mapped[datetime]


class Task(Base):
    """A to-do item: one waiting user task of one instance, kept after it is done."""

    __tablename__ = "task"
    __table_args__ = (
        Index("ix_task_instance", "instance_id"),
        # A command looks for the few that are open, not for the thousand that are done.
        Index("ix_task_open", "instance_id", postgresql_where=text("state = 'open'")),
        Index(
            "ix_task_handler",
            "handler_id",
            text("closed_at DESC"),
            postgresql_where=text("handler_id IS NOT NULL"),
        ),
        Index("ix_task_standing", "element", postgresql_where=text("state = 'open'")),
        Index("ix_task_due", "due_at", postgresql_where=text("state = 'open' AND due_at IS NOT NULL")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    instance_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("instance.id", ondelete="CASCADE"))
    token: Mapped[int] = mapped_column(comment="the token of the snapshot that waits here")
    element: Mapped[str]
    name: Mapped[str] = mapped_column(comment="the step's name, so that lists need no definition")
    state: Mapped[str]
    version: Mapped[int] = mapped_column(default=1, comment="what a client sends as If-Match")
    reasons: Mapped[list[Any]] = mapped_column(comment="why these people: [[principal, reason, …], …]")
    handler_id: Mapped[int | None]
    outcome: Mapped[str | None]
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    sign: Mapped[str | None] = mapped_column(comment="how he signs: before, beside, after, delegate, back")
    claimed_by: Mapped[int | None] = mapped_column(comment="认领: the one of several who does it")
    held_at: Mapped[datetime | None] = mapped_column(comment="暂缓: its clock stands still since then")
    held_seconds: Mapped[int | None] = mapped_column(
        comment="seconds that its clock has stood still; NULL if it never did"
    )
    due_at: Mapped[datetime | None] = mapped_column(comment="until when it is to be done; NULL without haste")
    due_working: Mapped[bool | None] = mapped_column(comment="whether its clock counts working time only")


class Deadline(Base):
    """What happens to an open task before, when or after it is due; gone when the task is closed."""

    __tablename__ = "deadline"
    __table_args__ = (
        Index("ix_deadline_due", "at", postgresql_where=text("done_at IS NULL AND NOT asleep")),
    )

    task_id: Mapped[int] = mapped_column(ForeignKey("task.id", ondelete="CASCADE"), primary_key=True)
    n: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, comment="in order of time")
    at: Mapped[datetime]
    rule: Mapped[dict[str, Any]] = mapped_column(comment="the action as the diagram told it when it opened")
    done_at: Mapped[datetime | None]
    result: Mapped[str | None] = mapped_column(comment="fired, outdated, impossible")
    not_before: Mapped[datetime | None] = mapped_column(comment="left alone until then, after a fault")
    asleep: Mapped[bool] = mapped_column(
        server_default=text("false"),
        comment="its task is on hold, or its matter suspended: no sweep reads it",
    )


class Inbox(Base):
    """Who may handle an open task: a row for each principal, gone when the task is closed."""

    __tablename__ = "inbox"
    __table_args__ = (Index("ix_inbox_principal", "principal", text("task_id DESC")),)

    task_id: Mapped[int] = mapped_column(ForeignKey("task.id", ondelete="CASCADE"), primary_key=True)
    principal: Mapped[str] = mapped_column(primary_key=True)


class TaskRead(Base):
    """When a person first opened a task (已浏览)."""

    __tablename__ = "task_read"

    task_id: Mapped[int] = mapped_column(ForeignKey("task.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(primary_key=True)
    first_at: Mapped[datetime]


class RecordEntry(Base):
    """One line of the record (办理记录): append-only, each bound to the one before by an HMAC."""

    __tablename__ = "record_entry"

    instance_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("instance.id", ondelete="CASCADE"), primary_key=True
    )
    n: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str]
    person_id: Mapped[int | None]
    task_id: Mapped[int | None]
    element: Mapped[str | None]
    outcome: Mapped[str | None]
    text_digest: Mapped[bytes | None] = mapped_column(comment="keyed digest of the text, which may be erased")
    at: Mapped[datetime]
    digest: Mapped[bytes]


class RecordText(Base):
    """The words of a record entry, kept apart so that they can be erased without breaking the chain."""

    __tablename__ = "record_text"

    instance_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("instance.id", ondelete="CASCADE"), primary_key=True
    )
    n: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    text: Mapped[str]


class VariableChange(Base):
    """What a command changed in the variables; entry n says who and when.

    ``[[pointer, old, new], …]``, with the id of the scope behind where it is not the root. What only
    repeats the record is left out (:func:`engine.filling.is_of_the_record`).
    """

    __tablename__ = "variable_change"

    instance_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("instance.id", ondelete="CASCADE"), primary_key=True
    )
    n: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    changes: Mapped[list[Any]]


class Incident(Base):
    """A step that failed or a budget that ran out; open until retried or ended."""

    __tablename__ = "incident"
    __table_args__ = (
        Index("ix_incident_instance", "instance_id"),
        Index("ix_incident_open", "opened_at", postgresql_where=text("closed_at IS NULL")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    instance_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("instance.id", ondelete="CASCADE"))
    token: Mapped[int]
    element: Mapped[str]
    code: Mapped[str]
    detail: Mapped[str]
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]


class Secret(Base):
    """An encrypted field (``x-secret``): it never enters snapshot, change log, record or search."""

    __tablename__ = "secret"

    instance_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("instance.id", ondelete="CASCADE"), primary_key=True
    )
    pointer: Mapped[str] = mapped_column(primary_key=True)
    sealed: Mapped[bytes | None] = mapped_column(comment="NULL once used and erased")
    sealed_at: Mapped[datetime]
    erased_at: Mapped[datetime | None]


class Draft(Base):
    """What somebody has typed and not sent: an application (草稿), or a handler's unsent input."""

    __tablename__ = "draft"
    __table_args__ = (
        Index("ix_draft_person", "person_id", text("updated_at DESC")),
        Index("ix_draft_task", "task_id", postgresql_where=text("task_id IS NOT NULL")),
        Index("ix_draft_old", "updated_at", postgresql_where=text("task_id IS NULL")),
        UniqueConstraint("person_id", "task_id"),
        CheckConstraint("task_id IS NULL OR definition_id IS NOT NULL"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int]
    service_key: Mapped[str]
    definition_id: Mapped[int] = mapped_column(ForeignKey("definition.id"))
    task_id: Mapped[int | None] = mapped_column(ForeignKey("task.id", ondelete="CASCADE"))
    unit_id: Mapped[int | None]
    document: Mapped[dict[str, Any]]
    opinion: Mapped[str] = mapped_column(default="")
    updated_at: Mapped[datetime]
    warned_at: Mapped[datetime | None] = mapped_column(
        comment="when its owner was told that it will be deleted; void once he touches it"
    )


class NumberSequence(Base):
    """The last business number given, per rule and period (X8): gaps are allowed, repeats are not."""

    __tablename__ = "number_sequence"

    rule: Mapped[str] = mapped_column(primary_key=True)
    period: Mapped[str] = mapped_column(primary_key=True)
    last: Mapped[int]


class Attachment(Base):
    """A file somebody uploaded; the bytes lie in the file store under their SHA-256."""

    __tablename__ = "attachment"
    __table_args__ = (
        Index("ix_attachment_instance", "instance_id"),
        Index("ix_attachment_loose", "created_at", "id", postgresql_where=text("instance_id IS NULL")),
        Index("ix_attachment_sha256", "sha256"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    owner_id: Mapped[int]
    instance_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("instance.id", ondelete="CASCADE"))
    name: Mapped[str]
    content_type: Mapped[str]
    size: Mapped[int]
    sha256: Mapped[str]
    created_at: Mapped[datetime]
