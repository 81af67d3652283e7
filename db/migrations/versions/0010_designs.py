"""designs: what designers upload and edit before it becomes a version, and what it was before."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def _content() -> list[sa.Column[object]]:
    return [
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("bundle", sa.LargeBinary(), nullable=False, comment="the service's folder as a zip"),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False, comment="runnable, drawing, refused"),
        sa.Column(
            "notes",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=False,
            comment="findings about the files beside the diagram",
        ),
    ]


def upgrade() -> None:
    op.create_table(
        "design",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("service_key", sa.Text(), nullable=False),
        sa.Column(
            "unit_id",
            sa.BigInteger(),
            nullable=True,
            comment="whose designers may edit it; NULL: the whole school",
        ),
        sa.Column("file_name", sa.Text(), nullable=False, comment="what was uploaded last"),
        sa.Column(
            "original",
            sa.LargeBinary(),
            nullable=False,
            comment="the files as they were uploaded last, as a zip",
        ),
        *_content(),
        sa.Column("lock_version", sa.BigInteger(), nullable=False, comment="what a client sends as If-Match"),
        sa.Column("created_by", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("definition_id", sa.BigInteger(), nullable=True, comment="the version that it has become"),
        sa.ForeignKeyConstraint(["definition_id"], ["definition.id"], name=op.f("fk_design_definition_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_design")),
    )
    op.create_index(
        "ix_design_open",
        "design",
        [sa.text("updated_at DESC")],
        postgresql_where=sa.text("definition_id IS NULL"),
    )
    op.create_index(
        "ix_design_definition",
        "design",
        ["definition_id"],
        postgresql_where=sa.text("definition_id IS NOT NULL"),
    )
    op.create_table(
        "design_state",
        sa.Column("design_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column(
            "change",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=False,
            comment="what was done to it then",
        ),
        sa.Column(
            "original",
            sa.LargeBinary(),
            nullable=True,
            comment="the files before another upload; NULL: the same",
        ),
        sa.Column("file_name", sa.Text(), nullable=False, comment="what was uploaded last"),
        *_content(),
        sa.ForeignKeyConstraint(
            ["design_id"], ["design.id"], name=op.f("fk_design_state_design_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("design_id", "number", name=op.f("pk_design_state")),
    )


def downgrade() -> None:
    op.drop_table("design_state")
    op.drop_index("ix_design_definition", table_name="design")
    op.drop_index("ix_design_open", table_name="design")
    op.drop_table("design")
