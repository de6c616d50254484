"""What two sides say to each other, read."""
