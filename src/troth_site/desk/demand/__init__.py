"""Pages of planning ahead: forecasts, reserved capacity, large orders and their notice."""
