"""Saying who a firm is, asking whether two partners are one firm, and what follows once that is confirmed."""
