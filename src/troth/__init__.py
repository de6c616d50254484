"""Troth: the record buyers and factories keep together of what each promised and what came of it.

The library is pure: no framework, no clock, no disk, no network. Its folders are the domain.
"""
