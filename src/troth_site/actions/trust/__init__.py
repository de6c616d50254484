"""Keeping judgement current: numbers, red flags, actions, and what people do about them."""
