"""Renders an outcome; computes nothing beyond it. Everything that comes from a submission passes `safe` first."""
