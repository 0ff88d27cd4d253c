"""The state of the place: copies, checks of files and content."""
