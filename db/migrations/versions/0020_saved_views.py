"""saved views: filters of instances that people keep under a name."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "saved_view",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False, comment="who keeps it"),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("filter", sa.Text(), nullable=False, comment="as it stands in an address"),
        sa.Column(
            "unit_id", sa.BigInteger(), nullable=True, comment="whose administrators see it; NULL: himself"
        ),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_view")),
        sa.UniqueConstraint("person_id", "name", name=op.f("uq_saved_view_person_id_name")),
    )
    op.create_index(
        "ix_saved_view_unit", "saved_view", ["unit_id"], postgresql_where=sa.text("unit_id IS NOT NULL")
    )


def downgrade() -> None:
    op.drop_table("saved_view")
