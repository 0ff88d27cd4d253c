"""Bytes and tables: the log of facts and the read models folded from it."""
