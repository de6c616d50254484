"""The rules of the house, as functions that list what breaks them, each with a test that plants a fault."""
