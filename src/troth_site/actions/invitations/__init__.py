"""Invitations: the doors by which a person takes a seat, once.

A side invites its own colleagues, and the first person of a partner who has nobody here yet. Only the letter holds the
door of an address, never the page of whoever invites: who takes the seat has read mail sent there. A QR code names no
address; whoever opens it is mailed a door of their own.
"""
