"""What two sides agree about quality and what was found, for programs."""
