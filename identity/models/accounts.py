"""Accounts, local credentials, failed sign-ins and access tokens."""

from datetime import datetime

from sqlalchemy import ForeignKey, Identity, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base

LOCAL = "local"
"""The provider whose accounts have a credential here."""


class Account(Base):
    """How a sign-in provider knows a person; a person has at most one local account."""

    __tablename__ = "account"
    __table_args__ = (
        UniqueConstraint("provider", "subject"),
        Index("account_one_local", "person_id", unique=True, postgresql_where=text("provider = 'local'")),
        Index("account_person", "person_id"),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    provider: Mapped[str]
    subject: Mapped[str]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))


class Credential(Base):
    """The password of a local account; ``must_change`` holds until its owner has set one of his own."""

    __tablename__ = "credential"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    password_hash: Mapped[str]
    must_change: Mapped[bool] = mapped_column(server_default="false")
    changed_at: Mapped[datetime]


class SignInFailure(Base):
    """Recent failures of one login, known to us or not.

    Counted by login, not by credential: else the lock-out would tell which logins exist. Only a digest of the
    login is kept, for people type their password into the wrong field.
    """

    __tablename__ = "sign_in_failure"
    __table_args__ = (Index("sign_in_failure_last_at", "last_at"),)

    login_digest: Mapped[bytes] = mapped_column(primary_key=True)
    failures: Mapped[int]
    locked_until: Mapped[datetime | None]
    last_at: Mapped[datetime]


class AccessToken(Base):
    """A bearer token of the API, kept as its digest; it ends with the sessions of its person's epoch."""

    __tablename__ = "access_token"
    __table_args__ = (Index("access_token_person", "person_id"), Index("access_token_expiry", "expires_at"))

    hash: Mapped[bytes] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    epoch: Mapped[int]
    issued_at: Mapped[datetime]
    expires_at: Mapped[datetime]
