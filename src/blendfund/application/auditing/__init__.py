"""What an auditor asks for: verify, seal, prove, compare, make again, hand over."""
