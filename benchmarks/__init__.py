"""Benchmarks: ours, the peer and the limit of this machine as ratios of one run. Run by `make bench`."""
