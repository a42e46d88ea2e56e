"""Batch grading: collect what was handed in, grade it side by side, store it, derive every file from the store."""
