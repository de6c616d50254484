"""Spreadsheets in and out: files people have, read without guessing, and files they can mend."""
