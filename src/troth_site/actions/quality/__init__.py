"""What two sides agree about quality and what is found, recorded."""
