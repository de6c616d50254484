"""Reads: frozen rows for pages and API, and facts for the library."""
