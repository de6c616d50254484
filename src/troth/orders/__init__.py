"""Orders: delivery against the promised day."""
