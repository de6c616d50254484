"""What anybody may ask about quality without signing in."""
