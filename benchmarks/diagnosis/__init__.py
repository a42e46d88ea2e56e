"""How often the first sentence of a diagnosis is the right one: python -m benchmarks.diagnosis."""
