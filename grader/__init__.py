"""dlgrade: deep learning from scratch, graded and explained."""

__version__ = "0.1.0"
