"""bulk: what administrators do to many matters at once, and what became of each."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "bulk",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("params", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column(
            "selection",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=False,
            comment="the filter as it was typed; empty for a list",
        ),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("ordered_by", sa.BigInteger(), nullable=False),
        sa.Column("ordered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "changed_at", sa.DateTime(timezone=True), nullable=False, comment="when it came into its state"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bulk")),
    )
    op.create_index("ix_bulk_person", "bulk", ["ordered_by", sa.text("id DESC")])
    op.create_index(
        "ix_bulk_working", "bulk", ["id"], postgresql_where=sa.text("state IN ('checking', 'running')")
    )
    _items()


def _items() -> None:
    op.create_table(
        "bulk_item",
        sa.Column("bulk_id", sa.BigInteger(), nullable=False),
        sa.Column("n", sa.BigInteger(), nullable=False),
        sa.Column("instance_id", sa.Uuid(), nullable=False, comment="its report outlives the matter"),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column(
            "foreseen",
            sa.Text(),
            nullable=True,
            comment="what the trial said: empty if it would be done, else the code",
        ),
        sa.Column("foreseen_params", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("code", sa.Text(), nullable=True, comment="why it was refused"),
        sa.Column("params", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column(
            "at", sa.DateTime(timezone=True), nullable=True, comment="when it was last looked at"
        ),
        sa.ForeignKeyConstraint(
            ["bulk_id"], ["bulk.id"], name=op.f("fk_bulk_item_bulk_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("bulk_id", "n", name=op.f("pk_bulk_item")),
        sa.UniqueConstraint("bulk_id", "instance_id", name=op.f("uq_bulk_item_bulk_id_instance_id")),
    )
    op.create_index(
        "ix_bulk_item_waiting", "bulk_item", ["bulk_id", "n"], postgresql_where=sa.text("state = 'waiting'")
    )
    op.create_index(
        "ix_bulk_item_unseen",
        "bulk_item",
        ["bulk_id", "n"],
        postgresql_where=sa.text("state = 'waiting' AND foreseen IS NULL"),
    )


def downgrade() -> None:
    op.drop_table("bulk_item")
    op.drop_table("bulk")
