"""what waits: how long held tasks stood still, since when an instance is suspended, and what came for it."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "task",
        sa.Column(
            "held_seconds",
            sa.BigInteger(),
            server_default=sa.text("0"),
            nullable=False,
            comment="seconds that its clock has stood still",
        ),
    )
    op.add_column(
        "instance",
        sa.Column(
            "suspended_at", sa.DateTime(timezone=True), nullable=True, comment="挂起: since when it waits"
        ),
    )
    op.create_table(
        "postponed",
        sa.Column("occurrence_id", sa.Uuid(), nullable=False),
        sa.Column("instance_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["occurrence_id"],
            ["occurrence.id"],
            name=op.f("fk_postponed_occurrence_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["instance_id"], ["instance.id"], name=op.f("fk_postponed_instance_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("occurrence_id", "instance_id", name=op.f("pk_postponed")),
    )
    op.create_index("ix_postponed_instance", "postponed", ["instance_id"])

