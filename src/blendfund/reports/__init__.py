"""Words and tables: how figures are shown to people."""
