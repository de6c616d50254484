"""The portfolio and the page of one partner."""
