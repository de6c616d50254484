"""Reading what a buyer will need: terms, forecasts, reservations, large orders."""
