"""The log of facts that is kept for ever: its tables, its shapes, its writer."""
