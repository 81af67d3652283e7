"""connectors kept: what was changed of them, by whom; what is open of each; who may; no secret outlives its end."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "connector_change",
        sa.Column("id", sa.BigInteger(), autoincrement=True, nullable=False),
        sa.Column("connector", sa.Text(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=True, comment="nobody: by the command line"),
        sa.Column("action", sa.Text(), nullable=False, comment="set, remove, try"),
        sa.Column("changes", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_connector_change")),
    )
    op.create_index("ix_connector_change_connector", "connector_change", ["connector", "at"])
    op.create_index(
        "ix_call_open",
        "call",
        ["connector", "state"],
        postgresql_where=sa.text("state IN ('queued', 'due', 'trying', 'answered', 'failed')"),
    )
    # A school administrator holds every capability; those who mend matters of the whole school are such.
    op.execute(
        "INSERT INTO capability_grant (principal, capability, unit_id)"
        " SELECT g.principal, 'connector.manage', g.unit_id FROM capability_grant g"
        " LEFT JOIN unit u ON u.id = g.unit_id"
        " WHERE g.capability = 'instance.mend' AND g.principal NOT LIKE 'r:%'"
        " AND (g.unit_id IS NULL OR u.parent_id IS NULL) ON CONFLICT DO NOTHING"
    )
    op.execute(
        "UPDATE secret SET sealed = NULL, erased_at = now() WHERE sealed IS NOT NULL AND instance_id IN"
        " (SELECT id FROM instance WHERE state IN ('completed', 'terminated', 'cancelled'))"
    )


def downgrade() -> None:
    op.execute("DELETE FROM capability_grant WHERE capability = 'connector.manage'")
    op.drop_index("ix_call_open", table_name="call")
    op.drop_table("connector_change")
