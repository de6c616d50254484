"""The buyer's desk, and until the portal arrives the factory's too: the same pages seen from either side."""
