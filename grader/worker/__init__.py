"""What runs in the untrusted process: the standard library and NumPy, nothing of the grader."""
