"""E-mails in words: one message, or a digest; as plain text and as HTML."""
