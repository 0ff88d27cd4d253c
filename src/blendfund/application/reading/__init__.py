"""Opening a ledger to read it, and finding in it."""
