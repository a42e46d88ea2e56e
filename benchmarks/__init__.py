"""Measurements. `python -m benchmarks` runs those that are quoted in docs/BENCHMARKS.md."""
