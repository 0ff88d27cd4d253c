"""Formats of others, read and written, one a file."""
