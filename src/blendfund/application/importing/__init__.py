"""Files in: checked whole, recorded whole, each line once."""
