"""What people were told, and where they want to be told."""
