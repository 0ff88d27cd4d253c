"""A log that a PostgreSQL server keeps, and its mirror here."""
