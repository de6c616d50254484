"""The demonstration portfolio: an invented brand, a dozen invented factories, and one story for each.

Every person, firm and order is made up. The stories are data and small generators; what they tell is recorded
through the same actions as everything else, so that its ledger, its numbers and its flags are real ones.
"""

from troth_site.actions.demo.filling import fill

__all__ = ["fill"]
