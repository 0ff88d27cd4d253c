"""What a fact means in double entry."""
