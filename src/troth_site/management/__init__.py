"""Commands: the same acts and reads as the pages, for people at a terminal and for programs."""
