"""Planning ahead, for programs."""
