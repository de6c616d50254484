"""What every area stands on: money, periods, working time, intervals, exact tests and findings."""
