"""Making known: parties, projects, rules, earmarks, keys; and forgetting a person."""
