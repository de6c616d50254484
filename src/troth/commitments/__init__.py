"""Promises and what came of them: life cycle, evidence, excusals, attribution of days, the hash chain."""
