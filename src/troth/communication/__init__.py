"""What both sides say to each other, and how soon: mail, threads, the response clock, and the rhythm of contact."""
