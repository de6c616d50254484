"""What two sides say to each other, for programs."""
