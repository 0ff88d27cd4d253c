"""From a figure to its facts and back, and why it changed."""
