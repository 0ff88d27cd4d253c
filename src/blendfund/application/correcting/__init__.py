"""Taking facts back: by their opposite, with a reason."""
