"""The pages on which a person chooses where to be told."""
