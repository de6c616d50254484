"""The pages of people: signing in and out, first-run set-up, one's own settings."""
