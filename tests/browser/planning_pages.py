"""The pages of planning ahead and of training: who looks, and at what of Rosewater's record."""

PLANNING = {
    "planning": ("buyer", "/partners/{ours}/planning/"),
    "factory's planning": ("sales", "/partners/{ours}/planning/"),
    "planning with nothing": ("buyer", "/partners/{beside}/planning/"),
    "tell a forecast": ("buyer", "/partners/{ours}/planning/forecast/"),
    "terms of planning": ("sales", "/partners/{ours}/planning/terms/"),
    "no terms of planning": ("buyer", "/partners/{beside}/planning/terms/"),
    "place an order": ("buyer", "/partners/{ours}/planning/order/"),
    "reservations": ("buyer", "/partners/{ours}/planning/reservations/"),
    "reservation": ("sales", "/reservations/{keys[reservation]}/"),
    "trainings": ("buyer", "/partners/{ours}/quality/training/"),
    "training": ("sales", "/trainings/{keys[training_held]}/"),
    "training not agreed": ("buyer", "/trainings/{keys[training]}/"),
    "trained workers": ("sales", "/trainings/{keys[training_held]}/trainees/"),
}
