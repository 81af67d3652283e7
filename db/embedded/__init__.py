"""Where the embedded server's parts lie and whom they belong to; :mod:`db.server` runs it."""
