"""What every answer of the API carries: who asks, how a refusal reads, the shared forms, and the page about it."""
