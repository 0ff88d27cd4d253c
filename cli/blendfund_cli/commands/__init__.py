"""The commands: each parses, calls the application, and renders."""
