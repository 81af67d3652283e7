"""What the doors share: who asks, in which language, what an error means, and what an answer may carry."""

from web.current import now, runtime

__all__ = ["now", "runtime"]
