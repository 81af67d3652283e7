"""what people do around a task: signers, claims, holds, copies, hand-overs, comments, reminders, substitutes."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "phrase",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phrase")),
    )
    op.create_index("ix_phrase_person", "phrase", ["person_id", "position"])
    op.create_table(
        "substitution",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("substitute_id", sa.BigInteger(), nullable=False),
        sa.Column("service_key", sa.Text(), nullable=True, comment="NULL: every service"),
        sa.Column("since", sa.Date(), nullable=False, comment="the first day, on the campus's calendar"),
        sa.Column("until", sa.Date(), nullable=False, comment="the last day"),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "ended_at", sa.DateTime(timezone=True), nullable=True, comment="called off before its last day"
        ),
        sa.CheckConstraint("person_id <> substitute_id", name="two_people"),
        sa.CheckConstraint("until >= since", name="days_in_order"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_substitution")),
    )
    op.create_index("ix_substitution_person", "substitution", ["person_id"])
    op.create_table(
        "carbon_copy",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("instance_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("by_person_id", sa.BigInteger(), nullable=True, comment="NULL: a rule of the diagram"),
        sa.Column("element", sa.Text(), nullable=False, comment="the step whose fields he sees"),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["instance_id"], ["instance.id"], name=op.f("fk_carbon_copy_instance_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_carbon_copy")),
        sa.UniqueConstraint("instance_id", "person_id", name=op.f("uq_carbon_copy_instance_id_person_id")),
    )
    op.create_index(
        "ix_carbon_copy_person", "carbon_copy", ["person_id", sa.text("at DESC"), sa.text("id DESC")]
    )
    op.create_table(
        "comment",
        sa.Column("instance_id", sa.Uuid(), nullable=False),
        sa.Column("n", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("reply_to", sa.BigInteger(), nullable=True, comment="number of the entry that it answers"),
        sa.Column(
            "mentions",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=False,
            comment="ids of the people it names (@)",
        ),
        sa.ForeignKeyConstraint(
            ["instance_id"], ["instance.id"], name=op.f("fk_comment_instance_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("instance_id", "n", name=op.f("pk_comment")),
    )
    op.create_table(
        "handover",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("task_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False, comment="transfer, delegate, sign"),
        sa.Column("from_id", sa.BigInteger(), nullable=False),
        sa.Column("to_id", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["task_id"], ["task.id"], name=op.f("fk_handover_task_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover")),
    )
    op.create_index("ix_handover_from", "handover", ["from_id", sa.text("at DESC"), sa.text("id DESC")])
    op.create_index("ix_handover_task", "handover", ["task_id"])
    op.create_table(
        "reminder",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("instance_id", sa.Uuid(), nullable=False),
        sa.Column("task_id", sa.BigInteger(), nullable=False),
        sa.Column("by_person_id", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "answer_n", sa.BigInteger(), nullable=True, comment="the record's entry that holds the answer"
        ),
        sa.ForeignKeyConstraint(
            ["instance_id"], ["instance.id"], name=op.f("fk_reminder_instance_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["task_id"], ["task.id"], name=op.f("fk_reminder_task_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder")),
    )
    op.create_index("ix_reminder_task", "reminder", ["task_id", sa.text("at DESC")])
    op.add_column(
        "task",
        sa.Column(
            "sign",
            sa.Text(),
            nullable=True,
            comment="how he signs: before, beside, after, delegate, back",
        ),
    )
    op.add_column(
        "task",
        sa.Column(
            "claimed_by", sa.BigInteger(), nullable=True, comment="认领: the one of several who does it"
        ),
    )
    op.add_column(
        "task",
        sa.Column(
            "held_at",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="暂缓: its clock stands still since then",
        ),
    )
