"""What two sides say to each other, recorded: messages, requests, people, meetings, calendars, boards."""
