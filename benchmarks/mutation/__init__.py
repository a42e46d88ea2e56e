"""Changes the solutions in small ways, one at a time, and lists the changes that no check notices."""
