"""What one can do with a ledger: the only door for the command, the web and libraries."""
