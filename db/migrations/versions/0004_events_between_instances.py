"""timers, and events between instances."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "instance",
        sa.Column(
            "next_due", sa.DateTime(timezone=True), nullable=True, comment="when the next of its timers fires"
        ),
    )
    op.add_column(
        "instance",
        sa.Column("process_id", sa.Text(), nullable=True, comment="NULL: the process that people start"),
    )
    op.add_column(
        "instance",
        sa.Column(
            "conversation",
            sa.Uuid(),
            nullable=True,
            comment="the instance whose message began this one, or one before it; NULL: itself",
        ),
    )
    # Nobody has asked these for their timers yet: each is looked at once, and then says when it is due.
    op.execute("UPDATE instance SET next_due = now() WHERE state = 'running'")
    op.create_index(
        "ix_instance_due", "instance", ["next_due"], postgresql_where=sa.text("next_due IS NOT NULL")
    )
    op.create_table(
        "subscription",
        sa.Column("instance_id", sa.Uuid(), nullable=False),
        sa.Column("holder", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("element", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("service_key", sa.Text(), nullable=False),
        sa.Column(
            "keys",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=False,
            comment="what a message must carry to be meant for it",
        ),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["instance_id"],
            ["instance.id"],
            name=op.f("fk_subscription_instance_id_instance"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "instance_id", "holder", "element", "kind", "name", name=op.f("pk_subscription")
        ),
    )
    op.create_index("ix_subscription_name", "subscription", ["service_key", "kind", "name"])
    op.create_table(
        "beginning",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("definition_id", sa.BigInteger(), nullable=False),
        sa.Column("service_key", sa.Text(), nullable=False),
        sa.Column("process_id", sa.Text(), nullable=False),
        sa.Column("element", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("next_due", sa.DateTime(timezone=True), nullable=True),
        sa.Column("turns_left", sa.BigInteger(), nullable=False, comment="of a cycle; -1 without end"),
        sa.ForeignKeyConstraint(
            ["definition_id"],
            ["definition.id"],
            name=op.f("fk_beginning_definition_id_definition"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_beginning")),
    )
    op.create_index("ix_beginning_name", "beginning", ["service_key", "kind", "name"])
    op.create_index(
        "ix_beginning_due", "beginning", ["next_due"], postgresql_where=sa.text("next_due IS NOT NULL")
    )
    op.create_table(
        "occurrence",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("service_key", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("payload", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("keys", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("instance_id", sa.Uuid(), nullable=False),
        sa.Column("element", sa.Text(), nullable=False),
        sa.Column(
            "hops",
            sa.BigInteger(),
            nullable=False,
            comment="how many occurrences led to this one, each by the one before",
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["instance_id"],
            ["instance.id"],
            name=op.f("fk_occurrence_instance_id_instance"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_occurrence")),
    )
    op.create_index(
        "ix_occurrence_waiting",
        "occurrence",
        ["service_key", "name"],
        postgresql_where=sa.text("delivered_at IS NULL"),
    )
    op.create_index("ix_occurrence_at", "occurrence", ["at"])
    op.create_table(
        "receipt",
        sa.Column("occurrence_id", sa.Uuid(), nullable=False),
        sa.Column("receiver", sa.Text(), nullable=False, comment="an instance, or a beginning"),
        sa.ForeignKeyConstraint(
            ["occurrence_id"],
            ["occurrence.id"],
            name=op.f("fk_receipt_occurrence_id_occurrence"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("occurrence_id", "receiver", name=op.f("pk_receipt")),
    )
    op.create_table(
        "data_store",
        sa.Column("service_key", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column(
            "value",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=False,
            comment="the value, in a list of one",
        ),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("service_key", "name", name=op.f("pk_data_store")),
    )
