"""Background work: thin tasks that fetch nothing themselves and call actions."""
