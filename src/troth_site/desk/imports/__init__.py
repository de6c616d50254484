"""The pages of a file's way in: drop it, say what its columns are, look, let it in, take it back."""
