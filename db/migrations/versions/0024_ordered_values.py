"""ordered values: numbers and days among the searchable values, which can be asked from and to.

What stands in the instances is copied by the look of it, without asking any version what it means: a row too
many does no harm, for `instance.fields` is asked as well.
"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("person_number", "person", ["number"], postgresql_ops={"number": "text_pattern_ops"})
    op.create_table(
        "ordered_value",
        sa.Column("instance_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False, comment="in instance.fields"),
        sa.Column("definition_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.Numeric(), nullable=True),
        sa.Column(
            "word", sa.Text(collation="C"), nullable=True, comment="a day or a moment, in ISO 8601"
        ),
        sa.ForeignKeyConstraint(
            ["instance_id"],
            ["instance.id"],
            name=op.f("fk_ordered_value_instance_id_instance"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("instance_id", "place", name=op.f("pk_ordered_value")),
    )
    op.execute(
        "INSERT INTO ordered_value (instance_id, place, definition_id, number, word)"
        " SELECT i.id, v.n - 1, i.definition_id,"
        " CASE jsonb_typeof(v.value) WHEN 'number' THEN CAST(v.value #>> '{}' AS numeric) END,"
        " CASE jsonb_typeof(v.value) WHEN 'string' THEN v.value #>> '{}' END"
        " FROM instance i CROSS JOIN LATERAL jsonb_array_elements(i.fields) WITH ORDINALITY AS v(value, n)"
        " WHERE jsonb_typeof(v.value) = 'number' OR (jsonb_typeof(v.value) = 'string'"
        " AND v.value #>> '{}' ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}')"
    )
    for name in ("number", "word"):
        op.create_index(
            f"ix_ordered_value_{name}",
            "ordered_value",
            ["definition_id", "place", name, "instance_id"],
            postgresql_where=sa.text(f"{name} IS NOT NULL"),
        )


def downgrade() -> None:
    op.drop_table("ordered_value")
    op.drop_index("person_number", "person")
