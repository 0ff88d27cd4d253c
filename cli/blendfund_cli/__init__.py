"""The command line of blendfund: parse, call the application, render."""
