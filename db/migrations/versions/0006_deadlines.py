"""working calendar, due times and what happens before, at and after them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "calendar_day",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.CheckConstraint("kind IN ('holiday', 'workday')", name="kind"),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_calendar_day")),
    )
    op.create_table(
        "working_span",
        sa.Column("weekday", sa.BigInteger(), autoincrement=False, nullable=False, comment="Monday is 0"),
        sa.Column("starts_at", sa.Time(), nullable=False),
        sa.Column("ends_at", sa.Time(), nullable=False),
        sa.CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday"),
        sa.CheckConstraint("starts_at < ends_at", name="order"),
        sa.PrimaryKeyConstraint("weekday", "starts_at", name=op.f("pk_working_span")),
    )
    op.add_column(
        "task",
        sa.Column(
            "due_at",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="until when it is to be done; NULL without haste",
        ),
    )
    op.add_column(
        "task",
        sa.Column(
            "due_working", sa.Boolean(), nullable=True, comment="whether its clock counts working time only"
        ),
    )
    op.create_table(
        "deadline",
        sa.Column("task_id", sa.BigInteger(), nullable=False),
        sa.Column("n", sa.BigInteger(), autoincrement=False, nullable=False, comment="in order of time"),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "rule",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=False,
            comment="the action as the diagram told it when it opened",
        ),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("result", sa.Text(), nullable=True, comment="fired, outdated, impossible"),
        sa.Column(
            "not_before",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="left alone until then, after a fault",
        ),
        sa.ForeignKeyConstraint(
            ["task_id"], ["task.id"], name=op.f("fk_deadline_task_id_task"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("task_id", "n", name=op.f("pk_deadline")),
    )
    op.create_index("ix_deadline_due", "deadline", ["at"], postgresql_where=sa.text("done_at IS NULL"))
