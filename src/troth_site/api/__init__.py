"""The face of programs: the record read over REST, through the same gate as every page."""
