"""The factory's portal, and the doors that need no sign-in: invitations and one-tap answers."""
