"""Questions to the books: totals, movements, names."""
