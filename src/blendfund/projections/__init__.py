"""One question a file, over postings and registers: pure functions, no I/O."""
