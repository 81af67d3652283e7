"""messages: preferences, e-mails and what becomes of each message; anchors and checks of the record."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0015"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.alter_column(
        "message",
        "instance_id",
        existing_type=sa.Uuid(),
        nullable=True,
        comment="NULL: it is about no matter",
    )
    _preferences()
    _mails()
    _fates()
    _due()


def _preferences() -> None:
    op.create_table(
        "message_preference",
        sa.Column("person_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column(
            "mail",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=False,
            comment="kind → now, digest, off",
        ),
        sa.Column("language", sa.Text(), nullable=False, comment="of his mails: zh-CN, en"),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_message_preference_person_id")
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_message_preference")),
    )


def _mails() -> None:
    op.create_table(
        "mail",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("day", sa.Date(), nullable=True, comment="of the digest; NULL: one message, at once"),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("tries", sa.BigInteger(), nullable=False),
        sa.Column(
            "next_at",
            sa.DateTime(timezone=True),
            nullable=False,
            comment="when somebody must look at it, see the states",
        ),
        sa.Column("code", sa.Text(), nullable=True, comment="why the last try failed"),
        sa.Column("detail", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_mail_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail")),
    )
    going = sa.text("state IN ('due', 'queued', 'trying')")
    op.create_index("ix_mail_next", "mail", ["next_at"], postgresql_where=going)
    op.create_index("ix_mail_person", "mail", ["person_id", "created_at"])
    op.create_index(
        "uq_mail_digest", "mail", ["person_id", "day"], unique=True, postgresql_where=sa.text("day IS NOT NULL")
    )


def _fates() -> None:
    op.create_table(
        "message_fate",
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=True),
        sa.Column("mail_id", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False, comment="when this state came"),
        sa.ForeignKeyConstraint(
            ["message_id"], ["message.id"], name=op.f("fk_message_fate_message_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["mail_id"], ["mail.id"], name=op.f("fk_message_fate_mail_id")),
        sa.PrimaryKeyConstraint("message_id", "channel", name=op.f("pk_message_fate")),
    )
    op.create_index(
        "ix_message_fate_waiting",
        "message_fate",
        ["person_id"],
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_index(
        "ix_message_fate_mail",
        "message_fate",
        ["mail_id"],
        postgresql_where=sa.text("mail_id IS NOT NULL"),
    )
    op.create_index("ix_message_fate_state", "message_fate", ["state", sa.text("message_id DESC")])


def _due() -> None:
    op.create_table(
        "due_told",
        sa.Column("task_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["task_id"], ["task.id"], name=op.f("fk_due_told_task_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("task_id", name=op.f("pk_due_told")),
    )
    op.create_index(
        "ix_task_due",
        "task",
        ["due_at"],
        postgresql_where=sa.text("state = 'open' AND due_at IS NOT NULL"),
    )


def downgrade() -> None:
    op.drop_index("ix_task_due", table_name="task")
    op.drop_table("due_told")
    op.drop_table("message_fate")
    op.drop_table("mail")
    op.drop_table("message_preference")
    op.execute("DELETE FROM message WHERE instance_id IS NULL")
    op.alter_column("message", "instance_id", existing_type=sa.Uuid(), nullable=False, comment=None)
