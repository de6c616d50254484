"""Writing what a buyer will need: terms of planning, forecasts, reserved capacity, orders with their notice."""
