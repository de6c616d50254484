"""The embedded database: SQLite through Django's own backend, statements put into its form once."""
