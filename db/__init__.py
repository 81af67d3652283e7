"""The database: the Flask-SQLAlchemy object, the unit of work, and the doors' plain reads.

Everything else imports from here or from :mod:`db.base`; nothing here knows any other room.
"""

from db.base import Base
from db.extension import db
from db.unit_of_work import NestedTransaction, UnitOfWork, make_lasting, reading, transaction

__all__ = ["Base", "NestedTransaction", "UnitOfWork", "db", "make_lasting", "reading", "transaction"]
