"""messages: preferences, e-mails and what becomes of each message; anchors and checks of the record."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0015"
down_revision = "0014"
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
    _left_behind()
    _anchors()
    _checks()


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


def _left_behind() -> None:
    op.add_column(
        "draft",
        sa.Column(
            "warned_at",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="when its owner was told that it will be deleted; void once he touches it",
        ),
    )
    op.create_index("ix_draft_old", "draft", ["updated_at"], postgresql_where=sa.text("task_id IS NULL"))
    op.create_index(
        "ix_attachment_loose",
        "attachment",
        ["created_at", "id"],
        postgresql_where=sa.text("instance_id IS NULL"),
    )
    op.create_index("ix_attachment_sha256", "attachment", ["sha256"])
    op.create_table(
        "unused_file",
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_unused_file")),
    )


def _anchors() -> None:
    op.create_table(
        "record_anchor",
        sa.Column("n", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("chains", sa.BigInteger(), nullable=False),
        sa.Column(
            "digest",
            sa.LargeBinary(),
            nullable=False,
            comment="SHA-256 of the file, which names the one before it",
        ),
        sa.PrimaryKeyConstraint("n", name=op.f("pk_record_anchor")),
    )
    op.create_table(
        "anchored_chain",
        sa.Column("instance_id", sa.Uuid(), nullable=False),
        sa.Column("length", sa.BigInteger(), nullable=False),
        sa.Column("head", sa.LargeBinary(), nullable=False),
        sa.Column("anchor", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("instance_id", name=op.f("pk_anchored_chain")),
    )


def _checks() -> None:
    op.create_table(
        "record_check",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column(
            "position",
            sa.Uuid(),
            nullable=False,
            comment="the last instance that was verified in this round",
        ),
        sa.Column("rounds", sa.BigInteger(), nullable=False, comment="how often all of them were"),
        sa.Column("verified", sa.BigInteger(), nullable=False, comment="records that were verified, ever"),
        sa.Column("broken", sa.BigInteger(), nullable=False, comment="those of them that did not hold"),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("id = 1", name="ck_record_check_one"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record_check")),
    )
    op.create_table(
        "broken_record",
        sa.Column("instance_id", sa.Uuid(), nullable=False),
        sa.Column(
            "first_bad",
            sa.BigInteger(),
            nullable=False,
            comment="number of the first entry that does not hold",
        ),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("instance_id", name=op.f("pk_broken_record")),
    )


def downgrade() -> None:
    for table in ("broken_record", "record_check", "anchored_chain", "record_anchor", "unused_file"):
        op.drop_table(table)
    op.drop_index("ix_attachment_sha256", table_name="attachment")
    op.drop_index("ix_attachment_loose", table_name="attachment")
    op.drop_index("ix_draft_old", table_name="draft")
    op.drop_column("draft", "warned_at")
    op.drop_table("due_told")
    op.drop_table("message_fate")
    op.drop_table("mail")
    op.drop_table("message_preference")
    op.execute("DELETE FROM message WHERE instance_id IS NULL")
    op.alter_column("message", "instance_id", existing_type=sa.Uuid(), nullable=False, comment=None)
