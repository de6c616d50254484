"""Telling people what happened, wherever they want to be told."""
