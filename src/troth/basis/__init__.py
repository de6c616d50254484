"""What every area stands on: money, periods, working time, intervals, exact tests, waiting, drift and findings."""
