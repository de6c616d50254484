"""The commands of quality: plans, curves, switching, charts; from the library alone."""
