"""One file a subject; each function answers one address."""
