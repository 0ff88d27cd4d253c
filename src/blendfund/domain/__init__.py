"""What may happen in a blended fund: facts, states and decisions, without any I/O."""
