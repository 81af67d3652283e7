"""looks: who saw the data of people in matters that are none of his own."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "look",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column(
            "instance_id", sa.Uuid(), nullable=True, comment="NULL: several at once; detail says which"
        ),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False, comment="what of it he saw"),
        sa.Column("detail", sa.Text(), nullable=False, comment="which part, or how many; no personal data"),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["instance_id"], ["instance.id"], name=op.f("fk_look_instance_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_look")),
    )
    op.create_index("ix_look_instance", "look", ["instance_id", sa.text("at DESC")])
    op.create_index("ix_look_person", "look", ["person_id", sa.text("at DESC")])
    op.create_index("ix_look_at", "look", [sa.text("at DESC"), sa.text("id DESC")])


def downgrade() -> None:
    op.drop_table("look")
