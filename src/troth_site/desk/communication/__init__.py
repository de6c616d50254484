"""The pages on which two sides talk: messages, people, meetings, calendars, boards."""
