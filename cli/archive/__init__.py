"""What a backup is: a tar of the database's dump, the files it refers to, and a manifest with digests."""
