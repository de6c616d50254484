"""Doors of where two sides talk that need no sign-in: the private address of a calendar."""
