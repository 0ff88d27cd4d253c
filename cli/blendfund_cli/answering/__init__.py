"""What is told to a person: tables, sheets, files, refusals, what to do next."""
