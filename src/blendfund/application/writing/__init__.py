"""The writing transaction: a command, its ledger, its outcome."""
