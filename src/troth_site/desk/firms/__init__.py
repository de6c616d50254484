"""Pages of who a firm is, and of partners that may be one firm."""
