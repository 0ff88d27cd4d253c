"""Read models: tables folded from the log, to be rebuilt at will."""
