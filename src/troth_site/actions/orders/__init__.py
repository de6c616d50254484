"""Writing orders: whole histories as a file reports them, and single promises, receipts and delays."""
