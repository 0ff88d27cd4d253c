"""A ledger that is a file: made, copied, brought to today's schema."""
