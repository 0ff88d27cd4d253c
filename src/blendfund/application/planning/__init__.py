"""From rows to facts: each decided by its agreement, against the whole fund."""
