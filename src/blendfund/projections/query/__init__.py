"""The filter language: one way to say which movements are meant, everywhere."""
