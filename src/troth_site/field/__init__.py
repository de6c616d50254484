"""The inspector's face: a phone in a factory, often without signal. Its worker's scope is /field/."""
