"""calls: what steps ask of outside systems, and how these have been doing."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _calls()
    _connectors()


def _calls() -> None:
    op.create_table(
        "call",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("instance_id", sa.Uuid(), nullable=False),
        sa.Column("token", sa.BigInteger(), nullable=False),
        sa.Column("element", sa.Text(), nullable=False),
        sa.Column("connector", sa.Text(), nullable=False),
        sa.Column("operation", sa.Text(), nullable=False, comment="behind the connector's name"),
        sa.Column("params", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column(
            "secrets",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=False,
            comment="name → pointer of a secret field",
        ),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("tries", sa.BigInteger(), nullable=False),
        sa.Column(
            "next_at",
            sa.DateTime(timezone=True),
            nullable=False,
            comment="when somebody must look at it, see the states",
        ),
        sa.Column(
            "answer",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=True,
            comment="result; or error with values",
        ),
        sa.Column("code", sa.Text(), nullable=True, comment="why the last try failed"),
        sa.Column("detail", sa.Text(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["instance_id"], ["instance.id"], name=op.f("fk_call_instance_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call")),
        sa.UniqueConstraint("instance_id", "token", name=op.f("uq_call_instance_id_token")),
    )
    op.create_index(
        "ix_call_next",
        "call",
        ["next_at"],
        postgresql_where=sa.text("state IN ('queued', 'due', 'trying', 'answered')"),
    )
    op.create_index("ix_call_trying", "call", ["connector"], postgresql_where=sa.text("state = 'trying'"))


def _connectors() -> None:
    op.create_table(
        "connector_health",
        sa.Column("connector", sa.Text(), nullable=False),
        sa.Column("failures", sa.BigInteger(), nullable=False),
        sa.Column("rests_until", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("connector", name=op.f("pk_connector_health")),
    )
    op.create_table(
        "connector",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False, comment="http, mail, mailbox"),
        sa.Column("settings", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column(
            "secret",
            sa.LargeBinary(),
            nullable=True,
            comment="password or token, sealed; never shown again",
        ),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_connector")),
    )


def downgrade() -> None:
    op.drop_table("connector")
    op.drop_table("connector_health")
    op.drop_index("ix_call_trying", table_name="call")
    op.drop_index("ix_call_next", table_name="call")
    op.drop_table("call")
