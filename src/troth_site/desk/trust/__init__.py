"""Numbers, actions and flags on pages."""
