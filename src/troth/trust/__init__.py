"""What the record adds up to: tallies, KPIs, standing, forecast, red flags, explanation."""
