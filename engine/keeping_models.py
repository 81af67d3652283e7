"""Tables of what keeps the record and the store of files in order."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base


class RecordAnchor(Base):
    """One file in the log of anchors: heads of records, as they were at a moment."""

    __tablename__ = "record_anchor"

    n: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    chains: Mapped[int]
    digest: Mapped[bytes] = mapped_column(comment="SHA-256 of the file, which names the one before it")


class AnchoredChain(Base):
    """How long an instance's record was, and its head, when it was last anchored.

    Without a foreign key: an instance that is gone must not take its witness with it.
    """

    __tablename__ = "anchored_chain"

    instance_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    length: Mapped[int]
    head: Mapped[bytes]
    anchor: Mapped[int]


class RecordCheck(Base):
    """How far the rolling verification of the records has come, and what it has found; one row."""

    __tablename__ = "record_check"
    __table_args__ = (CheckConstraint("id = 1", name="ck_record_check_one"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    position: Mapped[uuid.UUID] = mapped_column(comment="the last instance that was verified in this round")
    rounds: Mapped[int] = mapped_column(comment="how often all of them were")
    verified: Mapped[int] = mapped_column(comment="records that were verified, ever")
    broken: Mapped[int] = mapped_column(comment="those of them that did not hold")
    at: Mapped[datetime]


class BrokenRecord(Base):
    """A record that did not hold when it was last verified; gone once it holds again."""

    __tablename__ = "broken_record"

    instance_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    first_bad: Mapped[int] = mapped_column(comment="number of the first entry that does not hold")
    found_at: Mapped[datetime]


class UnusedFile(Base):
    """Bytes that no attachment names any more, until they are taken out of the store of files."""

    __tablename__ = "unused_file"

    sha256: Mapped[str] = mapped_column(primary_key=True)
    since: Mapped[datetime]
