"""What proves a log: its tree, its checkpoints, its signatures."""
