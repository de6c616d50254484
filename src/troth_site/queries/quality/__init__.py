"""What two sides agreed about quality and what was found, read."""
